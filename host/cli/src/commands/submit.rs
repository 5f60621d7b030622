//! `pilotbox submit`.

use std::path::Path;

use pilotbox_model::api::submissions::{Dossier, SubmissionView};
use reqwest::{
    Method,
    blocking::multipart::{Form, Part},
};

use super::status;
use crate::{
    arguments::client::Submit,
    client::{Client, id, json, upload_in_parts},
    exit::{Exit, Failure},
    files,
    show::{self, Page},
};

/// Components above this go in parts, so that a connection that breaks costs one.
const WHOLE_BYTES: usize = 8 * 1024 * 1024;

/// Bytes of a component that are sent at most: the server has its own bound.
const MAX_PLUGIN_BYTES: u64 = 1 << 30;

pub(crate) fn submit(arguments: &Submit) -> Result<(), Failure> {
    let client = Client::signed_in(&arguments.at.place())?;
    let challenge = id(&arguments.challenge)?;
    let parts = Parts::read(arguments)?;
    let upload = parts.upload(&client)?;
    // One key for all tries: however often it is sent, it is submitted once.
    let key = pilotbox_store::new_id();
    let path = match &arguments.organisation {
        Some(organisation) => {
            format!(
                "challenges/{challenge}/submissions?organisation={}",
                id(organisation)?
            )
        }
        None => format!("challenges/{challenge}/submissions"),
    };
    let form = || parts.form(upload.as_deref());
    let sent = client.send_form(Method::POST, &path, Some(&key), form);
    let submission: SubmissionView = sent.and_then(json).map_err(uncertain)?;
    if arguments.watch {
        if !arguments.json {
            anstream::eprintln!("submitted: {}", submission.id);
        }
        return status::watch(&client, &submission, arguments.json);
    }
    if arguments.json {
        return show::json(&submission);
    }
    let mut page = Page::default();
    page.line(format_args!("submitted: {}", submission.id));
    page.line(format_args!(
        "next: `pilotbox status {} --watch`",
        submission.id
    ));
    page.print()
}

/// What is sent.
struct Parts {
    plugin: Vec<u8>,
    dossier: String,
    document: Option<Vec<u8>>,
}

impl Parts {
    fn read(arguments: &Submit) -> Result<Self, Failure> {
        let mut dossier = match &arguments.dossier {
            Some(path) => read_dossier(path)?,
            None => Dossier::default(),
        };
        if let Some(title) = &arguments.title {
            dossier.title.clone_from(title);
        }
        if dossier.title.is_empty() {
            let name = arguments.plugin.file_stem().unwrap_or_default();
            dossier.title = name.to_string_lossy().into_owned();
        }
        let document = arguments.document.as_deref().map(files::read).transpose()?;
        Ok(Self {
            plugin: files::read_component(&arguments.plugin, MAX_PLUGIN_BYTES)?,
            dossier: serde_json::to_string(&dossier)
                .map_err(|error| Failure::new(Exit::Host, error))?,
            document,
        })
    }

    /// Sends a large component ahead, and tells the upload's id.
    fn upload(&self, client: &Client) -> Result<Option<String>, Failure> {
        if self.plugin.len() <= WHOLE_BYTES {
            return Ok(None);
        }
        let bar = show::bytes_bar("upload", Some(self.plugin.len() as u64));
        upload_in_parts(client, &self.plugin, &bar).map(Some)
    }

    fn form(&self, upload: Option<&str>) -> Form {
        let form = Form::new().text("dossier", self.dossier.clone());
        let form = match upload {
            Some(upload) => form.text("upload", upload.to_owned()),
            None => form.part("plugin", file(&self.plugin, "plugin.wasm")),
        };
        match &self.document {
            Some(document) => form.part("document", file(document, "document.pdf")),
            None => form,
        }
    }
}

/// A server that was lost on the way may have taken it.
fn uncertain(failure: Failure) -> Failure {
    if failure.exit() != Exit::Server || failure.problem().is_some() {
        return failure;
    }
    let message = failure.message().unwrap_or_default();
    Failure::new(
        Exit::Server,
        format!(
            "{message}; whether it was submitted is not known: `pilotbox status` lists what was"
        ),
    )
}

/// A file under a name of ours: what it is called here is nobody's business.
fn file(bytes: &[u8], name: &'static str) -> Part {
    Part::bytes(bytes.to_vec()).file_name(name)
}

fn read_dossier(path: &Path) -> Result<Dossier, Failure> {
    let text = String::from_utf8(files::read(path)?)
        .map_err(|_| Failure::usage(format!("`{}` is not text", path.display())))?;
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    let parsed = if is_json {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        toml::from_str(&text).map_err(|error| error.to_string())
    };
    parsed.map_err(|error| Failure::usage(format!("`{}`: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dossier(name: &str, text: &str) -> Result<Dossier, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        read_dossier(&path)
    }

    #[test]
    fn a_dossier_is_toml_or_json() {
        let toml = dossier("a.toml", "title = 'Seasons'\ncost_eur = 5\n").unwrap();
        let json = dossier("a.json", r#"{"title":"Seasons","cost_eur":5}"#).unwrap();
        assert_eq!(toml, json);
        assert_eq!(toml.cost_eur, Some(5));
        assert!(dossier("a.toml", "titel = 'Seasons'").is_err());
        assert!(dossier("a.json", "title = 'Seasons'").is_err());
    }
}
