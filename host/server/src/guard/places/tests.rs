use std::num::NonZeroU32;

use super::{ClientAddress, Place, Places, Shares, Source, Taken};

fn places(all: u32, of_one: u32) -> Places {
    let number = |count| NonZeroU32::new(count).expect("not 0");
    Places::new(number(all), number(of_one))
}

fn address(text: &str) -> ClientAddress {
    ClientAddress::new(text.parse().expect("an address"))
}

fn taken(place: Result<Place, Taken>) -> Option<Taken> {
    place.err()
}

#[test]
fn nobody_takes_every_place() {
    let places = places(3, 2);
    let (here, there) = (address("192.0.2.1"), address("192.0.2.2"));
    let first = places.take(here);
    let second = places.take(here);
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(taken(places.take(here)), Some(Taken::Own));
    let third = places.take(there);
    assert!(third.is_ok());
    assert_eq!(taken(places.take(there)), Some(Taken::All));
    drop(first);
    assert_eq!(taken(places.take(there)), None);
    assert_eq!(taken(places.take(here)), None);
}

#[test]
fn a_household_is_one_client() {
    let places = places(9, 1);
    let held = places.take(address("2001:db8:0:1::1"));
    assert!(held.is_ok());
    let neighbour = places.take(address("2001:db8:0:1::2"));
    assert_eq!(taken(neighbour), Some(Taken::Own));
    assert_eq!(taken(places.take(address("2001:db8:0:2::1"))), None);
    assert_eq!(taken(places.take(address("192.0.2.1"))), None);
}

#[test]
fn whoever_has_no_place_is_forgotten() {
    let shares = Shares::new(NonZeroU32::MIN.saturating_add(1));
    let names: Vec<_> = (0..100).map(|number| number.to_string()).collect();
    let take = || {
        names
            .iter()
            .map(|name| shares.take(Source::of_account(name)))
    };
    let held: Vec<_> = take().chain(take()).collect();
    assert!(held.iter().all(Option::is_some));
    assert!(take().all(|share| share.is_none()));
    assert_eq!(shares.len(), 100);
    drop(held);
    assert_eq!(shares.len(), 0);
}
