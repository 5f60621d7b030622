//! The lottery between equals: what was promised, what it came to, and how anybody draws
//! it again.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{DecidedCandidate, DecisionView, LotteryView};

use super::who;
use crate::{
    components::{
        facts::Facts,
        table::{Column, Table},
    },
    islands::copy::CopyCommand,
    texts::{challenge, decision as texts, site, submission},
    visit::Visit,
};

pub(super) fn section(visit: &Visit, view: &DecisionView) -> AnyView {
    let lottery = &view.lottery;
    let (label, done) = (visit.say(submission::COPY), visit.say(submission::COPIED));
    let ticket = view.numbers.candidates.first().map(|first| {
        let command = of_ticket(lottery, &first.submission);
        view! {
            <p>{visit.say(texts::REPEAT_TICKET)}</p>
            <CopyCommand command=command label=label.to_owned() done=done.to_owned()/>
        }
    });
    let seed = of_seed(lottery);
    view! {
        <section>
            <h2>{visit.say(texts::LOTTERY)}</h2>
            <p>{visit.say(texts::LOTTERY_LEAD)}</p>
            {facts(visit, lottery)}
            {tickets(visit, &view.numbers.candidates)}
            <h3>{visit.say(texts::REPEAT)}</h3>
            <p>{visit.say(texts::REPEAT_SEED)}</p>
            <CopyCommand command=seed label=label.to_owned() done=done.to_owned()/>
            {ticket}
        </section>
    }
    .into_any()
}

/// What was promised and what it came to.
pub(super) fn facts(visit: &Visit, lottery: &LotteryView) -> AnyView {
    let code = |text: &str| {
        let text = text.to_owned();
        view! { <code class="breakable">{text}</code> }.into_any()
    };
    let needed = if lottery.was_needed {
        site::YES
    } else {
        site::NO
    };
    let facts = vec![
        (visit.say(texts::WAS_NEEDED), visit.say(needed).into_any()),
        (visit.say(texts::LOTTERY_NAME), code(&lottery.name)),
        (visit.say(texts::COMMITMENT), code(&lottery.commitment)),
        (visit.say(texts::SECRET), code(&lottery.seed)),
        (visit.say(texts::LIST_DIGEST), code(&lottery.list_digest)),
    ];
    view! { <Facts facts=facts/> }.into_any()
}

/// Everybody's ticket, the smallest first; nothing where nobody is left.
pub(super) fn tickets(visit: &Visit, candidates: &[DecidedCandidate]) -> Option<AnyView> {
    if candidates.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::text(visit.say(texts::SUBMISSION_ID)),
        Column::text(visit.say(texts::TICKET)),
    ];
    let code = |text: &str| {
        let text = text.to_owned();
        view! { <code class="breakable">{text}</code> }.into_any()
    };
    let drawn = drawn(candidates).into_iter();
    let rows = drawn
        .map(|one| vec![who(one), code(&one.submission), code(&one.ticket)])
        .collect();
    let caption = visit.say(texts::TICKETS_CAPTION).to_owned();
    Some(view! { <Table caption=caption columns=columns rows=rows/> }.into_any())
}

/// Candidates by their tickets.
fn drawn(candidates: &[DecidedCandidate]) -> Vec<&DecidedCandidate> {
    let mut drawn: Vec<_> = candidates.iter().collect();
    drawn.sort_by(|a, b| (&a.ticket, &a.submission).cmp(&(&b.ticket, &b.submission)));
    drawn
}

/// Prints the digest that was promised.
fn of_seed(lottery: &LotteryView) -> String {
    format!("printf '%s' {} | xxd -r -p | sha256sum", lottery.seed)
}

/// Prints a ticket.
fn of_ticket(lottery: &LotteryView, submission: &str) -> String {
    let LotteryView {
        name,
        list_digest,
        seed,
        ..
    } = lottery;
    format!(
        "printf 'pilotbox-lottery-1\\n%s\\n%s\\n%s' {name} {list_digest} {submission} | \
         openssl dgst -sha256 -mac HMAC -macopt hexkey:{seed}"
    )
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn tickets_stand_in_the_order_in_which_they_were_drawn() {
        let mut numbers = invented::numbers();
        numbers.candidates.rotate_left(3);
        let all = drawn(&numbers.candidates);
        let ids: Vec<_> = all.iter().map(|one| one.submission.as_str()).collect();
        assert_eq!(ids, ["01S1", "01S2", "01S3", "01S5", "01S6", "01S4"]);
    }

    #[test]
    fn the_command_is_that_of_the_methodology() {
        let lottery = invented::decision().lottery;
        let command = of_ticket(&lottery, "01S1");
        let list = &lottery.list_digest;
        let start = format!(
            "printf 'pilotbox-lottery-1\\n%s\\n%s\\n%s' parking@1.0.0 {list} 01S1 | openssl"
        );
        assert!(command.starts_with(&start), "{command}");
    }
}
