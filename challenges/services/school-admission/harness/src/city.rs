//! From a city's columns to a request. A twin shows the same city with its
//! children in another order and their lottery drawn anew; nothing of it is
//! stored but two factors.

use pilotbox_harness::services::school_admission::{Place, Quota, Request};

/// The columns of one city, as the tables hold them.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) places: Vec<Place>,
    pub(crate) home_districts: Vec<u32>,
    pub(crate) wish_counts: Vec<u32>,
    pub(crate) lottery: Vec<u32>,
    pub(crate) wishes: Vec<u32>,
    pub(crate) points: Vec<u32>,
}

/// How a case differs from the stored city. Both factors are coprime to the
/// number of children, so that each permutes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Twist {
    /// Child `k` of the case is the stored child `k * stride`, modulo their number.
    pub(crate) stride: u32,
    /// A lottery number is the stored one times this, modulo their number.
    pub(crate) lottery_factor: u32,
}

impl Columns {
    /// What the plugin is asked.
    pub(crate) fn request(self, twist: Twist) -> Request {
        let children = u32::try_from(self.lottery.len()).expect("a city fits 32 bits");
        let starts = offsets(&self.wish_counts);
        let order: Vec<_> = (0..children)
            .map(|k| times(k, twist.stride, children))
            .collect();
        let of_child = |column: &[u32]| {
            order
                .iter()
                .map(|c| column[*c as usize])
                .collect::<Vec<_>>()
        };
        let of_wish = |column: &[u32]| gather(column, &starts, &order);
        let new_lottery = |number| times(number, twist.lottery_factor, children);
        Request {
            home_districts: of_child(&self.home_districts)
                .into_iter()
                .map(district)
                .collect(),
            wish_offsets: offsets(&of_child(&self.wish_counts)),
            wishes: of_wish(&self.wishes),
            points: of_wish(&self.points),
            lottery: of_child(&self.lottery)
                .into_iter()
                .map(new_lottery)
                .collect(),
            places: self.places,
        }
    }
}

/// A place from its row.
pub(crate) fn place(school: u32, in_district: u32, quota: u32, capacity: u32) -> Place {
    let quota = match quota {
        0 => Quota::General,
        1 => Quota::Social,
        2 => Quota::Medical,
        other => unreachable!("quota {other} in our own table"),
    };
    Place {
        school,
        district: district(in_district),
        quota,
        capacity,
    }
}

fn district(id: u32) -> u8 {
    u8::try_from(id).expect("a city has fewer than 256 districts")
}

/// A product modulo `modulus`, in 64 bits: it may pass 2^32.
fn times(a: u32, b: u32, modulus: u32) -> u32 {
    let product = u64::from(a) * u64::from(b) % u64::from(modulus);
    u32::try_from(product).expect("a remainder is below its modulus")
}

/// Where each list begins, and where the last one ends.
fn offsets(counts: &[u32]) -> Vec<u32> {
    let mut end = 0;
    let ends = counts.iter().map(|count| {
        end += count;
        end
    });
    std::iter::once(0).chain(ends).collect()
}

/// The lists of the children in another order.
fn gather(column: &[u32], starts: &[u32], order: &[u32]) -> Vec<u32> {
    let mut lists = Vec::with_capacity(column.len());
    for child in order {
        let child = *child as usize;
        lists.extend_from_slice(&column[starts[child] as usize..starts[child + 1] as usize]);
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns {
        Columns {
            places: vec![place(0, 3, 0, 2), place(0, 3, 1, 1)],
            home_districts: vec![3, 14, 23],
            wish_counts: vec![2, 0, 1],
            lottery: vec![2, 0, 1],
            wishes: vec![1, 0, 0],
            points: vec![4, 1, 7],
        }
    }

    #[test]
    fn a_case_without_a_twist_is_the_stored_city() {
        let request = columns().request(Twist {
            stride: 1,
            lottery_factor: 1,
        });
        assert_eq!(request.home_districts, [3, 14, 23]);
        assert_eq!(request.wish_offsets, [0, 2, 2, 3]);
        assert_eq!(request.wishes, [1, 0, 0]);
        assert_eq!(request.points, [4, 1, 7]);
        assert_eq!(request.lottery, [2, 0, 1]);
        assert_eq!(request.places[1].quota, Quota::Social);
    }

    #[test]
    fn a_twin_keeps_each_childs_list_and_draws_other_lots() {
        let request = columns().request(Twist {
            stride: 2,
            lottery_factor: 2,
        });
        assert_eq!(request.home_districts, [3, 23, 14]);
        assert_eq!(request.wish_offsets, [0, 2, 3, 3]);
        assert_eq!(request.wishes, [1, 0, 0]);
        assert_eq!(request.points, [4, 1, 7]);
        assert_eq!(request.lottery, [1, 2, 0]);
    }

    #[test]
    fn large_cities_do_not_overflow() {
        assert_eq!(times(u32::MAX - 1, u32::MAX - 1, u32::MAX), 1);
    }
}
