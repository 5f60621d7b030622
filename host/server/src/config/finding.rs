//! What `pilotbox config check` says about a configuration that was read: it
//! looks at the machine, and changes nothing.

mod opened;

use std::{
    fmt,
    fs::{self, File},
    net::IpAddr,
    path::Path,
};

use pilotbox_evaluate::SigningKey;

use super::{BlobKind, Config, MailKind, SmtpEncryption};
use crate::{open, vault::Vault};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It works, and somebody should know.
    Warning,
    /// The server would not start, or not keep its promises.
    Error,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The key that it is about.
    pub key: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(formatter, "{severity}: `{}`: {}", self.key, self.message)
    }
}

impl Config {
    /// What is not as it should be on this machine; empty if all is well. Opens no
    /// database: see [`Config::check_opened`].
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Findings(Vec::new());
        findings.owner(self);
        findings.folders(self);
        findings.keys(self);
        findings.data_key(self);
        findings.tls(self);
        findings.public_url(self);
        findings.services(self);
        findings.limits(self);
        findings.0
    }

    /// Logs what the check finds, for operators who have not asked for it.
    pub fn log_findings(&self) {
        for Finding {
            severity,
            key,
            message,
        } in self.check()
        {
            match severity {
                Severity::Warning => tracing::warn!(key, "{message}"),
                Severity::Error => tracing::error!(key, "{message}"),
            }
        }
    }
}

struct Findings(Vec<Finding>);

impl Findings {
    /// What follows is about this user, who may not be the server's.
    fn owner(&mut self, config: &Config) {
        if let Err(error) = open::demand_owner(config) {
            self.warning("server.data", error.to_string());
        }
    }

    fn folders(&mut self, config: &Config) {
        self.folder("server.data", &config.server.data);
        self.folder("cache.path", &config.cache_folder());
        if config.blobs.kind == BlobKind::Folder {
            self.folder("blobs.path", &config.blobs_folder());
        }
        if config.mail.kind == MailKind::Folder {
            self.folder("mail.path", &config.mail_folder());
            self.warning(
                "mail.kind",
                "mail is written to a folder and reaches nobody; hint: set `kind = \"smtp\"`",
            );
        }
    }

    /// A folder has to be there, or its nearest parent to let it be made.
    fn folder(&mut self, key: &'static str, path: &Path) {
        let nearest = path.ancestors().find(|part| part.exists());
        let here = Path::new(".");
        let nearest = nearest
            .filter(|part| !part.as_os_str().is_empty())
            .unwrap_or(here);
        let shown = path.display();
        if !nearest.is_dir() {
            self.error(
                key,
                format!(
                    "`{shown}` cannot be a folder: `{}` is none",
                    nearest.display()
                ),
            );
        } else if let Err(error) = tempfile::tempfile_in(nearest) {
            let user = "hint: the user that the server runs as has to own it";
            self.error(
                key,
                format!("`{shown}` cannot be written to: {error}; {user}"),
            );
        }
    }

    fn keys(&mut self, config: &Config) {
        let file = config.signing_key_file();
        if file.exists() {
            if self.private("keys.signing", &file)
                && let Err(error) = SigningKey::read(&file)
            {
                self.error("keys.signing", error.to_string());
            }
        } else {
            let shown = file.display();
            self.warning(
                "keys.signing",
                format!("`{shown}` is not there; the first start makes it"),
            );
        }
    }

    /// One that is not there is made with the first raw data.
    fn data_key(&mut self, config: &Config) {
        if let Err(error) = Vault::open(config) {
            self.error("keys.data", error.to_string());
        }
    }

    fn tls(&mut self, config: &Config) {
        let Some(tls) = &config.server.tls else {
            return;
        };
        if let Err(error) = File::open(&tls.certificate) {
            let shown = tls.certificate.display();
            self.error(
                "server.tls.certificate",
                format!("`{shown}` cannot be read: {error}"),
            );
        }
        self.private("server.tls.key", &tls.key);
    }

