/// Repeats the last observed occupancy of each car park. Make it better.
fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let slots = request.slots.len();
    if slots == 0 {
        return Err(Refusal::HistoryTooShort(1));
    }
    let last_known = |series: &[f64]| {
        series.iter().rev().copied().find(|value| value.is_finite()).unwrap_or(0.5)
    };
    let car_parks = request.occupancy.chunks(slots);
    Ok(car_parks.flat_map(|series| vec![last_known(series); request.targets.len()]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_is_repeated() {
        let request = Request {
            car_parks: vec!["a".into(), "b".into()],
            slots: vec![480, 510],
            occupancy: vec![0.1, 0.2, 0.3, f64::NAN],
            targets: vec![540, 570],
        };
        assert_eq!(forecast(request).ok(), Some(vec![0.2, 0.2, 0.3, 0.3]));
    }
}
