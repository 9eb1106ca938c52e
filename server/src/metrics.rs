//! Figures for Prometheus on a listener of their own (security.md E56, E57). No person, event or organisation in them.

use crate::http::edge;
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::io;
use std::net::SocketAddr;
use tokio_util::sync::CancellationToken;

const CONNECTIONS: usize = 16;

/// Serves `/metrics` until `stop`.
///
/// # Errors
/// When the address cannot be bound or another recorder is installed.
pub async fn serve(address: SocketAddr, stop: CancellationToken) -> io::Result<()> {
    let listener = edge::bind(address)?;
    let handle = PrometheusBuilder::new().install_recorder().map_err(io::Error::other)?;
    let router = Router::new().route("/metrics", get(move || async move { handle.render() }));
    tokio::spawn(edge::serve(listener, router, CONNECTIONS, stop));
    Ok(())
}
