//! Mail by SMTP: over TLS, or in the clear to this very machine only, since mails
//! carry links that let people in.

use std::{fmt, net::IpAddr, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message as Mail, Tokio1Executor,
    transport::smtp::{Error, authentication::Credentials},
};

use super::MailError;

/// How long a server may take for one answer. A mail that hangs holds up a job.
const TIMEOUT: Duration = Duration::from_secs(15);

/// How a server is reached.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port; by default the usual one of `security`.
    pub port: Option<u16>,
    /// What protects the connection.
    pub security: SmtpSecurity,
    /// User name and password, where it asks for them.
    pub credentials: Option<(String, String)>,
}

/// What protects the connection to a mail server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// TLS from the first byte, port 465.
    #[default]
    Tls,
    /// TLS demanded before anything is said, port 587.
    StartTls,
    /// Nothing; refused for any server but one on this machine.
    None,
}

/// A server that takes mail.
#[derive(Debug)]
pub(super) struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

impl Smtp {
    pub(super) fn new(settings: SmtpSettings) -> Result<Self, MailError> {
        type Transport = AsyncSmtpTransport<Tokio1Executor>;
        let host = settings.host.as_str();
        let bad = |error: Error| MailError::Settings(format!("`{host}`: {error}"));
        let mut builder = match settings.security {
            SmtpSecurity::Tls => Transport::relay(host).map_err(bad)?,
            SmtpSecurity::StartTls => Transport::starttls_relay(host).map_err(bad)?,
            SmtpSecurity::None if is_loopback(host) => Transport::builder_dangerous(host),
            SmtpSecurity::None => {
                return Err(MailError::Settings(format!(
                    "`{host}` is not this machine and the connection is not protected; hint: use TLS"
                )));
            }
        };
        if let Some(port) = settings.port {
            builder = builder.port(port);
        }
        if let Some((user, password)) = settings.credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self(builder.timeout(Some(TIMEOUT)).build()))
    }

    pub(super) async fn send(&self, mail: Mail) -> Result<(), MailError> {
        match self.0.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
            Err(error) => Err(MailError::Unreachable(error.to_string())),
        }
    }
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}
