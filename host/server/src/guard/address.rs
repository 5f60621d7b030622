//! Whose request it is: the address of the connection, or, behind a proxy that
//! the configuration trusts, the last address that no trusted proxy vouches for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use http::HeaderMap;
use ipnet::IpNet;

use super::Guard;

/// More hops than this are no chain of proxies but an attempt to keep us busy.
const MAX_HOPS: usize = 16;

/// The client's address. An extension of every request behind [`Guard::protect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// An address that is known otherwise.
    pub fn new(ip: IpAddr) -> Self {
        Self(ip.to_canonical())
    }

    /// The address, IPv4 as such even where it came in IPv6's clothes.
    pub fn ip(self) -> IpAddr {
        self.0
    }

    fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
        let mut client = peer.to_canonical();
        for hop in hops(headers) {
            if !is_trusted(client) {
                break;
            }
            // What cannot be read was not written by a proxy of ours.
            let Some(ip) = hop else { break };
            client = ip;
        }
        Self::new(client)
    }
}

/// Layer: notes the client's address.
pub(super) async fn note_address(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let address = ClientAddress::of(peer, request.headers(), &guard.0.trusted_proxies);
    request.extensions_mut().insert(address);
    next.run(request).await
}

/// The addresses of `x-forwarded-for`, the nearest first.
fn hops(headers: &HeaderMap) -> impl Iterator<Item = Option<IpAddr>> {
    let mut values: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
    values.reverse();
    values
        .into_iter()
        .flat_map(|value| value.to_str().unwrap_or("?").rsplit(','))
        .map(parse_hop)
        .take(MAX_HOPS)
}

/// Some proxies add the port.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let ip = text.parse().ok().or_else(with_port)?;
    Some(IpAddr::to_canonical(&ip))
}
