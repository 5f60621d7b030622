//! Every key with its default and its meaning: the table of docs/OPERATOR.md. A
//! test holds it against [`super::Config`] and against the document.

use Kind::{List, Number, Switch, Text};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text, taken from the environment as it is.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Switch,
    /// A list.
    List,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name with its sections.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Its default as it would stand in the file; empty if there is none.
    pub default: &'static str,
    /// What it means, and what it prevents where it is a limit.
    pub meaning: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        meaning,
    }
}

/// What a key's value is, if there is such a key.
pub(super) fn kind_of(name: &str) -> Option<Kind> {
    KEYS.iter().find(|key| key.name == name).map(|key| key.kind)
}

/// Every key outside `[[oidc]]`.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("server.listen", Text, r#""127.0.0.1:8080""#, "address and port to listen on"),
    key("server.public_url", Text, "", "the origin that people see; links in mails, the cookies' `Secure` mark and the check of origins follow it"),
    key("server.data", Text, r#""pilotbox-data""#, "folder of everything that is not placed elsewhere"),
    key("server.tls.certificate", Text, "", "chain of certificates in PEM, where no proxy has it"),
    key("server.tls.key", Text, "", "its key in PEM, readable by the server alone"),
    key("server.trusted_proxies", List, "[]", "networks whose `x-forwarded-for` is believed"),
    key("server.metrics_allow", List, r#"["127.0.0.0/8", "::1/128"]"#, "networks that may read `/metrics`, connecting directly"),
    key("server.language", Text, r#""bg""#, "`bg` or `en`: for those who ask for none"),
    key("server.drain_seconds", Number, "10", "how long a stopping server waits for requests that it has begun"),
    key("database.url", Text, "", "`sqlite://FILE` or `postgres://USER@HOST/NAME`; by default `pilotbox.db` in the data folder"),
    key("database.url_file", Text, "", "a file that holds the URL, where it has a password"),
    key("database.max_connections", Number, "16", "connections of one process"),
    key("blobs.kind", Text, r#""folder""#, "`folder` or `s3`"),
    key("blobs.path", Text, "", "the folder; by default `blobs` in the data folder"),
    key("blobs.endpoint", Text, "", "the service, where it is not Amazon's"),
    key("blobs.bucket", Text, "", "the bucket"),
    key("blobs.region", Text, "", "its region"),
    key("blobs.access_key_id", Text, "", "who reads and writes it"),
    key("blobs.secret_access_key", Text, "", "the secret that goes with it"),
    key("blobs.secret_access_key_file", Text, "", "a file that holds the secret"),
    key("blobs.allow_http", Switch, "false", "whether the endpoint may be plain HTTP, as on a private network"),
    key("jobs.workers", Number, "1", "runs that `serve` or one `worker` works on at once; 0 in `serve` leaves them to `worker`"),
    key("jobs.runners", Number, "0", "runner processes of one run; 0 is one for each processor"),
    key("jobs.heartbeat_seconds", Number, "5", "how often a worker says that it lives"),
    key("jobs.orphan_seconds", Number, "15", "after how long without a heartbeat its work is given to another"),
    key("jobs.max_attempts", Number, "5", "tries of one job, the first included"),
    key("jobs.chunk_seconds", Number, "20", "time that a chunk of cases should take: what a crash may lose"),
    key("jobs.grace_seconds", Number, "20", "how long a stopping worker waits for what it has begun"),
    key("mail.kind", Text, r#""folder""#, "`folder` or `smtp`"),
    key("mail.from", Text, r#""Pilotbox <pilotbox@localhost>""#, "whom mail comes from"),
    key("mail.path", Text, "", "the folder; by default `mail` in the data folder"),
    key("mail.host", Text, "", "the mail server"),
    key("mail.port", Number, "", "its port; by default 465, 587 or 25, as the encryption asks"),
    key("mail.encryption", Text, r#""tls""#, "`tls`, `starttls` or `none`"),
    key("mail.username", Text, "", "the account at the mail server"),
    key("mail.password", Text, "", "its password"),
    key("mail.password_file", Text, "", "a file that holds its password"),
    key("accounts.registration", Text, r#""open""#, "`open` to anybody who confirms an address, or `closed` but for invitations"),
    key("accounts.session_hours", Number, "12", "after how long one has to sign in again, whatever one does"),
    key("accounts.idle_minutes", Number, "60", "after how long without a request"),
    key("accounts.require_totp_for", List, r#"["evaluator", "staff", "admin"]"#, "roles that get nowhere without a second factor"),
    key("limits.body_bytes", Number, "1048576", "bytes of a body that is no upload: memory filled by JSON"),
    key("limits.component_bytes", Number, "67108864", "bytes of an uploaded component"),
    key("limits.pack_bytes", Number, "536870912", "bytes of an uploaded challenge pack"),
    key("limits.dossier_bytes", Number, "10485760", "bytes of a dossier with its files"),
    key("limits.raw_data_bytes", Number, "67108864", "bytes of raw data; its work may take up to 18 times as much memory, a table of up to 16 times and two copies of the file: one file that takes all of it"),
    key("limits.address_requests_per_minute", Number, "6000", "requests of one address: floods"),
    key("limits.account_requests_per_minute", Number, "1200", "requests of one account, whatever its addresses"),
    key("limits.anonymous_requests_per_minute", Number, "3000", "requests of one address that carry neither session nor token"),
    key("limits.sign_ins_per_minute", Number, "10", "tries to sign in of one address: guessed passwords"),
    key("limits.connections", Number, "2048", "connections at once: file handles used up"),
    key("limits.concurrent_requests", Number, "256", "requests worked on at once: queues without end"),
    key("limits.address_concurrent_requests", Number, "32", "of those, requests of one address: every place held by bodies that never come"),
    key("limits.request_timeout_seconds", Number, "30", "time of a request that is no upload: workers held for ever"),
    key("limits.idle_timeout_seconds", Number, "60", "time without a byte on a connection, or in an upload"),
    key("limits.header_timeout_seconds", Number, "10", "time to send the head of a request: heads sent drop by drop"),
    key("limits.concurrent_uploads", Number, "32", "uploads at once: memory and disk"),
    key("limits.address_concurrent_uploads", Number, "4", "of those, uploads from one address: every place held before a challenge closes"),
    key("limits.account_concurrent_uploads", Number, "2", "of those, uploads of one account, whatever its addresses: the same from several"),
    key("limits.min_free_disk_bytes", Number, "1073741824", "bytes that stay free on the data disk; uploads are refused before"),
    key("limits.event_streams", Number, "512", "streams of events at once"),
    key("limits.address_event_streams", Number, "16", "of those, streams of one address: every place held by one who does not read"),
    key("limits.ceiling.fuel", Number, "100000000000", "fuel of a plugin in one case, at most"),
    key("limits.ceiling.harness_fuel", Number, "100000000000", "fuel of a harness in one case, at most"),
    key("limits.ceiling.wall_clock_ms", Number, "120000", "wall clock of one case, at most"),
    key("limits.ceiling.memory_bytes", Number, "1073741824", "bytes of a plugin's memories, at most"),
    key("limits.ceiling.harness_memory_bytes", Number, "1073741824", "bytes of a harness's memories, at most"),
    key("limits.ceiling.table_elements", Number, "1000000", "elements of the tables of one side, at most"),
    key("limits.ceiling.log_bytes", Number, "1048576", "bytes of log of one case, at most"),
    key("limits.ceiling.output_bytes", Number, "67108864", "bytes that a case may hand to the host, at most"),
    key("limits.ceiling.component_bytes", Number, "67108864", "bytes of a component, at most"),
    key("quota.per_day", Number, "10", "submissions of one startup to one challenge in a day, where the challenge says nothing"),
    key("quota.per_phase", Number, "100", "in a phase"),
    key("quota.concurrent", Number, "2", "that wait or run at once"),
    key("cache.path", Text, "", "folder of compiled code; by default `cache` in the data folder; never on a shared disk, for what lies there is run"),
    key("cache.budget_bytes", Number, "4294967296", "bytes of compiled code that are kept; the least recently used go first"),
    key("log.format", Text, r#""text""#, "`text` or `json`"),
    key("log.filter", Text, r#""info""#, "which events, such as `info,pilotbox_server=debug`"),
    key("keys.signing", Text, "", "the key that signs; by default `keys/signing.pem` in the data folder"),
    key("keys.trusted", Text, "", "the list of public keys, past ones included; by default `keys/trusted.toml` in the data folder"),
    key("keys.data", Text, "", "the key that raw data is encrypted with; by default `keys/data.key` in the data folder; in no backup"),
    key("keys.issuer", Text, r#""pilotbox""#, "the name under which the keys are listed"),
];

/// The keys of each `[[oidc]]`.
#[rustfmt::skip]
pub const OIDC_KEYS: &[Key] = &[
    key("id", Text, "", "its name in URLs: lower-case letters, digits and hyphens"),
    key("title", Text, "", "what its button says: `{ bg = \"…\", en = \"…\" }`"),
    key("issuer", Text, "", "its issuer URL"),
    key("client_id", Text, "", "what this installation is called there"),
    key("client_secret", Text, "", "the secret that goes with it"),
    key("client_secret_file", Text, "", "a file that holds the secret"),
    key("scopes", List, r#"["openid", "email", "profile"]"#, "what is asked for"),
    key("roles", List, "[]", "which claims give which roles: `{ claim = \"…\", value = \"…\", role = \"staff\" }`"),
    key("allow_loopback_http", Switch, "false", "whether the issuer may be plain HTTP on this very machine"),
    key("counts_as_second_factor", Switch, "false", "whether signing in there is as good as a second factor here"),
];
