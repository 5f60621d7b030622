use std::{
    fs, io,
    net::SocketAddr,
    num::{NonZeroU32, NonZeroU64},
    path::Path,
    sync::Arc,
    time::Duration,
};

use axum::{Router, extract::ConnectInfo, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};

use super::{Listening, ServeError, idle::Idle, return_large_buffers, tls::Tls};
use crate::config::{Config, TlsConfig};

/// A server of the test's own; dropping `stop` stops it.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), ServeError>>,
}

async fn serve(
    router: Router,
    config: &Config,
    stop: impl Future<Output = ()>,
    on_ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    Listening::bind(config)?
        .serve(router, config, stop, on_ready)
        .await
}

async fn start(router: Router, change: impl FnOnce(&mut Config)) -> Running {
    let mut config = Config::default();
    config.server.listen.set_port(0);
    change(&mut config);
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, told) = oneshot::channel();
    let ended = tokio::spawn(async move {
        let stop = async {
            let _ = stopped.await;
        };
        serve(router, &config, stop, |address| {
            let _ = tell.send(address);
        })
        .await
    });
    Running {
        address: told.await.expect("it listens"),
        stop,
        ended,
    }
}

fn peer() -> Router {
    let tell = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string();
    Router::new().route("/", get(tell))
}

/// What the server says until it closes the connection.
async fn converse(address: SocketAddr, words: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(words.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

const GET: &str = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn it_answers_and_stops() {
    return_large_buffers();
    let running = start(peer(), |_| {}).await;
    let answer = converse(running.address, GET).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.ends_with("127.0.0.1"), "{answer}");
    drop(running.stop);
    running.ended.await.expect("no panic").expect("a clean end");
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn a_stop_waits_for_what_has_begun() {
    let (begun, has_begun) = oneshot::channel();
    let (go, may_go) = oneshot::channel::<()>();
    let once = std::sync::Mutex::new(Some((begun, may_go)));
    let slow = async move || {
        let taken = once.lock().expect("no panic").take();
        let (begun, may_go) = taken.expect("one request");
        let _ = begun.send(());
        let _ = may_go.await;
        "late"
    };
    let slow = Arc::new(slow);
    let router = Router::new().route("/", get(move || async move { slow().await }));
    let running = start(router, |_| {}).await;
    let asking = tokio::spawn(converse(running.address, GET));
    has_begun.await.expect("it begins");
    drop(running.stop);
    drop(go);
    let answer = asking.await.expect("no panic").expect("an answer");
    assert!(answer.ends_with("late"), "{answer}");
    running.ended.await.expect("no panic").expect("a clean end");
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let never = async || std::future::pending::<&str>().await;
    let running = start(Router::new().route("/", get(never)), |config| {
        config.server.drain_seconds = 0;
    })
    .await;
    let asking = tokio::spawn(converse(running.address, GET));
    drop(running.stop);
    running.ended.await.expect("no panic").expect("a clean end");
    let answer = asking.await.expect("no panic");
    assert!(answer.is_err() || answer.is_ok_and(|text| text.is_empty()));
}

#[tokio::test]
async fn a_head_has_its_bounds() {
    let running = start(peer(), |_| {}).await;
    let long = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "y".repeat(40_000)
    );
    let refused = |answer: io::Result<String>| {
        // The server may close before the client has said everything.
        answer.is_err() || answer.is_ok_and(|text| text.starts_with("HTTP/1.1 431"))
    };
    assert!(refused(converse(running.address, &long).await));
    let fields = "x: y\r\n".repeat(100);
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{fields}\r\n");
    assert!(refused(converse(running.address, &many).await));
}

#[tokio::test]
async fn a_head_that_does_not_end_is_cut_off() {
    let running = start(peer(), |config| {
        config.limits.header_timeout_seconds = NonZeroU64::MIN;
    })
    .await;
    let answer = converse(running.address, "GET / HTTP/1.1\r\nhost:").await;
    assert!(!answer.unwrap_or_default().starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let running = start(peer(), |config| {
        config.limits.idle_timeout_seconds = NonZeroU64::MIN;
    })
    .await;
    let answer = converse(running.address, "").await;
    assert_eq!(answer.unwrap_or_default(), "");
}

#[tokio::test]
async fn connections_over_the_places_are_closed() {
    let running = start(peer(), |config| config.limits.connections = NonZeroU32::MIN).await;
    let mut first = TcpStream::connect(running.address).await.expect("a place");
    first
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("sent");
    let mut some = [0; 12];
    first.read_exact(&mut some).await.expect("an answer");
    assert_eq!(&some, b"HTTP/1.1 200");
    let second = converse(running.address, GET).await;
    assert_eq!(second.unwrap_or_default(), "");
}

#[tokio::test]
async fn the_idle_timer_begins_anew_with_every_byte() {
    let (mut far, near) = tokio::io::duplex(64);
    let mut near = Idle::new(near, Duration::from_hours(1), ());
    let before = near.deadline();
    far.write_all(b"x").await.expect("written");
    assert_eq!(near.read_u8().await.expect("read"), b'x');
    assert!(near.deadline() > before);
}

#[tokio::test]
async fn a_stream_that_is_idle_fails() {
    let (_far, near) = tokio::io::duplex(64);
    let mut near = Idle::new(near, Duration::ZERO, ());
    let silent = near.read_u8().await.expect_err("it is over");
    assert_eq!(silent.kind(), io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn a_port_that_is_taken_is_told() {
    let running = start(peer(), |_| {}).await;
    let mut config = Config::default();
    config.server.listen = running.address;
    let error = serve(peer(), &config, std::future::pending(), |_| {})
        .await
        .expect_err("it is taken");
    assert!(matches!(error, ServeError::Bind { .. }), "{error}");
    assert!(error.to_string().contains("hint: "));
}

#[tokio::test]
async fn a_certificate_that_is_none_is_told() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("nothing.pem");
    fs::write(&file, "nothing").expect("a file");
    let mut config = Config::default();
    config.server.listen.set_port(0);
    config.server.tls = Some(TlsConfig {
        certificate: file.clone(),
        key: file,
    });
    let error = serve(peer(), &config, std::future::pending(), |_| {})
        .await
        .expect_err("it is none");
    assert!(matches!(error, ServeError::Tls { .. }), "{error}");
}

/// A certificate for 127.0.0.1 and its key, written beside each other.
fn certify(folder: &Path) -> (TlsConfig, String) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("made");
    let paths = TlsConfig {
        certificate: folder.join("chain.pem"),
        key: folder.join("key.pem"),
    };
    fs::write(&paths.certificate, made.cert.pem()).expect("a file");
    fs::write(&paths.key, made.signing_key.serialize_pem()).expect("a file");
    (paths, made.cert.pem())
}

#[tokio::test]
async fn it_speaks_tls() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (paths, certificate) = certify(folder.path());
    let running = start(peer(), |config| config.server.tls = Some(paths)).await;
    let trusted = reqwest::Certificate::from_pem(certificate.as_bytes()).expect("a certificate");
    let client = reqwest::Client::builder()
        .tls_certs_only([trusted])
        .build()
        .expect("a client");
    let url = format!("https://{}/", running.address);
    let answer = client.get(url).send().await.expect("an answer");
    assert_eq!(answer.text().await.expect("a text"), "127.0.0.1");
    let plain = converse(running.address, GET).await.unwrap_or_default();
    assert!(!plain.starts_with("HTTP/1.1 200"), "{plain}");
}

#[tokio::test]
async fn a_new_certificate_is_taken_and_a_broken_one_is_not() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (paths, _) = certify(folder.path());
    let tls = Tls::load(&paths).await.expect("it loads");
    let first = tls.current().get_inner();
    certify(folder.path());
    tls.reload().await;
    let second = tls.current().get_inner();
    assert!(!Arc::ptr_eq(&first, &second));
    fs::write(&paths.key, "nothing").expect("a file");
    tls.reload().await;
    assert!(Arc::ptr_eq(&second, &tls.current().get_inner()));
}
