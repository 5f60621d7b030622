//! The cheapest assignment of all: persons come one by one, and each takes the
//! shortest augmenting path through those who could move. Source: Jonker and
//! Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
//! assignment problems", Computing 38 (1987).

mod flow;
mod path;

use flow::Flow;
use pilotbox_plugin::templates::assign::{Refusal, Request};

pilotbox_plugin::export!(assign => assign);

fn assign(request: Request) -> Result<Vec<Option<u32>>, Refusal> {
    let is_whole = request.wishes.len() == request.costs.len()
        && request.offsets.last().copied().unwrap_or_default() as usize == request.wishes.len()
        && request.offsets.is_sorted()
        && request
            .wishes
            .iter()
            .all(|place| (*place as usize) < request.capacities.len());
    if !is_whole {
        return Err(Refusal::Other("the wishes do not fit together".to_owned()));
    }
    let mut flow = Flow::new(&request);
    for person in 0..request.offsets.len().saturating_sub(1) {
        flow.admit(person);
    }
    Ok(flow.into_places())
}

#[cfg(test)]
mod tests;
