//! One connection that is kept open, as a browser or proxy does.

use crate::error::Error;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use tokio::net::TcpStream;

type Failure = Box<dyn std::error::Error + Send + Sync>;

pub struct Client {
    address: SocketAddr,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    pub const fn new(address: SocketAddr) -> Self {
        Self { address, sender: None }
    }

    /// Sends a request and reads the whole answer, connecting where there is no open connection.
    ///
    /// # Errors
    /// [`Error::Request`] when the connection fails; the next request makes a new one.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Response<Bytes>, Error> {
        let path = request.uri().path().to_owned();
        let sent = self.exchange(request).await;
        if sent.is_err() {
            self.sender = None;
        }
        sent.map_err(|error| Error::Request { path, reason: error.to_string() })
    }

    async fn exchange(&mut self, request: Request<Full<Bytes>>) -> Result<Response<Bytes>, Failure> {
        let mut sender = match self.sender.take() {
            Some(sender) => sender,
            None => connect(self.address).await?,
        };
        if sender.ready().await.is_err() {
            sender = connect(self.address).await?;
        }
        let (head, body) = sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        self.sender = Some(sender);
        Ok(Response::from_parts(head, body))
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>, Failure> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // Its error comes back from the request that it fails.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}
