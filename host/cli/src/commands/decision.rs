//! `pilotbox decision`: read, preview, propose and publish the decision of a contest.

use pilotbox_evaluate::MAX_DECISION_BYTES;
use pilotbox_model::api::decisions::{
    DecidedNumbers, DecisionMissing, DecisionPreview, DecisionVersionView, DecisionView,
    ProposalAsk, ProposalView, PublicationAsk,
};

use crate::{
    arguments::decision::{Decision, DecisionCommand, NameDecision, PreviewDecision, ShowDecision},
    client::{Client, id},
    exit::Failure,
    files,
    show::{self, Page},
};

pub(crate) fn decision(arguments: &Decision) -> Result<(), Failure> {
    let place = arguments.at.place();
    match &arguments.command {
        DecisionCommand::Show(asked) => show_one(&Client::best(&place)?, asked),
        DecisionCommand::Preview(asked) => preview(&Client::signed_in(&place)?, asked),
        DecisionCommand::Propose(named) => propose(&Client::signed_in(&place)?, named),
        DecisionCommand::Publish(named) => publish(&Client::signed_in(&place)?, named),
    }
}

fn show_one(client: &Client, asked: &ShowDecision) -> Result<(), Failure> {
    let path = format!("challenges/{}/decision", id(&asked.challenge)?);
    let query = asked
        .version
        .map_or_else(String::new, |version| format!("?version={version}"));
    if let Some(to) = &asked.to {
        let limit_bytes = MAX_DECISION_BYTES as u64;
        let file = client.get_bytes(&format!("{path}/snapshot{query}"), limit_bytes)?;
        files::write(to, &file)?;
        let mut page = Page::default();
        page.line(format_args!("{}: {} bytes", to.display(), file.len()));
        let next = format!("pilotbox verify {} --trusted-key KEYS", to.display());
        page.line(format_args!("next: `{next}`"));
        return page.print();
    }
    let decision: DecisionView = client.get(&format!("{path}{query}"))?;
    if asked.json {
        return show::json(&decision);
    }
    let mut page = Page::default();
    page.told(format_args!(
        "version {} of {}, published {}, signed by {}",
        decision.version, decision.latest, decision.published_at, decision.signed_by
    ));
    if let Some(reason) = &decision.reason {
        page.told(format_args!("corrected: {}", reason.en));
    }
    places(&mut page, &decision.numbers);
    page.print()
}

fn preview(client: &Client, asked: &PreviewDecision) -> Result<(), Failure> {
    let path = format!("challenges/{}/decision/preview", id(&asked.challenge)?);
    let preview: DecisionPreview = client.get(&path)?;
    if asked.json {
        return show::json(&preview);
    }
    let mut page = Page::default();
    for line in missing(&preview.missing) {
        page.told(format_args!("missing     {line}"));
    }
    if let Some(refused) = &preview.refused {
        page.told(format_args!("no numbers  {refused}"));
    }
    if let Some(numbers) = &preview.numbers {
        places(&mut page, numbers);
    }
    if let Some(digest) = preview.digest.filter(|_| preview.is_ready) {
        let challenge = &asked.challenge;
        page.told(format_args!(
            "next: `pilotbox decision propose {challenge} --digest {digest}`"
        ));
    }
    page.print()
}

/// A line for each thing that is waited for.
fn missing(missing: &DecisionMissing) -> Vec<String> {
    let mut lines = Vec::new();
    if missing.is_undeclared {
        lines.push("how it is decided is not declared".to_owned());
    }
    if missing.is_too_early {
        lines.push("the challenge is not with its jury".to_owned());
    }
    for run in &missing.undone_runs {
        let state = run.state.as_deref().unwrap_or("not there");
        lines.push(format!("the final run of {} is {state}", run.organisation));
    }
    for one in &missing.unjudged {
        let (judged, waiting) = (one.judged, one.waiting.len());
        lines.push(format!(
            "{}: {judged} rubrics are in, {} are wanted, {waiting} were given out and are not done",
            one.organisation, one.fewest
        ));
    }
    for open in &missing.open_moderations {
        lines.push(format!(
            "{}: marks for `{}` run from {} to {}, and somebody has not said what stands",
            open.organisation, open.criterion, open.lowest, open.highest
        ));
    }
    for rejudge in &missing.rejudges {
        lines.push(format!("rejudge {rejudge} of the final split is undecided"));
    }
    lines
}

fn places(page: &mut Page, numbers: &DecidedNumbers) {
    let mut table = show::table(&["place", "organisation", "total", "automatic", "human"]);
    let number = |value: Option<f64>| value.map_or("none".to_owned(), |one| format!("{one:.1}"));
    for one in &numbers.candidates {
        table.add_row([
            one.place
                .map_or("none".to_owned(), |place| place.to_string()),
            one.organisation.clone(),
            number(one.total),
            number(one.automatic.as_ref().map(|score| score.total)),
            number(one.human.as_ref().map(|human| human.score)),
        ]);
    }
    page.told(table);
}

fn propose(client: &Client, named: &NameDecision) -> Result<(), Failure> {
    let path = format!("challenges/{}/decision/proposals", id(&named.challenge)?);
    let ask = ProposalAsk {
        digest: Some(named.digest.clone()),
        reason: None,
        changes: Vec::new(),
    };
    let proposal: ProposalView = client.post(&path, &ask)?;
    let mut page = Page::default();
    page.told(format_args!(
        "proposed; somebody else on the staff publishes it: `pilotbox decision publish {} --digest {}`",
        named.challenge, proposal.digest
    ));
    page.print()
}

fn publish(client: &Client, named: &NameDecision) -> Result<(), Failure> {
    let path = format!("challenges/{}/decision/versions", id(&named.challenge)?);
    let ask = PublicationAsk {
        digest: named.digest.clone(),
    };
    let out: DecisionVersionView = client.post(&path, &ask)?;
    let mut page = Page::default();
    page.told(format_args!(
        "version {} is out, signed by {}: {}",
        out.version, out.signed_by, out.digest
    ));
    page.print()
}
