//! Bytes that no client of HTTP would send.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use pilotbox_tests::dice::Dice;

/// A server that says nothing for so long has not hung up.
const PATIENCE: Duration = Duration::from_mins(1);

/// Sends something and hangs up; an error unless the server refuses or hangs up too.
pub(super) fn send(url: &str, dice: &mut Dice) -> Result<(), String> {
    let address = url.trim_start_matches("http://");
    let text = request(dice);
    let shown = String::from_utf8_lossy(&text)
        .chars()
        .take(200)
        .collect::<String>();
    let fault = |what: String| format!("{what} after {shown:?}");
    let mut stream = TcpStream::connect(address).map_err(|error| fault(error.to_string()))?;
    let limit = stream.set_read_timeout(Some(PATIENCE));
    limit.map_err(|error| fault(error.to_string()))?;
    // It may have hung up before all was sent.
    let _ = stream.write_all(&text);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
            return Err(fault("the server neither answers nor hangs up".to_owned()));
        }
        _ => {}
    }
    let status = String::from_utf8_lossy(&answer)
        .chars()
        .skip(9)
        .take(3)
        .collect::<String>();
    if status.starts_with('5') {
        return Err(fault(format!("status {status}")));
    }
    Ok(())
}

fn request(dice: &mut Dice) -> Vec<u8> {
    let json = "content-type: application/json";
    let texts: [Vec<u8>; 13] = [
        b"\r\n\r\n\r\n".to_vec(),
        b"\xff\xfe\x00\x01".repeat(dice.below(2_000)),
        b"GET /api/v1/challenges\xff HTTP/1.1\r\nhost: a\r\n\r\n".to_vec(),
        b"GET /api/v1/challenges HTTP/9.9\r\nhost: a\r\n\r\n".to_vec(),
        b"GET /api/v1/challenges HTTP/1.1\r\n\r\n".to_vec(),
        b"GET http://other.example/api/v1/challenges HTTP/1.1\r\nhost: a\r\n\r\n".to_vec(),
        b"GET /api/v1/challenges HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x09\x00\x00\x00\x00\x00".to_vec(),
        format!("POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\n{json}\r\ncontent-length: 100\r\n\r\n{{")
            .into_bytes(),
        format!("POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\n{json}\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{{}}")
            .into_bytes(),
        format!("POST /api/v1/accounts HTTP/1.1\r\nhost: a\r\n{json}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n")
            .into_bytes(),
        format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "a/".repeat(dice.below(100_000))).into_bytes(),
        format!("GET /healthz HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(dice.below(2_000))).into_bytes(),
    ];
    dice.pick(&texts).clone()
}
