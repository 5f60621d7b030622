use super::*;

const PLAIN: Criteria = Criteria {
    k: 1,
    max_suppressed: 0.0,
    diversity: None,
    closeness: None,
};

fn secret(codes: &[u32], ordered: bool) -> Sensitive {
    Sensitive {
        name: "illness".into(),
        codes: codes.to_vec(),
        ordered,
    }
}

fn rule(codes: &[u32], ordered: bool, criteria: &Criteria) -> Rule {
    Rule::new(codes.len(), &[secret(codes, ordered)], criteria).expect("it is one")
}

fn diverse(diversity: Diversity, counts: &[u32]) -> bool {
    let values: Vec<(u32, u32)> = (0..).zip(counts.iter().copied()).collect();
    is_diverse(diversity, counts.iter().sum(), &values)
}

fn refused(criteria: &Criteria) -> String {
    let sensitive = [secret(&[0], false)];
    Rule::new(1, &sensitive, criteria)
        .expect_err("it is refused")
        .to_string()
}

#[test]
fn a_class_of_l_equally_frequent_values_is_entropy_diverse() {
    for l in 1..50 {
        let counts = vec![7; l];
        let l = real(l as u64);
        assert!(diverse(Diversity::Entropy { l }, &counts));
        assert!(!diverse(Diversity::Entropy { l: l + 0.001 }, &counts));
    }
}

#[test]
fn the_recursive_kind_compares_the_most_frequent_with_the_rare() {
    let with = |c, l| diverse(Diversity::Recursive { c, l }, &[2, 5, 3]);
    assert!(with(1.1, 2) && !with(1.0, 2));
    assert!(with(2.6, 3) && !with(2.5, 3));
    assert!(!with(1e9, 4));
}

#[test]
fn distinct_values_are_counted() {
    assert!(diverse(Diversity::Distinct { l: 3 }, &[1, 1, 9]));
    assert!(!diverse(Diversity::Distinct { l: 4 }, &[1, 1, 9]));
}

#[test]
fn distances_are_those_of_the_paper() {
    // The salaries 3k to 11k of the paper's tables: classes {3k, 4k, 5k} and {6k, 8k, 11k}.
    let salaries: Vec<u32> = (0..9).collect();
    let closeness = Some(1.0);
    let rule = rule(&salaries, true, &Criteria { closeness, ..PLAIN });
    let distance = |class: [u32; 3]| rule.whole[0].distance(3, &class.map(|value| (value, 1)));
    assert!((distance([0, 1, 2]) - 0.375).abs() < ROUNDING);
    assert!((distance([3, 5, 8]) - 0.1667).abs() < 1e-4);
}

#[test]
fn the_equal_distance_knows_no_order() {
    let criteria = Criteria {
        closeness: Some(0.5),
        ..PLAIN
    };
    let rule = rule(&[7, 7, 9, 100], false, &criteria);
    assert!((rule.whole[0].distance(2, &[(0, 2)]) - 0.5).abs() < ROUNDING);
    assert!(rule.holds(2, [[(0, 2)].as_slice()].into_iter()));
    assert!(!rule.holds(2, [[(1, 2)].as_slice()].into_iter()));
}

#[test]
fn what_a_union_inherits_is_implied_by_the_whole() {
    let diversity = Some(Diversity::Entropy { l: 2.0 });
    let rule = rule(&[0, 0, 0, 1], false, &Criteria { diversity, ..PLAIN });
    let spoilt: &[(u32, u32)] = &[(0, 3), (1, 1)];
    assert!(rule.holds_in_part(4, std::iter::once(spoilt)));
    assert!(!rule.holds(4, std::iter::once(spoilt)));
    assert!(!rule.holds_in_part(3, std::iter::once(&spoilt[..1])));
}

#[test]
fn criteria_outside_of_their_range_are_refused() {
    assert_eq!(
        refused(&Criteria { k: 0, ..PLAIN }),
        "`k` is `0`; hint: it may be 1 or more"
    );
    for share in [-0.1, 1.1, f64::NAN] {
        assert!(
            refused(&Criteria {
                max_suppressed: share,
                ..PLAIN
            })
            .starts_with("`max_suppressed`")
        );
        assert!(
            refused(&Criteria {
                closeness: Some(share),
                ..PLAIN
            })
            .starts_with("`closeness`")
        );
    }
    for diversity in [
        Diversity::Distinct { l: 0 },
        Diversity::Entropy { l: f64::INFINITY },
        Diversity::Recursive { c: 1.0, l: 0 },
    ] {
        assert!(
            refused(&Criteria {
                diversity: Some(diversity),
                ..PLAIN
            })
            .starts_with("`l`")
        );
    }
    let diversity = Some(Diversity::Recursive { c: 0.0, l: 2 });
    assert!(refused(&Criteria { diversity, ..PLAIN }).starts_with("`c`"));
}

#[test]
fn diversity_of_nothing_is_refused() {
    let diversity = Some(Diversity::Distinct { l: 2 });
    let error = Rule::new(1, &[], &Criteria { diversity, ..PLAIN }).expect_err("it is refused");
    assert!(error.to_string().starts_with("`diversity` is asked for"));
}

#[test]
fn a_share_of_rows_is_rounded_down_but_not_by_a_rounding() {
    assert_eq!(
        (budget(100, 0.29), budget(30_162, 0.05), budget(10, 0.0)),
        (29, 1_508, 0)
    );
}
