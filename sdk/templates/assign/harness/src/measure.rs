//! Checks an answer and measures it.

use pilotbox_harness::templates::assign::Request;
use pilotbox_harness::{Outcome, PluginFault, expect_length, metrics};

use crate::setting::Metric;

pub(crate) fn outcome(
    metric: Metric,
    request: &Request,
    answer: &[Option<u32>],
) -> Result<Outcome, PluginFault> {
    expect_length("places", answer.len(), request.offsets.len() - 1)?;
    let costs = costs(request, answer)?;
    check_room(request, answer)?;
    let placed = answer.iter().flatten().count();
    let value = match metric {
        Metric::MeanCost => metrics::mean(costs),
        Metric::Placed => placed as f64 / answer.len() as f64,
    };
    let note = format!("{placed} of {} persons have a place", answer.len());
    Ok(Outcome::new().metric(metric.name(), value).note(note))
}

/// What each person costs; a place that was not wished for is no answer.
fn costs(request: &Request, answer: &[Option<u32>]) -> Result<Vec<f64>, PluginFault> {
    let cost = |(person, given): (usize, &Option<u32>)| {
        let Some(place) = given else {
            return Ok(request.unplaced_cost);
        };
        let own = request.offsets[person] as usize..request.offsets[person + 1] as usize;
        let wish = own.clone().find(|wish| request.wishes[*wish] == *place);
        wish.map(|wish| request.costs[wish]).ok_or_else(|| {
            PluginFault::bad_answer(format!(
                "places: person {person} gets place {place}, which is none of their {} wishes",
                own.len()
            ))
        })
    };
    answer.iter().enumerate().map(cost).collect()
}

fn check_room(request: &Request, answer: &[Option<u32>]) -> Result<(), PluginFault> {
    let mut taken = vec![0_u32; request.capacities.len()];
    for place in answer.iter().flatten() {
        taken[*place as usize] += 1;
    }
    let full = taken.iter().zip(&request.capacities);
    match full.into_iter().position(|(taken, room)| taken > room) {
        None => Ok(()),
        Some(place) => Err(PluginFault::bad_answer(format!(
            "places: {} persons get place {place}, which takes {}",
            taken[place], request.capacities[place]
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{self, tests::wish};

    fn request() -> Request {
        let wishes = [
            wish(0, 0, 1.0),
            wish(0, 1, 2.0),
            wish(1, 0, 1.0),
            wish(2, 1, 1.0),
        ];
        market::request(&wishes, Some(4.0)).expect("the rows fit")
    }

    fn value(metric: Metric, answer: &[Option<u32>]) -> f64 {
        outcome(metric, &request(), answer)
            .expect("well formed")
            .metrics[0]
            .value
    }

    fn fault(answer: &[Option<u32>]) -> String {
        match outcome(Metric::Placed, &request(), answer) {
            Err(PluginFault::BadAnswer(message)) => message,
            Err(PluginFault::Declined(_)) | Ok(_) => panic!("the answer is malformed"),
        }
    }

    #[test]
    fn costs_and_places_by_hand() {
        let answer = [Some(1), Some(0), None];
        assert!((value(Metric::MeanCost, &answer) - 7.0 / 3.0).abs() < 1e-12);
        assert!((value(Metric::Placed, &answer) - 2.0 / 3.0).abs() < 1e-12);
        let outcome = outcome(Metric::Placed, &request(), &answer).expect("well formed");
        assert_eq!(outcome.note, "2 of 3 persons have a place");
    }

    #[test]
    fn places_beyond_wishes_and_room_are_the_plugins_fault() {
        assert!(fault(&[None; 2]).contains("2 values, expected 3"));
        let strange = fault(&[None, Some(1), None]);
        assert!(strange.contains("person 1 gets place 1, which is none of their 1 wishes"));
        assert!(fault(&[Some(u32::MAX), None, None]).contains("none of their 2 wishes"));
        let crowded = fault(&[Some(0), Some(0), None]);
        assert!(crowded.contains("2 persons get place 0, which takes 1"));
    }
}
