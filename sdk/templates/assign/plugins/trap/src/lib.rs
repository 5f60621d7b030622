//! Panics: the case must end as trapped, and no other case may notice.

use pilotbox_plugin::templates::assign::{Refusal, Request};

pilotbox_plugin::export!(assign => assign);

fn assign(request: Request) -> Result<Vec<Option<u32>>, Refusal> {
    panic!(
        "this plugin panics on purpose, with {} wishes",
        request.wishes.len()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "on purpose")]
    fn it_panics() {
        let request = Request {
            capacities: vec![1],
            offsets: vec![0, 1],
            wishes: vec![0],
            costs: vec![1.0],
            unplaced_cost: 2.0,
        };
        let _ = assign(request);
    }
}
