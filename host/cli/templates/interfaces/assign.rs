use pilotbox_plugin::templates::assign::{Refusal, Request};

pilotbox_plugin::export!(assign => assign);

/// Serves persons in the given order, each with the best place that is left. Make it better.
fn assign(request: Request) -> Result<Vec<Option<u32>>, Refusal> {
    let mut room = request.capacities.clone();
    let mut serve = |own: &[u32]| {
        let has_room = |place: &&u32| room.get(**place as usize).is_some_and(|room| *room > 0);
        let place = own.iter().find(has_room).copied();
        if let Some(room) = place.and_then(|place| room.get_mut(place as usize)) {
            *room -= 1;
        }
        place
    };
    let persons = request.offsets.windows(2);
    Ok(persons
        .map(|own| {
            let wishes = request.wishes.get(own[0] as usize..own[1] as usize);
            serve(wishes.unwrap_or_default())
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_come_is_the_first_served() {
        let request = Request {
            capacities: vec![1, 1],
            offsets: vec![0, 2, 3, 5],
            wishes: vec![0, 1, 0, 0, 1],
            costs: vec![1.0, 2.0, 1.0, 1.0, 2.0],
            unplaced_cost: 4.0,
        };
        assert_eq!(
            assign(request).expect("it never refuses"),
            [Some(0), None, Some(1)]
        );
    }
}
