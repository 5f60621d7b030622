//! Places with their cutoffs, and the rounds in which cutoffs rise.

use pilotbox_plugin::services::school_admission::{Assignment, Request};

/// A child at a place. The claim comes first, so that claims decide the order.
type Applicant = (u64, u32);

/// A claim: points first, then the lottery, in which the lower number is the
/// better one. Lottery numbers differ, so that at one place no two claims are
/// equal; the larger claim goes first.
fn claim(points: u32, lottery: u32) -> u64 {
    u64::from(points) << 32 | u64::from(u32::MAX - lottery)
}

/// A place while cutoffs rise.
struct Intake {
    seats: usize,
    /// The least claim that gets in; 0 as long as nobody was turned away.
    cutoff: u64,
    inside: Vec<Applicant>,
}

/// Who is where.
pub(crate) struct Admission {
    intakes: Vec<Intake>,
    /// How often cutoffs rose until everybody fitted.
    pub rounds: usize,
}

impl Admission {
    /// The request's lists fit together.
    pub(crate) fn run(request: &Request) -> Self {
        let intake = |seats: u32| Intake {
            seats: seats as usize,
            cutoff: 0,
            inside: Vec::new(),
        };
        let intakes = request.places.iter().map(|place| intake(place.capacity));
        let mut admission = Self {
            intakes: intakes.collect(),
            rounds: 0,
        };
        // The wish that each child tries next. Cutoffs never fall, so that no
        // child ever has a reason to look back, and everything ends.
        let mut next = request.wish_offsets.clone();
        let mut looking: Vec<u32> = (0..).take(request.lottery.len()).collect();
        while !looking.is_empty() {
            for child in looking.drain(..) {
                admission.enter(request, child, &mut next[child as usize]);
            }
            for intake in &mut admission.intakes {
                intake.raise_cutoff(&mut looking);
            }
            admission.rounds += 1;
        }
        admission
    }

    /// Lets a child in at the first place of its list whose cutoff it meets.
    fn enter(&mut self, request: &Request, child: u32, next: &mut u32) {
        let end = request.wish_offsets[child as usize + 1];
        while *next < end {
            let wish = *next as usize;
            *next += 1;
            let claim = claim(request.points[wish], request.lottery[child as usize]);
            let intake = &mut self.intakes[request.wishes[wish] as usize];
            if claim >= intake.cutoff {
                intake.inside.push((claim, child));
                return;
            }
        }
    }

    /// Everybody who is inside somewhere.
    pub(crate) fn assignments(&self) -> Vec<Assignment> {
        let places = (0..).zip(&self.intakes);
        let inside = places.flat_map(|(place, intake)| {
            let children = intake.inside.iter().map(|(_, child)| *child);
            children.map(move |child| Assignment { child, place })
        });
        inside.collect()
    }

    /// How many places turned somebody away.
    pub(crate) fn full_places(&self) -> usize {
        let full = |intake: &&Intake| intake.cutoff > 0;
        self.intakes.iter().filter(full).count()
    }
}

impl Intake {
    /// Keeps as many as there are seats, those with the best claims, and turns
    /// the others away. The least claim kept is the new cutoff.
    fn raise_cutoff(&mut self, turned_away: &mut Vec<u32>) {
        if self.inside.len() <= self.seats {
            return;
        }
        let best_first = |a: &Applicant, b: &Applicant| b.cmp(a);
        self.cutoff = match self.seats.checked_sub(1) {
            // Selecting is enough; among those inside the order does not matter.
            Some(last) => self.inside.select_nth_unstable_by(last, best_first).1.0,
            None => u64::MAX,
        };
        turned_away.extend(self.inside.drain(self.seats..).map(|(_, child)| child));
    }
}
