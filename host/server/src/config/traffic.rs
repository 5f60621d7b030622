//! `[server]` and `[limits]`: where it listens, and what one client may ask.

use std::{
    net::SocketAddr,
    num::{NonZeroU32, NonZeroU64},
    path::PathBuf,
};

use ipnet::IpNet;
use pilotbox_model::{MEBIBYTE, api::accounts::Language};
use serde::{Deserialize, Serialize};

use super::Ceiling;

/// `[server]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port.
    pub listen: SocketAddr,
    /// The origin that people see, for links, cookies and the check of origins.
    pub public_url: Option<String>,
    /// The folder of everything that is not placed elsewhere.
    pub data: PathBuf,
    /// Certificate and key, where no proxy has them.
    pub tls: Option<TlsConfig>,
    /// Networks whose `x-forwarded-for` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Networks that may read `/metrics`; only direct connections count.
    pub metrics_allow: Vec<IpNet>,
    /// The language of those who ask for none.
    pub language: Language,
    /// How long a stopping server waits for requests that it has begun.
    pub drain_seconds: u64,
}

/// `[server.tls]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsConfig {
    /// The chain of certificates in PEM.
    pub certificate: PathBuf,
    /// The key in PEM.
    pub key: PathBuf,
}

/// `[limits]`: each says what accident or attack it prevents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Bytes of a body that is no upload: memory filled by JSON.
    pub body_bytes: NonZeroU64,
    /// Bytes of an uploaded component.
    pub component_bytes: NonZeroU64,
    /// Bytes of an uploaded challenge pack.
    pub pack_bytes: NonZeroU64,
    /// Bytes of a dossier with its files.
    pub dossier_bytes: NonZeroU64,
    /// Bytes of raw data. Its work may take up to 18 times as much memory, a table of up
    /// to 16 times and two copies of the file: one file that takes all of it.
    pub raw_data_bytes: NonZeroU64,
    /// Requests that one address may make in a minute: floods.
    pub address_requests_per_minute: NonZeroU32,
    /// Requests of one account in a minute, whatever its addresses.
    pub account_requests_per_minute: NonZeroU32,
    /// Requests without an account of one address in a minute.
    pub anonymous_requests_per_minute: NonZeroU32,
    /// Tries to sign in of one address in a minute: guessed passwords.
    pub sign_ins_per_minute: NonZeroU32,
    /// Connections at once: file handles used up.
    pub connections: NonZeroU32,
    /// Requests that are worked on at once: queues without end.
    pub concurrent_requests: NonZeroU32,
    /// Of those, requests of one address: every place held by bodies that never come.
    pub address_concurrent_requests: NonZeroU32,
    /// Seconds for one request that is no upload: workers held for ever.
    pub request_timeout_seconds: NonZeroU64,
    /// Seconds without a byte in an upload, or on any connection.
    pub idle_timeout_seconds: NonZeroU64,
    /// Seconds to send the head of a request: heads sent drop by drop.
    pub header_timeout_seconds: NonZeroU64,
    /// Uploads at once: memory and disk.
    pub concurrent_uploads: NonZeroU32,
    /// Of those, uploads from one address: every place held before a challenge closes.
    pub address_concurrent_uploads: NonZeroU32,
    /// Of those, uploads of one account, whatever its addresses: the same from several.
    pub account_concurrent_uploads: NonZeroU32,
    /// Bytes that stay free on the data disk: uploads are refused before.
    pub min_free_disk_bytes: u64,
    /// Streams of events at once.
    pub event_streams: NonZeroU32,
    /// Of those, streams of one address: every place held by one who does not read.
    pub address_event_streams: NonZeroU32,
    /// What no manifest may exceed.
    pub ceiling: Ceiling,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            data: PathBuf::from("pilotbox-data"),
            tls: None,
            trusted_proxies: Vec::new(),
            metrics_allow: loopback(),
            language: Language::Bg,
            drain_seconds: 10,
        }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            body_bytes: mebibytes(1),
            component_bytes: mebibytes(64),
            pack_bytes: mebibytes(512),
            dossier_bytes: mebibytes(10),
            raw_data_bytes: mebibytes(64),
            address_requests_per_minute: times(6000),
            account_requests_per_minute: times(1200),
            anonymous_requests_per_minute: times(3000),
            sign_ins_per_minute: times(10),
            connections: times(2048),
            concurrent_requests: times(256),
            address_concurrent_requests: times(32),
            request_timeout_seconds: seconds(30),
            idle_timeout_seconds: seconds(60),
            header_timeout_seconds: seconds(10),
            concurrent_uploads: times(32),
            address_concurrent_uploads: times(4),
            account_concurrent_uploads: times(2),
            min_free_disk_bytes: 1024 * MEBIBYTE,
            event_streams: times(512),
            address_event_streams: times(16),
            ceiling: Ceiling::default(),
        }
    }
}

fn loopback() -> Vec<IpNet> {
    let four = IpNet::new(std::net::Ipv4Addr::LOCALHOST.into(), 8);
    let six = IpNet::new(std::net::Ipv6Addr::LOCALHOST.into(), 128);
    four.into_iter().chain(six).map(|net| net.trunc()).collect()
}

fn mebibytes(count: u64) -> NonZeroU64 {
    seconds(count * MEBIBYTE)
}

fn seconds(value: u64) -> NonZeroU64 {
    NonZeroU64::new(value).unwrap_or(NonZeroU64::MIN)
}

fn times(value: u32) -> NonZeroU32 {
    NonZeroU32::new(value).unwrap_or(NonZeroU32::MIN)
}
