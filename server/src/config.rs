//! Options by command line or environment (`WEITERBLICK_…`). `--help` is the reference; secrets come as files only.

use crate::secret::{self, SecretError};
use clap::Args;
use http::Uri;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataOptions {
    /// Folder of database, keys and lock
    #[arg(long, env = "WEITERBLICK_DATA_DIR", default_value = "data", value_name = "DIR")]
    pub data_dir: PathBuf,

    /// `postgres://…`; without it SQLite in the data folder
    #[arg(long, env = "WEITERBLICK_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// File with that address, readable by its owner only; for an address with a password
    #[arg(long, env = "WEITERBLICK_DATABASE_URL_FILE", value_name = "FILE", conflicts_with = "database_url")]
    pub database_url_file: Option<PathBuf>,
}

impl DataOptions {
    /// Whether the database is the file in the data folder.
    pub const fn is_sqlite(&self) -> bool {
        self.database_url.is_none() && self.database_url_file.is_none()
    }

    /// The address of PostgreSQL; `None` for SQLite.
    ///
    /// # Errors
    /// When the file cannot be read, or others can read it too.
    pub fn postgres(&self) -> Result<Option<String>, SecretError> {
        match &self.database_url_file {
            Some(file) => secret::line(file).map(Some),
            None => Ok(self.database_url.clone()),
        }
    }
}

/// How the server runs.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    #[command(flatten)]
    pub data: DataOptions,

    /// Address and port to listen on
    #[arg(long, env = "WEITERBLICK_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDR")]
    pub listen: SocketAddr,

    /// The address as browsers see it; https unless the host is this machine. Needed when others can reach --listen
    #[arg(long, env = "WEITERBLICK_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Fill an empty database with the demo company and network
    #[arg(long, env = "WEITERBLICK_DEMO")]
    pub demo: bool,

    /// Proxies whose X-Forwarded-For is believed; comma separated
    #[arg(long, env = "WEITERBLICK_TRUSTED_PROXIES", value_delimiter = ',', value_name = "ADDRESSES")]
    pub trusted_proxies: Vec<IpAddr>,

    /// Connections at once
    #[arg(long, env = "WEITERBLICK_MAX_CONNECTIONS", default_value_t = 20_000, value_name = "N")]
    pub max_connections: usize,

    /// Address of the metrics for Prometheus; left out: none
    #[arg(long, env = "WEITERBLICK_METRICS_LISTEN", value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,

    /// Time zone of dates that people type and read
    #[arg(long, env = "WEITERBLICK_TIME_ZONE", default_value = "Europe/Berlin", value_name = "NAME")]
    pub time_zone: String,

    #[command(flatten)]
    pub mail: MailOptions,

    /// Print the effective options and stop
    #[arg(long)]
    pub print_config: bool,
}

/// How mails leave. Without a host none are sent, and HR hands out links and codes instead.
#[derive(Debug, Clone, Args)]
pub struct MailOptions {
    /// Mail server
    #[arg(long, env = "WEITERBLICK_SMTP_HOST", value_name = "HOST", requires = "smtp_from")]
    pub smtp_host: Option<String>,

    /// Its port: 465 speaks TLS at once, others after STARTTLS
    #[arg(long, env = "WEITERBLICK_SMTP_PORT", default_value_t = 465, value_name = "PORT")]
    pub smtp_port: u16,

    /// Sender
    #[arg(long, env = "WEITERBLICK_SMTP_FROM", value_name = "ADDRESS")]
    pub smtp_from: Option<String>,

    /// User name, if the server wants one
    #[arg(long, env = "WEITERBLICK_SMTP_USER", value_name = "NAME", requires = "smtp_password_file")]
    pub smtp_user: Option<String>,

    /// File with the password, readable by its owner only
    #[arg(long, env = "WEITERBLICK_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
}

