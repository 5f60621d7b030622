use std::{fs, path::Path};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::*;

fn message() -> Message {
    Message {
        to: EmailAddress::parse("ana@example.org").expect("an address"),
        text: texts::confirm(
            Language::Bg,
            "https://pilots.example.org/confirm?secret=abc",
        ),
        language: Language::Bg,
    }
}

fn mailer(settings: MailSettings) -> Mailer {
    Mailer::new("Pilotbox <pilots@example.org>", settings).expect("settings that can work")
}

fn mails(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder").flatten();
    let read = |entry: fs::DirEntry| fs::read_to_string(entry.path()).expect("a mail");
    entries.map(read).collect()
}

#[tokio::test]
async fn a_mail_in_the_folder_can_be_read_by_eye() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let below = folder.path().join("outbox");
    let mailer = mailer(MailSettings::Folder(below.clone()));
    mailer.send(&message()).await?;
    mailer.send(&message()).await?;
    let mails = mails(&below);
    assert_eq!(mails.len(), 2);
    let (head, body) = mails[0].split_once("\r\n\r\n").ok_or("no body")?;
    for line in [
        "From: Pilotbox <pilots@example.org>",
        "To: ana@example.org",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "Content-Language: bg",
        "Auto-Submitted: auto-generated",
    ] {
        assert!(head.lines().any(|got| got == line), "{line} in {head}");
    }
    assert!(
        head.lines().any(|line| line.starts_with("Date: ")),
        "{head}"
    );
    assert!(head.is_ascii(), "{head}");
    assert!(
        body.lines()
            .any(|line| line == "https://pilots.example.org/confirm?secret=abc")
    );
    assert!(body.contains("Връзката важи 24 часа"));
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_folder() -> Result<(), Box<dyn std::error::Error>> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir()?;
    let below = folder.path().join("outbox");
    mailer(MailSettings::Folder(below.clone()))
        .send(&message())
        .await?;
    let mode = |path: &Path| fs::metadata(path).map(|about| about.permissions().mode() & 0o777);
    assert_eq!(mode(&below)?, 0o700);
    let mail = fs::read_dir(&below)?.next().ok_or("no mail")??;
    assert_eq!(mode(&mail.path())?, 0o600);
    Ok(())
}

#[tokio::test]
async fn a_full_folder_takes_no_more() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut mailer = mailer(MailSettings::Folder(folder.path().to_owned()));
    let small = folder::Folder::with_max_mails(folder.path().to_owned(), 2);
    mailer.delivery = Delivery::Folder(small);
    mailer.send(&message()).await?;
    mailer.send(&message()).await?;
    let refused = mailer.send(&message()).await;
    assert!(matches!(
        refused,
        Err(MailError::FolderFull { mails: 2, .. })
    ));
    assert_eq!(mails(folder.path()).len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_named() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("a file");
    fs::write(&file, "")?;
    let refused = mailer(MailSettings::Folder(file.join("below")))
        .send(&message())
        .await;
    let error = refused.expect_err("a file is no folder").to_string();
    assert!(error.contains("a file/below"), "{error}");
    Ok(())
}

#[tokio::test]
async fn what_is_unfit_is_not_sent() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mailer = mailer(MailSettings::Folder(folder.path().to_owned()));
    let with = |subject: &str, body: String| Message {
        text: Text {
            subject: subject.to_owned(),
            body,
        },
        ..message()
    };
    let long_subject = "s".repeat(SUBJECT_CHARS + 1);
    for bad in [
        with("a\r\nBcc: x@example.org", String::new()),
        with("a\nb", String::new()),
        with(&long_subject, String::new()),
        with("a", "line\n".repeat(BODY_BYTES / 5 + 1)),
        with("a", "x".repeat(LINE_BYTES + 1)),
        with("a", "a\0b".to_owned()),
        with("a", "a\rb".to_owned()),
    ] {
        let refused = mailer.send(&bad).await;
        assert!(
            matches!(refused, Err(MailError::Unfit(_))),
            "{:?}",
            bad.text.subject
        );
    }
    assert!(mails(folder.path()).is_empty());
    mailer
        .send(&with("a", "line\n".repeat(BODY_BYTES / 5)))
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_server_gets_the_mail() -> Result<(), Box<dyn std::error::Error>> {
    let (settings, server) = server("250 accepted").await?;
    mailer(settings).send(&message()).await?;
    let said = server.await??;
    assert!(
        said.contains(&"MAIL FROM:<pilots@example.org>".to_owned()),
        "{said:?}"
    );
    assert!(
        said.contains(&"RCPT TO:<ana@example.org>".to_owned()),
        "{said:?}"
    );
    assert!(
        said.contains(&"Content-Language: bg".to_owned()),
        "{said:?}"
    );
    // Nothing but ASCII is sent to a server that has not said that it takes more.
    assert!(said.iter().all(|line| line.is_ascii()), "{said:?}");
    Ok(())
}

