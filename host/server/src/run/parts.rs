//! The state of a server, made from its configuration.

use std::{num::NonZeroUsize, thread};

use super::RunError;
use crate::{
    accounts::{csrf::OwnOrigins, password::Passwords, providers::Providers},
    clock::Clock,
    config::{Config, MailConfig, MailKind, SecretText, SmtpEncryption},
    mail::{MailError, MailSettings, Mailer, SmtpSecurity, SmtpSettings},
    open,
    state::{AppState, Parts},
    telemetry::Metrics,
    templates::Templates,
    vault::Vault,
};

/// Most passwords that are hashed at a time, 19 MiB and a processor each.
const MAX_HASHES: usize = 8;

/// Opens what is kept and joins it with the rest. No challenge can be made of a template.
pub async fn open(config: Config) -> Result<AppState, RunError> {
    Box::pin(open_with(config, Templates::default())).await
}

/// The same with templates.
pub async fn open_with(config: Config, templates: Templates) -> Result<AppState, RunError> {
    let mailer = mailer(&config)?;
    let origins = OwnOrigins::new([config.public_url().as_str()])?;
    let providers = Providers::new(&config)?;
    let vault = Vault::open(&config)?;
    let store = open::store(&config).await?;
    let blobs = open::blobs(&config)?.noting_arrivals(&store);
    let queue = open::queue(&config).await?;
    Ok(AppState::new(Parts {
        mailer,
        passwords: passwords()?,
        origins,
        providers,
        clock: Clock::system(),
        metrics: Metrics::new()?,
        config,
        store,
        blobs,
        queue,
        templates,
        vault,
    }))
}

/// Half of the processors at most, so that a wave of sign-ins leaves some to others.
fn passwords() -> Result<Passwords, RunError> {
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let half = (processors / 2).clamp(1, MAX_HASHES);
    let half = NonZeroUsize::new(half).unwrap_or(NonZeroUsize::MIN);
    Ok(Passwords::new(half)?)
}

fn mailer(config: &Config) -> Result<Mailer, MailError> {
    let mail = &config.mail;
    let settings = match mail.kind {
        MailKind::Folder => MailSettings::Folder(config.mail_folder()),
        MailKind::Smtp => MailSettings::Smtp(smtp(mail)),
    };
    Mailer::new(&mail.from, settings)
}

fn smtp(mail: &MailConfig) -> SmtpSettings {
    let password = mail.password.as_ref().map(SecretText::reveal);
    let credentials = mail.username.as_deref().zip(password);
    SmtpSettings {
        // The configuration was refused without one.
        host: mail.host.clone().unwrap_or_default(),
        port: mail.port.map(std::num::NonZeroU16::get),
        security: match mail.encryption {
            SmtpEncryption::Tls => SmtpSecurity::Tls,
            SmtpEncryption::Starttls => SmtpSecurity::StartTls,
            SmtpEncryption::None => SmtpSecurity::None,
        },
        credentials: credentials.map(|(user, password)| (user.to_owned(), password.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_leaves_as_it_is_set() {
        let mail = MailConfig {
            host: Some("mail.example.org".to_owned()),
            encryption: SmtpEncryption::Starttls,
            username: Some("pilotbox".to_owned()),
            password: Some(SecretText::new("secret")),
            ..MailConfig::default()
        };
        let settings = smtp(&mail);
        assert_eq!(settings.security, SmtpSecurity::StartTls);
        assert_eq!(settings.host, "mail.example.org");
        let credentials = ("pilotbox".to_owned(), "secret".to_owned());
        assert_eq!(settings.credentials, Some(credentials));
        assert_eq!(smtp(&MailConfig::default()).credentials, None);
    }
}