/// Names of all variables that the command line knows; any other `WEITERBLICK_…` is a mistake and refused.
pub const VARIABLES: [&str; 15] = [
    "WEITERBLICK_DATA_DIR",
    "WEITERBLICK_DATABASE_URL",
    "WEITERBLICK_DATABASE_URL_FILE",
    "WEITERBLICK_LISTEN",
    "WEITERBLICK_PUBLIC_URL",
    "WEITERBLICK_DEMO",
    "WEITERBLICK_TRUSTED_PROXIES",
    "WEITERBLICK_MAX_CONNECTIONS",
    "WEITERBLICK_METRICS_LISTEN",
    "WEITERBLICK_TIME_ZONE",
    "WEITERBLICK_SMTP_HOST",
    "WEITERBLICK_SMTP_PORT",
    "WEITERBLICK_SMTP_FROM",
    "WEITERBLICK_SMTP_USER",
    "WEITERBLICK_SMTP_PASSWORD_FILE",
];

impl ServeOptions {
    /// Every option of [`VARIABLES`], in that order, with the value that counts; secrets are masked.
    pub fn effective(&self, public_url: &str) -> Vec<(String, String)> {
        let path = |path: &PathBuf| path.display().to_string();
        let proxies: Vec<String> = self.trusted_proxies.iter().map(ToString::to_string).collect();
        let values: [String; VARIABLES.len()] = [
            path(&self.data.data_dir),
            self.data.database_url.as_deref().map(without_password).unwrap_or_default(),
            self.data.database_url_file.as_ref().map(path).unwrap_or_default(),
            self.listen.to_string(),
            public_url.to_owned(),
            self.demo.to_string(),
            proxies.join(","),
            self.max_connections.to_string(),
            self.metrics_listen.map(|address| address.to_string()).unwrap_or_default(),
            self.time_zone.clone(),
            self.mail.smtp_host.clone().unwrap_or_default(),
            self.mail.smtp_port.to_string(),
            self.mail.smtp_from.clone().unwrap_or_default(),
            self.mail.smtp_user.clone().unwrap_or_default(),
            self.mail.smtp_password_file.as_ref().map(path).unwrap_or_default(),
        ];
        VARIABLES.iter().map(|variable| option(variable)).zip(values).collect()
    }
}

/// `--data-dir` for `WEITERBLICK_DATA_DIR`.
fn option(variable: &str) -> String {
    format!("--{}", variable.trim_start_matches("WEITERBLICK_").to_lowercase().replace('_', "-"))
}

/// An address without its passwords: the one before the `@`, and those among the parameters.
fn without_password(url: &str) -> String {
    const MASK: &str = "***";
    let (scheme, rest) = url.find("://").map_or(("", url), |at| url.split_at(at + "://".len()));
    // The last `@`: whatever a password contains, none of it is printed.
    let place = match rest.rsplit_once('@').and_then(|(who, place)| Some((who.split_once(':')?.0, place))) {
        Some((user, place)) => format!("{user}:{MASK}@{place}"),
        None => rest.to_owned(),
    };
    let parts = place.split_inclusive(['?', '&']).map(|part| match part.split_once('=') {
        Some((name, value)) if name.contains("password") => {
            format!("{name}={MASK}{}", if value.ends_with('&') { "&" } else { "" })
        }
        _ => part.to_owned(),
    });
    format!("{scheme}{}", parts.collect::<String>())
}

/// A variable of ours that nothing reads, for example with a typing error.
pub fn unknown_variable(names: impl Iterator<Item = String>) -> Option<String> {
    names
        .filter(|name| name.starts_with("WEITERBLICK_") && !name.starts_with("WEITERBLICK_TEST_"))
        .find(|name| !VARIABLES.contains(&name.as_str()))
}

/// Why there is no address for browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicUrlError {
    /// Others can reach the program, and it does not know under which address.
    Missing,
    /// No http(s) address of a host, or http to a foreign host.
    Wrong,
}

/// Scheme, host and port as browsers write them in `Origin`.
///
/// # Errors
/// [`PublicUrlError`].
pub fn public_url(given: Option<&str>, listen: SocketAddr) -> Result<String, PublicUrlError> {
    match given {
        Some(given) => origin(given).ok_or(PublicUrlError::Wrong),
        None if listen.ip().to_canonical().is_loopback() => {
            origin(&format!("http://{listen}")).ok_or(PublicUrlError::Wrong)
        }
        None => Err(PublicUrlError::Missing),
    }
}

