//! What pages load: the style sheet, the icon, and the client that wakes islands. All
//! are inside the program; each address names its content, so browsers keep it for
//! good.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest as _, Sha256};

include!(concat!(env!("OUT_DIR"), "/client.rs"));

/// Kept for good: other content has another address.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Hexadecimal digits of a content's digest in its address.
const DIGITS: usize = 16;

pub(crate) const STYLE: &str = concat!(
    include_str!("../style/tokens.css"),
    include_str!("../style/base.css"),
    include_str!("../style/layout.css"),
    include_str!("../style/components.css"),
    include_str!("../style/charts.css"),
    include_str!("../style/print.css"),
);

const ICON: &str = include_str!("../style/icon.svg");

/// What begins the work in a browser; the names of the two others are filled in.
const START: &str = include_str!("../client/start.js");

/// One file.
pub struct Asset {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
    brotli: Option<&'static [u8]>,
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, bytes: &[u8]) -> Self {
        let digest = format!("{:x}", Sha256::digest(bytes));
        let digits = digest.get(..DIGITS).unwrap_or_default();
        Self {
            name: format!("{stem}.{digits}.{ending}"),
            kind,
            bytes: bytes.to_vec(),
            brotli: None,
        }
    }

    /// The same with what it is when compressed.
    fn compressed(mut self, brotli: &'static [u8]) -> Self {
        self.brotli = Some(brotli);
        self
    }

    /// Where browsers get it.
    pub fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

struct Assets {
    style: Asset,
    icon: Asset,
    client: Option<Client>,
}

struct Client {
    start: Asset,
    script: Asset,
    module: Asset,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: Asset::new("style", "css", "text/css; charset=utf-8", STYLE.as_bytes()),
    icon: Asset::new("icon", "svg", "image/svg+xml", ICON.as_bytes()),
    client: client(),
});

/// The client, if it was built before the server.
fn client() -> Option<Client> {
    let [script, small_script, module, small_module] = CLIENT?;
    let javascript = "text/javascript; charset=utf-8";
    let script = Asset::new("client", "js", javascript, script).compressed(small_script);
    let module = Asset::new("client", "wasm", "application/wasm", module).compressed(small_module);
    let start = START
        .replace("./client.js", &script.address())
        .replace("./client.wasm", &module.address());
    Some(Client {
        start: Asset::new("start", "js", javascript, start.as_bytes()),
        script,
        module,
    })
}

/// The style sheet.
pub fn style() -> &'static Asset {
    &ASSETS.style
}

/// The icon.
pub fn icon() -> &'static Asset {
    &ASSETS.icon
}

/// What wakes islands; nothing, if the client was not built.
pub fn start() -> Option<&'static Asset> {
    ASSETS.client.as_ref().map(|client| &client.start)
}

fn find(name: &str) -> Option<&'static Asset> {
    let assets = &*ASSETS;
    let client = assets.client.iter();
    let client = client.flat_map(|client| [&client.start, &client.script, &client.module]);
    let mut all = [&assets.style, &assets.icon].into_iter().chain(client);
    all.find(|asset| asset.name == name)
}

/// `GET /assets/{name}`
pub(crate) async fn get_asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut answer = match asset.brotli {
        Some(small) if takes_brotli(&headers) => {
            let encoding = (header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            ([encoding], small).into_response()
        }
        _ => asset.bytes.as_slice().into_response(),
    };
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_GOOD));
    let vary = HeaderValue::from_static("accept-encoding");
    headers.insert(header::VARY, vary);
    answer
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let value = headers.get(header::ACCEPT_ENCODING);
    let value = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value.split(',').any(|one| {
        one.split(';')
            .next()
            .is_some_and(|name| name.trim() == "br")
    })
}
