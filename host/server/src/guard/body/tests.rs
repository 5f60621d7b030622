use std::time::Duration;

use super::{GRACE, MIN_BYTES_PER_SECOND, Pace};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// When a body is cut off that brings so many bytes at the end of each pause; `None` if
/// it brings so many chunks first.
fn cut_off(bytes: u64, pause: Duration, chunks: u32) -> Option<Duration> {
    let pace = Pace {
        idle: seconds(60),
        grace: GRACE,
    };
    let untils = (0..chunks).map(|sent| {
        let until = pace.until(bytes * u64::from(sent), pause * sent);
        (until, pause * (sent + 1))
    });
    let mut late = untils.filter(|(until, next)| next > until);
    late.next().map(|(until, _)| until)
}

#[test]
fn the_least_rate_is_enough_and_less_is_not() {
    let pause = seconds(50);
    let least = MIN_BYTES_PER_SECOND * 50;
    assert_eq!(cut_off(least, pause, 1000), None);
    // Each pause costs a second of the minute of grace, so the twelfth chunk is late.
    let less = MIN_BYTES_PER_SECOND * 49;
    assert_eq!(cut_off(less, pause, 11), None);
    assert_eq!(cut_off(less, pause, 12), Some(seconds(60 + 11 * 49)));
}

#[test]
fn a_body_that_drips_has_the_grace_and_no_more() {
    let ends = cut_off(1, seconds(50), 20).expect("it is cut off");
    assert_eq!(ends.as_secs(), 60);
    assert_eq!(cut_off(1, seconds(1), 60), None);
    assert!(cut_off(1, seconds(1), 61).is_some());
}

#[test]
fn silence_ends_a_body_that_was_fast() {
    let fast = MIN_BYTES_PER_SECOND * 1_000_000;
    assert_eq!(cut_off(fast, seconds(60), 3), None);
    assert_eq!(cut_off(fast, seconds(61), 3), Some(seconds(60)));
    let unbounded = Pace {
        idle: Duration::MAX,
        grace: seconds(1),
    };
    assert!(unbounded.until(u64::MAX, Duration::MAX) > seconds(1_000_000));
}