fn origin(url: &str) -> Option<String> {
    if url.contains(['?', '#', '@']) {
        return None;
    }
    let uri: Uri = url.to_ascii_lowercase().parse().ok()?;
    let scheme = uri.scheme_str()?;
    let name = uri.host().filter(|name| !name.is_empty())?;
    if !["", "/"].contains(&uri.path()) {
        return None;
    }
    let (host, local) = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(v6) => {
            let v6: Ipv6Addr = v6.parse().ok()?;
            (format!("[{v6}]"), v6.is_loopback())
        }
        None => (name.to_owned(), name == "localhost" || name.parse::<Ipv4Addr>().is_ok_and(|v4| v4.is_loopback())),
    };
    let usual = match scheme {
        "https" => 443,
        "http" if local => 80,
        _ => return None,
    };
    // What stands after a colon and is no port is no address.
    let port: u16 = match uri.authority()?.as_str().strip_prefix(name)? {
        "" => usual,
        port => port.strip_prefix(':')?.parse().ok()?,
    };
    let port = if port == usual { String::new() } else { format!(":{port}") };
    Some(format!("{scheme}://{host}{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_encrypted_unless_it_is_this_machine_and_written_as_browsers_do() {
        let listen = SocketAddr::from(([127, 0, 0, 1], 3000));
        for (given, expected) in [
            ("https://w.example/", "https://w.example"),
            ("HTTPS://W.Example:443", "https://w.example"),
            ("https://w.example:8443", "https://w.example:8443"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:80/", "http://127.0.0.1"),
            ("http://[::1]", "http://[::1]"),
            ("http://[0:0::1]:3000", "http://[::1]:3000"),
            ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
        ] {
            assert_eq!(public_url(Some(given), listen).as_deref(), Ok(expected), "{given}");
        }
        for wrong in [
            "",
            "http://w.example",
            "http://[2001:db8::1]",
            "w.example",
            "ftp://localhost",
            "https://",
            "https://w.example/sub",
            "https://w.example?x",
            "https://a@b",
            "https://w.example:port",
            "https://w.example:99999",
            "https://w example",
        ] {
            assert_eq!(public_url(Some(wrong), listen), Err(PublicUrlError::Wrong), "{wrong}");
        }
    }

    #[test]
    fn without_an_address_only_this_machine_is_served() {
        let without = |listen: &str| public_url(None, listen.parse().unwrap());
        assert_eq!(without("127.0.0.1:3000").as_deref(), Ok("http://127.0.0.1:3000"));
        assert_eq!(without("[::1]:80").as_deref(), Ok("http://[::1]"));
        for open in ["0.0.0.0:3000", "[::]:3000", "192.0.2.1:80"] {
            assert_eq!(without(open), Err(PublicUrlError::Missing), "{open}");
        }
    }

    #[test]
    fn no_password_of_an_address_is_printed() {
        for (url, expected) in [
            ("postgres://user:secret@db.example:5432/w", "postgres://user:***@db.example:5432/w"),
            ("postgres://user:se@cr/e?t:x@db.example/w", "postgres://user:***@db.example/w"),
            ("postgres://user@db.example/w?sslmode=require", "postgres://user@db.example/w?sslmode=require"),
            (
                "postgres://db.example/w?user=u&password=secret&sslmode=require",
                "postgres://db.example/w?user=u&password=***&sslmode=require",
            ),
        ] {
            assert_eq!(without_password(url), expected);
        }
    }

    #[test]
    fn a_mistyped_variable_is_found() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>().into_iter();
        assert_eq!(unknown_variable(names(&["PATH", "WEITERBLICK_LISTEN", "WEITERBLICK_TEST_POSTGRES_URL"])), None);
        assert_eq!(unknown_variable(names(&["WEITERBLICK_LISTN"])).as_deref(), Some("WEITERBLICK_LISTN"));
    }
}
