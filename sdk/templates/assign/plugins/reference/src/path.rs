//! The shortest way to make room for one more person. Source: Dijkstra, "A note on
//! two problems in connexion with graphs", Numerische Mathematik 1 (1959).

use std::{cmp::Ordering, collections::BinaryHeap};

use crate::flow::Flow;

/// Where a way ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// In a place with a free seat.
    Seat(usize),
    /// Somebody goes without: of that place, that person. Without a place it is
    /// the new person.
    Nobody(Option<usize>, usize),
}

/// The shortest way.
pub(crate) struct Path {
    pub(crate) length: f64,
    pub(crate) end: End,
    /// Places that are nearer than the end, each with its distance.
    pub(crate) settled: Vec<(usize, f64)>,
    /// Who came to a place on the way, and by which of their wishes.
    pub(crate) came: Vec<Option<(usize, usize)>>,
}

/// A place to look at; the nearest comes first, the lower index among equals.
struct Next {
    distance: f64,
    place: usize,
}

/// From a person to a free seat, or to whoever costs least without one.
pub(crate) fn shortest(flow: &Flow<'_>, person: usize) -> Path {
    let places = flow.request.capacities.len();
    let without = flow.request.unplaced_cost;
    let mut search = Search {
        flow,
        distances: vec![f64::INFINITY; places],
        came: vec![None; places],
        heap: BinaryHeap::new(),
    };
    let mut nobody = (without, End::Nobody(None, person));
    search.reach(person, 0.0);
    let mut settled = Vec::new();
    while let Some(Next { distance, place }) = search.heap.pop() {
        // An older entry of a place that was reached more cheaply since.
        if distance > search.distances[place] {
            continue;
        }
        if distance >= nobody.0 {
            break;
        }
        if flow.has_room(place) {
            return search.path(distance, End::Seat(place), settled);
        }
        settled.push((place, distance));
        for seated in flow.seated(place) {
            let start = distance - flow.paid(*seated, place);
            search.reach(*seated, start);
            // Rounding must not make a way shorter than its beginning.
            let length = (start + without).max(distance);
            if length < nobody.0 {
                nobody = (length, End::Nobody(Some(place), *seated));
            }
        }
    }
    search.path(nobody.0, nobody.1, settled)
}

struct Search<'f, 'r> {
    flow: &'f Flow<'r>,
    distances: Vec<f64>,
    came: Vec<Option<(usize, usize)>>,
    heap: BinaryHeap<Next>,
}

impl Search<'_, '_> {
    /// Looks at the wishes of a person who is reached at this distance.
    fn reach(&mut self, person: usize, start: f64) {
        let wishes = self.flow.wishes(person).iter().zip(self.flow.costs(person));
        for (wish, (place, cost)) in wishes.enumerate() {
            let place = *place as usize;
            // A place that takes nobody is no way on.
            if self.flow.request.capacities[place] == 0 {
                continue;
            }
            let distance = start + cost + self.flow.price(place);
            if distance < self.distances[place] {
                self.distances[place] = distance;
                self.came[place] = Some((person, wish));
                self.heap.push(Next { distance, place });
            }
        }
    }

    fn path(self, length: f64, end: End, settled: Vec<(usize, f64)>) -> Path {
        let nearer = settled.into_iter();
        Path {
            length,
            end,
            settled: nearer.filter(|(_, distance)| *distance < length).collect(),
            came: self.came,
        }
    }
}

impl Ord for Next {
    /// Turned round: the heap gives the largest first.
    fn cmp(&self, other: &Self) -> Ordering {
        let nearer = other.distance.total_cmp(&self.distance);
        nearer.then_with(|| other.place.cmp(&self.place))
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Next {}
