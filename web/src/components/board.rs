//! The places of a board as a table: shared places and the reader's own in words.

use leptos::prelude::*;
use pilotbox_model::api::challenges::PlaceView;

use super::badge::Badge;
use crate::{language::Locale as _, texts::challenge as texts, visit::Visit};

/// Places, best first.
#[component]
pub fn Places(
    visit: Visit,
    caption: String,
    /// Those of one page of the board.
    places: Vec<PlaceView>,
    /// Numbers of places that several share.
    shared: Vec<u32>,
) -> impl IntoView {
    let has_ranks = places.iter().any(|place| place.rank_low.is_some());
    let ranks = has_ranks.then(|| {
        view! { <th scope="col">{visit.say(texts::PLAUSIBLE_PLACES)}</th> }
    });
    let rows: Vec<_> = places
        .into_iter()
        .map(|place| row(&visit, place, &shared, has_ranks))
        .collect();
    let label = caption.clone();
    view! {
        <section class="table" aria-label=label tabindex="0">
            <table>
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{visit.say(texts::PLACE)}</th>
                        <th scope="col">{visit.say(texts::TEAM)}</th>
                        <th scope="col" class="number">{visit.say(texts::SCORE)}</th>
                        {ranks}
                        <th scope="col">{visit.say(texts::SUBMITTED)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn row(visit: &Visit, place: PlaceView, shared: &[u32], has_ranks: bool) -> impl IntoView + use<> {
    let language = visit.language;
    let number = language.whole(place.place.into());
    let number = if shared.contains(&place.place) {
        texts::SHARED_PLACE.fill(language, &[("place", &number)])
    } else {
        number
    };
    let own = place
        .is_own
        .then(|| view! { " " <Badge text=visit.say(texts::OWN_PLACE)/> });
    let class = place.is_own.then_some("own");
    let ranks = has_ranks.then(|| view! { <td>{ranks(visit, &place)}</td> });
    let at = place.submitted_at;
    view! {
        <tr class=class>
            <td>{number}</td>
            <th scope="row"><bdi>{place.name}</bdi>{own}</th>
            <td class="number">{language.decimal(place.score, 1)}</td>
            {ranks}
            <td><time datetime=at.to_string()>{language.day(at)}</time></td>
        </tr>
    }
}

/// Between which places it plausibly comes.
fn ranks(visit: &Visit, place: &PlaceView) -> Option<String> {
    let (low, high) = place.rank_low.zip(place.rank_high)?;
    let [low, high] = [low, high].map(|place| visit.language.whole(place.into()));
    if low == high {
        return Some(low);
    }
    Some(texts::FROM_TO.fill(visit.language, &[("low", &low), ("high", &high)]))
}

/// The numbers of places that several share. Places come in their order.
pub fn shared_places(places: &[PlaceView]) -> Vec<u32> {
    let numbers = places.windows(2).filter_map(|pair| match pair {
        [one, next] if one.place == next.place => Some(one.place),
        _ => None,
    });
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: u32) -> PlaceView {
        PlaceView {
            place: number,
            rank_low: None,
            rank_high: None,
            name: String::new(),
            is_own: false,
            score: 0.0,
            submitted_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn only_places_of_several_are_shared() {
        let places = [1, 1, 1, 4, 5, 5].map(place);
        assert_eq!(shared_places(&places), [1, 5]);
        assert!(shared_places(&[]).is_empty());
    }
}
