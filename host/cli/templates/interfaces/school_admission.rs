use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

/// Gives each child the best wish that has a seat left, in the order of their
/// lottery numbers. It looks at nobody's points: make it better.
fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    let mut free: Vec<u32> = request.places.iter().map(|place| place.capacity).collect();
    let mut children: Vec<usize> = (0..request.lottery.len()).collect();
    children.sort_by_key(|child| request.lottery[*child]);
    let mut answer = Vec::new();
    for child in children {
        let wishes = request.wish_offsets[child] as usize..request.wish_offsets[child + 1] as usize;
        let mut wishes = request.wishes[wishes].iter();
        if let Some(place) = wishes.find(|place| free[**place as usize] > 0) {
            free[*place as usize] -= 1;
            let child = child as u32;
            answer.push(Assignment {
                child,
                place: *place,
            });
        }
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use pilotbox_plugin::services::school_admission::{Place, Quota};

    use super::*;

    #[test]
    fn the_lottery_decides_and_capacity_holds() {
        let place = Place {
            school: 0,
            district: 0,
            quota: Quota::General,
            capacity: 1,
        };
        let request = Request {
            places: vec![place],
            home_districts: vec![0, 0],
            wish_offsets: vec![0, 1, 2],
            wishes: vec![0, 0],
            points: vec![0, 0],
            lottery: vec![2, 1],
        };
        let answer = assign(request).expect("it never refuses");
        assert_eq!(answer.len(), 1);
        assert_eq!((answer[0].child, answer[0].place), (1, 0));
    }
}
