//! A folder of `.eml` files: what a small installation, and every test, has in
//! place of a mail server. Holds links with secrets, so nobody else may read it.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use pilotbox_store::new_id;
use tokio::task;

use super::MailError;

/// Mails that the folder may hold, so that a flood of registrations fills no disk.
const MAX_MAILS: usize = 10_000;

/// Where mails are laid.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    max_mails: usize,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            max_mails: MAX_MAILS,
        }
    }

    #[cfg(test)]
    pub(super) fn with_max_mails(path: PathBuf, max_mails: usize) -> Self {
        Self { path, max_mails }
    }

    /// Lays a mail in the folder; it is whole as soon as it is there. Names sort
    /// by time.
    pub(super) async fn write(&self, mail: Vec<u8>) -> Result<(), MailError> {
        let (path, max_mails) = (self.path.clone(), self.max_mails);
        let written = task::spawn_blocking(move || write(&path, max_mails, &mail)).await;
        match written {
            Ok(Ok(None)) => Ok(()),
            Ok(Ok(Some(mails))) => Err(MailError::FolderFull {
                folder: self.path.display().to_string(),
                mails,
            }),
            Ok(Err(source)) => Err(self.failed(source)),
            Err(error) => Err(self.failed(io::Error::other(error))),
        }
    }

    fn failed(&self, source: io::Error) -> MailError {
        MailError::Folder {
            folder: self.path.display().to_string(),
            source,
        }
    }
}

/// Writes the mail, or says how many lie there if they are too many.
fn write(folder: &Path, max_mails: usize, mail: &[u8]) -> io::Result<Option<usize>> {
    make(folder)?;
    let mails = fs::read_dir(folder)?.take(max_mails).count();
    if mails >= max_mails {
        return Ok(Some(mails));
    }
    // A temporary file of this library can be read by its owner alone.
    let mut file = tempfile::Builder::new()
        .prefix(".")
        .suffix(".part")
        .tempfile_in(folder)?;
    file.write_all(mail)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(folder.join(format!("{}.eml", new_id())))?;
    Ok(None)
}

#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