#[tokio::test]
async fn a_server_s_refusal_is_told_from_its_delay() -> Result<(), Box<dyn std::error::Error>> {
    let (settings, _server) = server("550 no such mailbox").await?;
    let refused = mailer(settings).send(&message()).await;
    assert!(matches!(refused, Err(MailError::Refused(_))), "{refused:?}");
    let (settings, _server) = server("451 come back later").await?;
    let later = mailer(settings).send(&message()).await;
    assert!(matches!(later, Err(MailError::Unreachable(_))), "{later:?}");
    let (settings, closed) = server("250 accepted").await?;
    closed.abort();
    assert!(closed.await.is_err_and(|error| error.is_cancelled()));
    let gone = mailer(settings).send(&message()).await;
    assert!(matches!(gone, Err(MailError::Unreachable(_))), "{gone:?}");
    Ok(())
}

#[test]
fn settings_that_leave_mails_unprotected_are_refused() {
    let settings = |host: &str, security| SmtpSettings {
        host: host.to_owned(),
        port: None,
        security,
        credentials: Some(("pilots".to_owned(), "hunter2 hunter2".to_owned())),
    };
    let new = |settings| Mailer::new("pilots@example.org", MailSettings::Smtp(settings));
    let open = new(settings("mail.example.org", SmtpSecurity::None));
    assert!(matches!(open, Err(MailError::Settings(_))));
    assert!(new(settings("127.0.0.1", SmtpSecurity::None)).is_ok());
    assert!(new(settings("mail.example.org", SmtpSecurity::Tls)).is_ok());
    assert!(new(settings("mail.example.org", SmtpSecurity::StartTls)).is_ok());
    let shown = format!("{:?}", settings("mail.example.org", SmtpSecurity::Tls));
    assert!(!shown.contains("hunter2"), "{shown}");
    let folder = MailSettings::Folder("outbox".into());
    assert!(Mailer::new("pilots@example.org\r\nBcc: x@example.org", folder).is_err());
}

type Said = JoinHandle<std::io::Result<Vec<String>>>;

/// A server on this machine that answers `RCPT` as told and takes one mail.
async fn server(recipient: &'static str) -> std::io::Result<(MailSettings, Said)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let serve = async move {
        let (connection, _) = listener.accept().await?;
        take(connection, recipient).await
    };
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        security: SmtpSecurity::None,
        credentials: None,
    };
    Ok((MailSettings::Smtp(settings), tokio::spawn(serve)))
}

async fn take(mut connection: TcpStream, recipient: &str) -> std::io::Result<Vec<String>> {
    let (reader, mut writer) = connection.split();
    writer.write_all(b"220 test\r\n").await?;
    let mut lines = BufReader::new(reader).lines();
    let (mut said, mut is_data) = (Vec::new(), false);
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        let answer = match (is_data, verb) {
            (true, ".") => "250 taken",
            (true, _) => "",
            (false, "RCPT") => recipient,
            (false, "DATA") => "354 go on",
            (false, "QUIT") => "221 bye",
            (false, _) => "250 test",
        };
        is_data = (is_data && verb != ".") || answer.starts_with("354");
        if !answer.is_empty() {
            writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        said.push(line);
        if answer.starts_with("221") {
            break;
        }
    }
    Ok(said)
}
