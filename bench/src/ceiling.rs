//! The ceiling: what axum serves on this machine when it has nothing to do.

use crate::error::Error;
use crate::machine::cores;
use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// A server on threads of its own, accepting as the product does (`server/src/http/edge.rs`); ends when dropped.
pub struct Ceiling {
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Ceiling {
    /// A handler with a constant body.
    ///
    /// # Errors
    /// [`Error::System`] when the machine allows no further server.
    pub fn bare() -> Result<Self, Error> {
        Self::start(Router::new().route("/", get(|| async { "ok" })))
    }

    /// # Errors
    /// [`Error::System`] when the machine allows no further server.
    pub fn start(router: Router) -> Result<Self, Error> {
        let failed = |source| Error::System { what: "the bare server", source };
        let runtime = Builder::new_multi_thread().worker_threads(cores()).enable_all().build().map_err(failed)?;
        let guard = runtime.enter();
        let listener = listen().map_err(failed)?;
        drop(guard);
        let address = listener.local_addr().map_err(failed)?;
        runtime.spawn(serve(listener, router));
        Ok(Self { address, runtime: Some(runtime) })
    }
}

impl Drop for Ceiling {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn listen() -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    socket.listen(4_096)
}

async fn serve(listener: TcpListener, router: Router) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(10)).max_headers(64);
    while let Ok((stream, _)) = listener.accept().await {
        drop(stream.set_nodelay(true));
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| router.clone().oneshot(request.map(Body::new)));
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        // A client that goes away ends its connection with an error.
        tokio::spawn(async move { drop(connection.await) });
    }
}
