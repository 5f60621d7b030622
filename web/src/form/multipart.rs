//! Forms with files. A file goes to the disk as it arrives, never whole into memory,
//! and only after the form has proved to be ours and whoever sends it to have the
//! right; it is gone with the request, or with the server. Raw data of the city goes
//! into memory instead: on a disk its plain bytes could be found later.

mod held;

use std::io;

use axum::{
    body::Body,
    extract::{
        FromRequest, Multipart,
        multipart::{Field, MultipartError},
    },
    http::{Request, StatusCode},
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, stream};
use pilotbox_model::api::{accounts::Role, problem::Code};

use self::held::{Held, Stream};
use super::{CSRF_FIELD, Fields, visit_of, vouch};
use crate::{
    failure::Failure,
    pages::trouble,
    visit::{FileRules, Portal, Visit},
};

/// Most bytes of all texts of a form with files.
const TEXT_BYTES: usize = 512 << 10;

/// Most fields and files.
const PARTS: usize = 64;

/// Most characters of a file's name that are handed on; no folder takes longer ones.
const NAME_CHARS: usize = 200;

/// Below this address the forms are those of staff.
const OF_STAFF: &str = "/staff/";

/// A file of a form.
pub struct SentFile {
    /// The field that it was chosen in.
    pub field: String,
    /// What it was called where it was chosen, without folders.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    held: Held,
}

/// A form with files.
pub struct SentFiles {
    /// Who sent it.
    pub visit: Visit,
    /// What was filled in.
    pub fields: Fields,
    /// What was chosen.
    pub files: Vec<SentFile>,
    /// Why not all of it was taken, if so.
    pub failure: Option<Failure>,
}

/// A form with raw data: its file is in memory, and taken from readers alone.
pub struct SentRaw(pub SentFiles);

/// Where the files of a form wait.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    OnDisk,
    InMemory,
}

impl SentFiles {
    /// The file of a field; nothing, if none was chosen.
    pub fn file(&self, field: &str) -> Option<&SentFile> {
        let found = self.files.iter().find(|file| file.field == field);
        found.filter(|file| file.bytes > 0)
    }
}

impl SentFile {
    /// Its bytes as a body.
    pub fn body(&self) -> Result<Body, Failure> {
        Ok(Body::from_stream(self.held.stream()?))
    }
}

impl FromRequest<Portal> for SentFiles {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, portal: &Portal) -> Result<Self, Response> {
        Self::taken(request, portal, Waiting::OnDisk).await
    }
}

impl FromRequest<Portal> for SentRaw {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, portal: &Portal) -> Result<Self, Response> {
        let sent = SentFiles::taken(request, portal, Waiting::InMemory);
        sent.await.map(Self)
    }
}

impl SentFiles {
    async fn taken(
        request: Request<Body>,
        portal: &Portal,
        waiting: Waiting,
    ) -> Result<Self, Response> {
        let kind = request.headers().get("content-type").cloned();
        let (visit, body) = visit_of(request, portal).await?;
        let mut request = Request::new(body);
        if let Some(kind) = kind {
            request.headers_mut().insert("content-type", kind);
        }
        let Ok(multipart) = Multipart::from_request(request, &()).await else {
            let failure = Failure::new(Code::UnsupportedMediaType);
            return Err(trouble::page(&visit, &failure).into_response());
        };
        let mut sent = Self {
            visit,
            fields: Fields::default(),
            files: Vec::new(),
            failure: None,
        };
        let took = sent.take_all(multipart, &portal.files, waiting).await;
        sent.failure = took.err();
        let fields = sent.fields.clone();
        vouch(&mut sent.visit, &fields);
        Ok(sent)
    }

    async fn take_all(
        &mut self,
        mut multipart: Multipart,
        rules: &FileRules,
        waiting: Waiting,
    ) -> Result<(), Failure> {
        let mut text_bytes = TEXT_BYTES;
        for _ in 0..PARTS {
            let Some(field) = multipart
                .next_field()
                .await
                .map_err(|error| broken(rules, &error))?
            else {
                return Ok(());
            };
            let name = field.name().unwrap_or_default().to_owned();
            if field.file_name().is_none() {
                let text = text(field, &mut text_bytes, rules).await?;
                self.fields.push(name, text);
            } else {
                self.demand_right()?;
                if waiting == Waiting::InMemory {
                    self.demand_reader().await?;
                }
                let file = keep(field, self.most_bytes(rules), rules, waiting).await?;
                self.files.push(file);
            }
        }
        Err(Failure::new(Code::BadRequest))
    }

