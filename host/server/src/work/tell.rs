//! Mails to those whose submission was evaluated. A mail that cannot be sent is
//! logged and changes nothing.

use pilotbox_model::api::accounts::Language;
use pilotbox_store::Recipient;
use tracing::warn;

use super::finish::Office;
use crate::{
    accounts::email::EmailAddress,
    mail::{Message, texts},
};

/// Mails of one look.
const MOST: i64 = 100;

impl Office {
    /// Tells everybody who has not been told.
    pub(super) async fn tell(&self) {
        let now = self.workshop.now();
        let recipients = match self.workshop.store.take_untold(MOST, now).await {
            Ok(recipients) => recipients,
            Err(cause) => {
                warn!(%cause, "nobody is told of verdicts now");
                return;
            }
        };
        for recipient in recipients {
            if let Err(cause) = self.send(&recipient).await {
                let submission = &recipient.submission_id;
                warn!(submission, cause, "somebody is not told of a verdict");
            }
        }
    }

    async fn send(&self, recipient: &Recipient) -> Result<(), String> {
        let language = if recipient.language == Language::En.as_str() {
            Language::En
        } else {
            Language::Bg
        };
        let to = EmailAddress::parse(&recipient.email).map_err(|error| error.to_string())?;
        let link = format!(
            "{}/submissions/{}",
            self.state.config.public_url(),
            recipient.submission_id
        );
        let text = texts::verdict_ready(language, &title(recipient, language), &link);
        let message = Message { to, text, language };
        let sent = self.state.mailer.send(&message).await;
        sent.map_err(|error| error.to_string())
    }
}

/// The title in the manifest, else the challenge's id.
fn title(recipient: &Recipient, language: Language) -> String {
    let manifest: serde_json::Value = serde_json::from_str(&recipient.manifest).unwrap_or_default();
    let title = manifest.pointer(&format!("/title/{}", language.as_str()));
    let title = title.and_then(serde_json::Value::as_str);
    title.unwrap_or(&recipient.challenge_id).to_owned()
}
