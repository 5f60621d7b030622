//! The decision of a contest, over HTTP: declared before anything is judged, previewed with
//! all that is missing, published by two of the staff, read by everybody at once, told in
//! letters, asked about, and corrected with what differs.

mod corrected;
mod declared;
mod letters;
mod previewed;
mod published;

use pilotbox_tests::server::{decision::Contest, worlds};
use serde_json::Value;

#[test]
fn a_contest_is_decided_and_everybody_reads_all_of_it_at_once() {
    worlds(|world| {
        let contest = Contest::open(&world);
        declared::nothing_is_declared_and_nothing_decided(&contest);
        declared::what_is_declared_wrongly_is_refused(&contest);
        declared::everybody_reads_what_is_declared(&contest);
        previewed::before_the_jury_sits_it_is_too_early(&contest);
        contest.hand_to_jury();
        previewed::unjudged_finalists_are_listed(&contest);
        previewed::what_is_left_out_wrongly_is_refused(&contest);
        previewed::a_rubric_may_be_given_up_and_waited_for_again(&contest);
        previewed::evaluators_judge_and_differ(&contest);
        declared::what_is_declared_stands_once_a_rubric_is_in(&contest);
        previewed::an_open_moderation_keeps_it_back(&contest);
        published::nothing_is_seen_before(&contest);
        published::no_step_goes_around_it(&contest);
        published::two_of_the_staff_publish_what_was_seen(&contest);
        published::everybody_reads_it(&contest);
        published::every_number_follows_from_the_file(&contest);
        published::a_number_that_was_changed_is_named(&contest);
        published::it_is_a_table_too(&contest);
        letters::each_reads_its_own(&contest);
        letters::everybody_is_told(&contest);
        letters::whoever_took_part_asks_and_everybody_reads(&contest);
        corrected::what_is_corrected_wrongly_is_refused(&contest);
        corrected::a_correction_is_a_new_version_with_what_differs(&contest);
        corrected::the_record_has_every_step(&contest);
        letters::nobody_asks_once_it_is_archived(&contest);
    });
}

/// The entries of a list.
fn all<'v>(value: &'v Value, name: &str) -> Vec<&'v Value> {
    value[name].as_array().into_iter().flatten().collect()
}