    fn public_url(&mut self, config: &Config) {
        let key = "server.public_url";
        let exposed = !is_loopback(config.server.listen.ip());
        let proxied = !config.server.trusted_proxies.is_empty();
        let Some(url) = &config.server.public_url else {
            if exposed || proxied || config.server.tls.is_some() {
                self.error(key, "it has to be set: links in mails and the check of origins need the address that people see");
            }
            return;
        };
        if !is_origin(url) {
            self.error(
                key,
                format!(
                    "`{}` is no origin; hint: `https://pilotbox.example.bg`, without a path",
                    url.escape_debug()
                ),
            );
        } else if !config.is_https() && (exposed || proxied || config.server.tls.is_some()) {
            self.error(key, format!("`{url}` is not HTTPS: passwords and cookies would travel in the open; hint: see TLS in docs/OPERATOR.md"));
        }
        if exposed && !proxied && config.server.tls.is_none() {
            self.warning("server.listen", "it is open to the network without TLS or a proxy; hint: listen on 127.0.0.1 behind a proxy, or set `[server.tls]`");
        }
    }

    fn services(&mut self, config: &Config) {
        let blobs = &config.blobs;
        let plain = |url: &str| url.starts_with("http://");
        if blobs.endpoint.as_deref().is_some_and(plain) && !blobs.allow_http {
            self.error("blobs.endpoint", "it is plain HTTP; hint: use HTTPS, or set `allow_http = true` on a private network");
        }
        if config.mail.kind == MailKind::Smtp && config.mail.encryption == SmtpEncryption::None {
            self.warning(
                "mail.encryption",
                "mail with links to reset passwords leaves in the open",
            );
        }
        for provider in &config.oidc {
            if plain(&provider.issuer) && !provider.allow_loopback_http {
                self.error("oidc.issuer", format!("`{}` is not HTTPS", provider.issuer));
            }
        }
        if config.jobs.workers == 0 {
            self.warning(
                "jobs.workers",
                "`pilotbox serve` runs nothing by itself; hint: start `pilotbox worker`",
            );
        }
    }

    fn limits(&mut self, config: &Config) {
        let limits = &config.limits;
        if limits.component_bytes > limits.ceiling.component_bytes {
            self.warning("limits.component_bytes", "it is above `limits.ceiling.component_bytes`: such a component is uploaded, then refused");
        }
        if limits.body_bytes.get() > 16 << 20 {
            self.warning(
                "limits.body_bytes",
                "a body is held in memory while it is read; hint: 1 MiB is plenty",
            );
        }
        if config.cache.budget_bytes < 256 << 20 {
            self.warning(
                "cache.budget_bytes",
                "less than 256 MiB compiles the same plugins again and again",
            );
        }
    }

    /// Whether a file can be read, by its owner alone.
    fn private(&mut self, key: &'static str, path: &Path) -> bool {
        let shown = path.display();
        let wrong = match fs::metadata(path) {
            Err(error) => Some(format!("`{shown}` cannot be read: {error}")),
            Ok(about) => match (open_to_others(&about), File::open(path)) {
                (Some(mode), _) => Some(format!(
                    "`{shown}` may be read by others (mode {mode:o}); hint: `chmod 600`"
                )),
                (None, Err(error)) => Some(format!("`{shown}` cannot be read: {error}")),
                (None, Ok(_)) => None,
            },
        };
        let is_private = wrong.is_none();
        if let Some(wrong) = wrong {
            self.error(key, wrong);
        }
        is_private
    }

    fn error(&mut self, key: &'static str, message: impl Into<String>) {
        self.push(Severity::Error, key, message);
    }

    fn warning(&mut self, key: &'static str, message: impl Into<String>) {
        self.push(Severity::Warning, key, message);
    }

    fn push(&mut self, severity: Severity, key: &'static str, message: impl Into<String>) {
        self.0.push(Finding {
            severity,
            key,
            message: message.into(),
        });
    }
}

/// Scheme, host and port, and nothing after it.
fn is_origin(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return false;
    };
    let known = matches!(uri.scheme_str(), Some("http" | "https"));
    known
        && uri.host().is_some_and(|host| !host.is_empty())
        && matches!(uri.path(), "" | "/")
        && uri.query().is_none()
}

fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

#[cfg(unix)]
fn open_to_others(about: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = about.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn open_to_others(_about: &fs::Metadata) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests;
