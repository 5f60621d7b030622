//! A line between a laptop and a server, on which a test sees what goes by, and which
//! it can cut in the middle of a request.

use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

/// How long a test waits for a request that must come.
const LONGEST: Duration = Duration::from_mins(2);

/// Where a request is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The server gets half of the request, and the line breaks on both sides.
    Half,
    /// The server has done it and answers; nobody hears the answer.
    Answer,
}

/// A line. It goes with the test's process.
pub(super) struct Line {
    url: String,
    shared: Arc<Shared>,
}

struct Shared {
    server: Mutex<String>,
    seen: Mutex<Vec<String>>,
    cut: Mutex<Option<Planned>>,
}

/// A cut that waits for its request.
struct Planned {
    request: String,
    cut: Cut,
    reached: mpsc::Sender<()>,
    go_on: mpsc::Receiver<()>,
}

/// What a test holds of a cut: told when the request came, it tells when to go on.
pub(super) struct Moment {
    reached: mpsc::Receiver<()>,
    go_on: mpsc::Sender<()>,
}

impl Moment {
    /// Waits for the request, does what happens at this moment, and lets the line break.
    pub(super) fn at(self, happens: impl FnOnce()) {
        let reached = self.reached.recv_timeout(LONGEST);
        reached.expect("the request comes");
        happens();
        self.go_on.send(()).expect("the line is there");
    }
}

impl Line {
    /// A line to the server at an address.
    pub(super) fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
        let address = listener.local_addr().expect("it has an address");
        let shared = Arc::new(Shared {
            server: Mutex::new(host(url)),
            seen: Mutex::default(),
            cut: Mutex::default(),
        });
        let carrier = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let carrier = Arc::clone(&carrier);
                // Whoever hangs up first is no fault of the line's.
                thread::spawn(move || carrier.carry(client).unwrap_or_default());
            }
        });
        Self {
            url: format!("http://{address}"),
            shared,
        }
    }

    /// Where it begins.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Leads to another address from now on.
    pub(super) fn lead_to(&self, url: &str) {
        *self.shared.server.lock().expect("nobody panicked") = host(url);
    }

    /// Cuts the next request that begins like this, such as `PATCH /api/v1/uploads/`.
    pub(super) fn cut(&self, request: &str, cut: Cut) -> Moment {
        let (reach, reached) = mpsc::channel();
        let (go, go_on) = mpsc::channel();
        *self.shared.cut.lock().expect("nobody panicked") = Some(Planned {
            request: request.to_owned(),
            cut,
            reached: reach,
            go_on,
        });
        Moment { reached, go_on: go }
    }

    /// How many requests began like this.
    pub(super) fn count(&self, request: &str) -> usize {
        let seen = self.shared.seen.lock().expect("nobody panicked");
        seen.iter().filter(|line| line.starts_with(request)).count()
    }
}

impl Shared {
    /// Carries one request and its answer.
    fn carry(&self, mut client: TcpStream) -> io::Result<()> {
        let Some(request) = read_request(&mut client)? else {
            return Ok(());
        };
        let start = String::from_utf8_lossy(
            request
                .split(|byte| *byte == b'\r')
                .next()
                .unwrap_or_default(),
        )
        .into_owned();
        self.seen
            .lock()
            .expect("nobody panicked")
            .push(start.clone());
        let planned = {
            let mut cut = self.cut.lock().expect("nobody panicked");
            cut.take_if(|planned| start.starts_with(&planned.request))
        };
        let address = self.server.lock().expect("nobody panicked").clone();
        let mut server = TcpStream::connect(address)?;
        let Some(planned) = planned else {
            server.write_all(&request)?;
            io::copy(&mut server, &mut client)?;
            return client.shutdown(Shutdown::Both);
        };
        match planned.cut {
            Cut::Half => server.write_all(&request[..request.len() / 2])?,
            Cut::Answer => {
                server.write_all(&request)?;
                server.read_exact(&mut [0])?;
            }
        }
        planned.reached.send(()).map_err(io::Error::other)?;
        planned.go_on.recv().map_err(io::Error::other)
    }
}

/// A whole request, which asks for the connection to be closed after its answer:
/// there is one request a connection.
fn read_request(client: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    let mut length = None;
    loop {
        if length.is_none() {
            length = whole_length(&request);
        }
        if length.is_some_and(|length| request.len() >= length) {
            break;
        }
        let read = client.read(&mut chunk)?;
        if read == 0 {
            return Ok(None);
        }
        request.extend(&chunk[..read]);
    }
    let end = request.windows(2).position(|two| two == b"\r\n");
    let end = end.expect("a request has a first line") + 2;
    request.splice(end..end, *b"connection: close\r\n");
    Ok(Some(request))
}

/// Bytes of head and body, once the head is there.
fn whole_length(request: &[u8]) -> Option<usize> {
    let end = request.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
    assert!(
        !head.contains("transfer-encoding"),
        "its length is told: {head}"
    );
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    let length = length.map_or(0, |text| text.trim().parse().expect("a length is a number"));
    Some(end + 4 + length)
}

fn host(url: &str) -> String {
    url.trim_start_matches("http://").to_owned()
}