    /// Nothing is kept for a page of another site, nor for whoever the API will refuse
    /// after the last byte: else every account could fill the disk.
    fn demand_right(&self) -> Result<(), Failure> {
        let viewer = self.visit.demand_viewer()?;
        if self.fields.typed(CSRF_FIELD) != viewer.csrf {
            return Err(Failure::new(Code::ForeignForm));
        }
        if self.is_of_staff() {
            self.visit.demand_role(Role::Staff)?;
        } else if viewer.me.organisations.is_empty() {
            return Err(Failure::new(Code::NotAllowed));
        }
        Ok(())
    }

    /// The same of raw data, which readers alone bring.
    async fn demand_reader(&self) -> Result<(), Failure> {
        let named = self.visit.path.strip_prefix("/staff/data/");
        let id = named.and_then(|rest| rest.strip_suffix("/raw"));
        let id = id.ok_or_else(Failure::missing)?;
        let inside = self.visit.api.data_set(id).await?.inside;
        if inside.is_some_and(|inside| inside.may_read) {
            return Ok(());
        }
        Err(Failure::new(Code::NotAllowed))
    }

    fn is_of_staff(&self) -> bool {
        self.visit.path.starts_with(OF_STAFF)
    }

    fn most_bytes(&self, rules: &FileRules) -> u64 {
        if self.is_of_staff() {
            rules.staff_bytes
        } else {
            rules.startup_bytes
        }
    }
}

async fn text(
    mut field: Field<'_>,
    left: &mut usize,
    rules: &FileRules,
) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(rules, &error))? {
        *left = left
            .checked_sub(chunk.len())
            .ok_or_else(|| Failure::new(Code::TooLarge))?;
        bytes.extend_from_slice(&chunk);
    }
    let text = String::from_utf8(bytes).map_err(|_| Failure::new(Code::BadRequest))?;
    // Browsers send line ends as networks have them.
    Ok(text.replace("\r\n", "\n"))
}

async fn keep(
    mut part: Field<'_>,
    most: u64,
    rules: &FileRules,
    waiting: Waiting,
) -> Result<SentFile, Failure> {
    let field = part.name().unwrap_or_default().to_owned();
    let name = plain_name(part.file_name().unwrap_or_default());
    let (held, bytes) = match waiting {
        Waiting::OnDisk => held::on_disk(&mut part, most, rules).await?,
        Waiting::InMemory => held::in_memory(&mut part, rules).await?,
    };
    Ok(SentFile {
        field,
        name,
        bytes,
        held,
    })
}

/// A file's name as it can stand in the head of a part: without folders, and without what
/// would end it there.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits = |c: &char| !c.is_control() && *c != '"';
    last.chars().filter(fits).take(NAME_CHARS).collect()
}

/// Why a body ended early: too long and too slow are told from broken.
fn broken(rules: &FileRules, error: &MultipartError) -> Failure {
    tracing::debug!(%error, "a form with files broke off");
    let code = (rules.cut_off)(error).unwrap_or(match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        _ => Code::BadRequest,
    });
    Failure::new(code)
}

/// A body with files for the API: texts first, then files.
#[derive(Default)]
pub struct Outgoing {
    parts: Vec<Part>,
}

enum Part {
    Text(String),
    File(Stream),
}

/// Parts the body. No file holds it: it is drawn anew for each body.
fn boundary() -> String {
    format!("pilotbox-{}", ulid::Ulid::generate())
}

impl Outgoing {
    /// The body and its content type.
    pub fn of(
        texts: &[(&str, &str, String)],
        files: &[(&str, &SentFile)],
    ) -> Result<(String, Body), Failure> {
        let boundary = boundary();
        let mut body = Self::default();
        for (name, kind, text) in texts {
            body.push(format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\ncontent-type: {kind}\r\n\r\n{text}\r\n"
            ));
        }
        for (name, sent) in files {
            // What has no name would not be taken for a file.
            let called = if sent.name.is_empty() {
                name
            } else {
                sent.name.as_str()
            };
            body.push(format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{called}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            ));
            body.parts.push(Part::File(sent.held.stream()?));
            body.push("\r\n".to_owned());
        }
        body.push(format!("--{boundary}--\r\n"));
        let kind = format!("multipart/form-data; boundary={boundary}");
        Ok((kind, body.into_body()))
    }

    fn push(&mut self, text: String) {
        self.parts.push(Part::Text(text));
    }

    fn into_body(self) -> Body {
        let streams = self.parts.into_iter().map(|part| match part {
            Part::Text(text) => {
                let bytes: Result<_, io::Error> = Ok(bytes::Bytes::from(text));
                stream::iter([bytes]).boxed()
            }
            Part::File(file) => file,
        });
        Body::from_stream(stream::iter(streams).flatten())
    }
}

#[cfg(test)]
mod tests;
