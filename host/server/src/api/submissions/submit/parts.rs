//! The parts of a submission's body, each once, none larger than it may be.

use std::path::Path;

use axum::extract::{
    FromRequest as _, Multipart, Request,
    multipart::{Field, MultipartError},
};
use pilotbox_model::{
    Digest,
    api::{problem::Code, submissions::Dossier},
};

use crate::{
    api::{
        submissions::{dossier, files::demand_pdf},
        text::demand_key,
        uploads::file::{Arrived, Arriving, broken, starts_with},
    },
    problem::Problem,
    state::AppState,
};

/// What a component begins with: the magic number of WebAssembly.
const WASM_MAGIC: &[u8] = b"\0asm";

/// Longest dossier in bytes: its texts at four bytes a character, and escapes.
const DOSSIER_BYTES: usize = 1 << 20;

/// Longest id of an upload.
const ID_BYTES: usize = 64;

/// Where the plugin is.
pub(super) enum PluginPart {
    /// It came with the request.
    File(Arrived),
    /// It came by an upload in parts.
    Upload(String),
}

/// The body, taken apart.
pub(super) struct Parts {
    pub(super) plugin: PluginPart,
    pub(super) document: Option<Arrived>,
    dossier: Dossier,
}

/// What has been found so far.
#[derive(Default)]
struct Found {
    plugin: Option<Arrived>,
    upload: Option<String>,
    dossier: Option<Dossier>,
    document: Option<Arrived>,
}

impl Parts {
    /// Over all that the request asks for, files by their digests.
    pub(super) fn digest(&self, challenge: &str, organisation: &str) -> Digest {
        let plugin = match &self.plugin {
            PluginPart::File(file) => file.digest.to_string(),
            PluginPart::Upload(id) => format!("upload {id}"),
        };
        let document = self.document.as_ref().map(|file| file.digest.to_string());
        let dossier = serde_json::to_string(&self.dossier).unwrap_or_default();
        let parts = [
            "submission",
            challenge,
            organisation,
            &plugin,
            &dossier,
            document.as_deref().unwrap_or_default(),
        ];
        Digest::of_parts(parts.map(str::as_bytes))
    }

    pub(super) fn dossier_json(&self) -> Result<String, Problem> {
        serde_json::to_string(&self.dossier).map_err(Problem::internal)
    }
}

/// Reads the body as it arrives.
pub(super) async fn read(state: &AppState, request: Request) -> Result<Parts, Problem> {
    let multipart = Multipart::from_request(request, state).await;
    let mut multipart = multipart.map_err(|_| {
        Problem::new(Code::UnsupportedMediaType).hint("send `content-type: multipart/form-data`")
    })?;
    let mut found = Found::default();
    while let Some(field) = multipart.next_field().await.map_err(|error| cut(&error))? {
        found.take(state, field).await?;
    }
    found.whole().await
}

impl Found {
    async fn take(&mut self, state: &AppState, field: Field<'_>) -> Result<(), Problem> {
        let limits = &state.config.limits;
        match field.name() {
            Some("plugin") if self.plugin.is_none() => {
                let most = limits.component_bytes.get();
                self.plugin = Some(file(state, field, most).await?);
            }
            Some("document") if self.document.is_none() => {
                let most = limits.dossier_bytes.get();
                self.document = Some(file(state, field, most).await?);
            }
            Some("dossier") if self.dossier.is_none() => {
                self.dossier = Some(dossier::parse(&text(field, DOSSIER_BYTES).await?)?);
            }
            Some("upload") if self.upload.is_none() => {
                let id = String::from_utf8(text(field, ID_BYTES).await?).ok();
                let id = id.ok_or_else(|| bad("`upload` is no id"))?;
                self.upload = Some(demand_key("upload", Some(id))?);
            }
            Some("plugin" | "document" | "dossier" | "upload") => {
                return Err(bad("a part of the body is there twice"));
            }
            _ => {
                return Err(bad("the body has a part that is not known")
                    .hint("the parts are `plugin` or `upload`, `dossier`, and `document`"));
            }
        }
        Ok(())
    }

    async fn whole(self) -> Result<Parts, Problem> {
        let plugin = match (self.plugin, self.upload) {
            (Some(file), None) => {
                demand_component(&file.path).await?;
                PluginPart::File(file)
            }
            (None, Some(id)) => PluginPart::Upload(id),
            (Some(_), Some(_)) => return Err(bad("both `plugin` and `upload` are there")),
            (None, None) => return Err(bad("`plugin` is missing")),
        };
        if let Some(document) = &self.document {
            demand_pdf(document).await?;
        }
        Ok(Parts {
            plugin,
            document: self.document,
            dossier: self.dossier.ok_or_else(|| bad("`dossier` is missing"))?,
        })
    }
}

/// Demands that a file is WebAssembly at all. Whether it fits is looked at by a
/// worker; a wrong file need not cost quota.
pub(super) async fn demand_component(path: &Path) -> Result<(), Problem> {
    if starts_with(path, WASM_MAGIC).await? {
        return Ok(());
    }
    Err(Problem::new(Code::Rejected)
        .detail("`plugin` is no WebAssembly")
        .hint("`pilotbox build` makes a component"))
}

async fn file(state: &AppState, mut field: Field<'_>, most: u64) -> Result<Arrived, Problem> {
    let mut arriving = Arriving::begin(state, most).await?;
    while let Some(chunk) = field.chunk().await.map_err(|error| cut(&error))? {
        arriving.write(&chunk).await?;
    }
    arriving.end().await
}

async fn text(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| cut(&error))? {
        if bytes.len().saturating_add(chunk.len()) > most {
            return Err(Problem::new(Code::TooLarge)
                .detail(format!("a text of the body is longer than {most} bytes")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The body ended too early, was cut off, or is no multipart.
fn cut(error: &MultipartError) -> Problem {
    broken(error)
}

fn bad(what: &str) -> Problem {
    Problem::new(Code::BadRequest).detail(what)
}
