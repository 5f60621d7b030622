//! Mails: made here, and given to an SMTP server or laid in a folder. Takes parsed
//! addresses and bounded texts only, so that nobody can add a header or fill a disk.

mod folder;
pub mod log;
mod smtp;
pub mod texts;

use std::path::PathBuf;

use lettre::{
    Message as Mail,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};
use pilotbox_model::api::accounts::Language;

pub use smtp::{SmtpSecurity, SmtpSettings};

use crate::accounts::email::EmailAddress;
use texts::Text;

/// Characters of a subject. Ours have some 60.
const SUBJECT_CHARS: usize = 200;

/// Bytes of a text. Ours have some 1000; a title that somebody wrote may be in it.
const BODY_BYTES: usize = 64 << 10;

/// Bytes of a line (RFC 5322, 2.1.1). Servers break longer ones wherever they like.
const LINE_BYTES: usize = 998;

/// Sends mails.
#[derive(Debug)]
pub struct Mailer {
    from: Mailbox,
    delivery: Delivery,
}

/// Where mails go.
#[derive(Clone, Debug)]
pub enum MailSettings {
    /// One `.eml` file a mail, in this folder.
    Folder(PathBuf),
    /// To a server.
    Smtp(SmtpSettings),
}

/// A mail to somebody.
#[derive(Clone, Debug)]
pub struct Message {
    /// To whom.
    pub to: EmailAddress,
    /// Subject and text.
    pub text: Text,
    /// The language of the text, for those who read it aloud.
    pub language: Language,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The settings cannot work.
    #[error("mail cannot be sent: {0}")]
    Settings(String),
    /// The subject or the text is not fit for a mail.
    #[error("the mail is not sent: {0}")]
    Unfit(String),
    /// The folder cannot be written to.
    #[error("the mail cannot be written to `{folder}`: {source}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder holds too many mails already.
    #[error(
        "the mail is not written: `{folder}` holds {mails} mails; hint: move them away, or set up SMTP"
    )]
    FolderFull {
        /// The folder.
        folder: String,
        /// How many mails lie there.
        mails: usize,
    },
    /// The server refused it for good.
    #[error("the mail server refuses the mail: {0}")]
    Refused(String),
    /// The server could not be asked, or asks to come back later.
    #[error("the mail server takes no mail now: {0}")]
    Unreachable(String),
}

#[derive(Debug)]
enum Delivery {
    Folder(folder::Folder),
    Smtp(smtp::Smtp),
}

impl Mailer {
    /// Prepares to send mails as `from`: `pilots@example.org`, or with a name
    /// before it. Contacts nobody yet.
    pub fn new(from: &str, settings: MailSettings) -> Result<Self, MailError> {
        let bad = |error| MailError::Settings(format!("`{from}` is not a sender: {error}"));
        Ok(Self {
            from: from.parse().map_err(bad)?,
            delivery: match settings {
                MailSettings::Folder(folder) => Delivery::Folder(folder::Folder::new(folder)),
                MailSettings::Smtp(settings) => Delivery::Smtp(smtp::Smtp::new(settings)?),
            },
        })
    }

    /// Sends a mail, or says why not.
    pub async fn send(&self, message: &Message) -> Result<(), MailError> {
        check(&message.text)?;
        let text = message.text.body.clone();
        match &self.delivery {
            Delivery::Folder(folder) => {
                // Not encoded: whoever opens the file reads the text and copies the link.
                let text = text.replace('\n', "\r\n").into_bytes();
                let body = Body::dangerous_pre_encoded(text, ContentTransferEncoding::EightBit);
                folder
                    .write(compose(&self.from, message, body)?.formatted())
                    .await
            }
            Delivery::Smtp(smtp) => {
                let mail = compose(&self.from, message, Body::new(text))?;
                smtp.send(mail).await
            }
        }
    }
}

fn check(text: &Text) -> Result<(), MailError> {
    let subject = &text.subject;
    if subject.chars().count() > SUBJECT_CHARS || subject.chars().any(char::is_control) {
        return Err(unfit("its subject is not one short line"));
    }
    if text.body.len() > BODY_BYTES || text.body.lines().any(|line| line.len() > LINE_BYTES) {
        return Err(unfit("its text, or a line of it, is too long"));
    }
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    if !text.body.chars().all(is_plain) {
        return Err(unfit("its text is not plain"));
    }
    Ok(())
}

fn compose(from: &Mailbox, message: &Message, body: Body) -> Result<Mail, MailError> {
    let mail = Mail::builder()
        .from(from.clone())
        .to(Mailbox::new(None, message.to.to_address()))
        .subject(message.text.subject.as_str())
        .message_id(None)
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(body);
    let mut mail = mail.map_err(|error| unfit(&error.to_string()))?;
    for (name, value) in [
        // Nobody's holiday notice answers a mail that says this (RFC 3834).
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", message.language.as_str()),
    ] {
        let name = HeaderName::new_from_ascii_str(name);
        let value = HeaderValue::new(name, value.to_owned());
        mail.headers_mut().insert_raw(value);
    }
    Ok(mail)
}

fn unfit(reason: &str) -> MailError {
    MailError::Unfit(reason.to_owned())
}

#[cfg(test)]
mod tests;
