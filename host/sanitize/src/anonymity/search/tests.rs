use super::super::Diversity;
use super::*;

const TWO: Criteria = Criteria {
    k: 2,
    max_suppressed: 0.0,
    diversity: None,
    closeness: None,
};

fn attribute(codes: &[u32], levels: &[&[u32]]) -> Attribute {
    let levels = levels.iter().map(|level| level.to_vec()).collect();
    Attribute {
        name: "age".into(),
        codes: codes.to_vec(),
        levels,
    }
}

#[test]
fn the_least_generalisation_is_found_with_its_classes() {
    let ages = attribute(&[0, 1, 2, 3], &[&[0, 1, 2, 3], &[0, 0, 1, 1], &[0; 4]]);
    let found = search(&[ages], &[], &TWO).expect("there is one");
    assert_eq!((found.levels, found.classes), (vec![1], vec![0, 0, 1, 1]));
    assert!((found.loss - 1.0 / 3.0).abs() < 1e-9);
    assert_eq!(found.suppressed, [false; 4]);
}

#[test]
fn a_row_that_stands_alone_is_suppressed_within_the_budget() {
    let ages = attribute(&[0, 0, 0, 0, 3], &[&[0, 1, 2, 3], &[0; 4]]);
    let criteria = Criteria {
        max_suppressed: 0.2,
        ..TWO
    };
    let found = search(std::slice::from_ref(&ages), &[], &criteria).expect("there is one");
    assert_eq!(
        (found.levels, found.suppressed),
        (vec![0], vec![false, false, false, false, true])
    );
    assert!((found.loss - 0.2).abs() < 1e-9);
    let criteria = Criteria {
        max_suppressed: 0.19,
        ..TWO
    };
    assert_eq!(
        search(&[ages], &[], &criteria)
            .expect("there is one")
            .levels,
        [1]
    );
}

#[test]
fn more_generalisation_that_saves_rows_may_be_the_optimum() {
    // Below, half of the rows stand alone; above, a small step saves them all. A search
    // that stops at the lowest node within the budget would lose five times as much.
    let ages = attribute(&[0, 1, 2, 2], &[&[0, 1, 2, 3, 4], &[0, 0, 2, 3, 4]]);
    let criteria = Criteria {
        max_suppressed: 0.5,
        ..TWO
    };
    let found = search(&[ages], &[], &criteria).expect("there is one");
    assert_eq!((found.levels, found.suppressed), (vec![1], vec![false; 4]));
}

#[test]
fn a_good_class_spoilt_by_a_bad_one_passes_nothing_on() {
    // At level 0 the pairs of two values are kept and the uniform rest is suppressed;
    // joined with it they have too little entropy, and at the top there is no solution.
    let codes = [0, 0, 0, 0, 1, 1];
    let ages = attribute(&codes, &[&[0, 1], &[0, 0]]);
    let illness = Sensitive {
        name: "illness".into(),
        codes: vec![0, 1, 0, 1, 0, 0],
        ordered: false,
    };
    let diversity = Some(Diversity::Entropy { l: 2.0 });
    let criteria = Criteria {
        max_suppressed: 0.4,
        diversity,
        ..TWO
    };
    let found = search(&[ages], &[illness], &criteria).expect("there is one");
    assert_eq!((found.levels, found.checked), (vec![0], 2));
}

#[test]
fn ties_go_to_the_fewer_and_then_to_the_earlier_steps() {
    let column = || attribute(&[0, 1], &[&[0, 1], &[0, 0]]);
    let same = attribute(&[0, 0], &[&[0, 1], &[0, 0]]);
    let found = search(&[column(), same], &[], &TWO).expect("there is one");
    assert_eq!(found.levels, [1, 0]);
    // Two columns that say the same: either would have to go as well.
    let unlike = attribute(&[0, 1, 0, 1], &[&[0, 1], &[0, 0]]);
    let crossed = attribute(&[0, 0, 1, 1], &[&[0, 1], &[0, 0]]);
    let found = search(&[unlike, crossed], &[], &TWO).expect("there is one");
    assert_eq!(found.levels, [0, 1]);
}

#[test]
fn no_solution_is_an_error_with_the_budget() {
    let ages = attribute(&[0, 1, 2], &[&[0, 1, 2]]);
    let criteria = Criteria {
        max_suppressed: 0.7,
        ..TWO
    };
    let error = search(&[ages], &[], &criteria).expect_err("there is none");
    assert_eq!(error, AnonymityError::NoSolution { budget: 2 });
}

#[test]
fn no_rows_and_no_attributes_lose_nothing() {
    let empty = search(&[attribute(&[], &[&[0], &[0]])], &[], &TWO).expect("it is empty");
    assert_eq!((empty.levels, empty.loss.to_bits()), (vec![0], 0));
    let bare = search(&[], &[], &TWO).expect("it is empty");
    assert_eq!((bare.nodes, bare.levels.len()), (1, 0));
}
