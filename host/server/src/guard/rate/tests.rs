use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::clock::FakeRelativeClock;

use super::Budgets;

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

#[test]
fn a_budget_refills_evenly() {
    let clock = FakeRelativeClock::default();
    let two = NonZeroU32::MIN.saturating_add(1);
    let budgets = Budgets::new(two, 100, clock.clone());
    let here = ip("192.0.2.1");
    assert!(budgets.check_ip(here).is_ok());
    assert!(budgets.check_ip(here).is_ok());
    let wait = budgets.check_ip(here).expect_err("it is used up");
    assert_eq!(wait, Duration::from_secs(30));
    clock.advance(wait);
    assert!(budgets.check_ip(here).is_ok());
    assert!(budgets.check_ip(here).is_err());
}

#[test]
fn addresses_of_one_household_share() {
    let budgets = Budgets::new(one(), 100, FakeRelativeClock::default());
    assert!(budgets.check_ip(ip("2001:db8:0:1::1")).is_ok());
    assert!(budgets.check_ip(ip("2001:db8:0:1::2")).is_err());
    assert!(budgets.check_ip(ip("2001:db8:0:2::1")).is_ok());
}

#[test]
fn the_number_of_budgets_is_bounded() {
    let clock = FakeRelativeClock::default();
    let budgets = Budgets::new(one(), 1000, clock.clone());
    for number in 0..100_000_u32 {
        let _ = budgets.check_ip(IpAddr::V4(number.into()));
        let _ = budgets.check_account(&format!("account-{number}"));
    }
    assert!(budgets.len() < 10_000, "{}", budgets.len());
    // Those who came back to rest are forgotten, and everybody counts alone again.
    clock.advance(Duration::from_hours(1));
    for _ in 0..10_000 {
        let _ = budgets.check_ip(ip("192.0.2.1"));
    }
    assert!(budgets.len() < 10, "{}", budgets.len());
    assert!(budgets.check_ip(ip("192.0.2.2")).is_ok());
}
