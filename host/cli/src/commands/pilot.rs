//! `pilotbox pilot`: what citizens would see of a plugin, checked as a server checks it.

use std::path::Path;

use pilotbox_challenge::pilot::{InputFault, MAX_INPUT_BYTES, PilotSchemas};
use pilotbox_evaluate::{Deployment, Worker, ask_once, describe_once};
use pilotbox_model::api::{
    challenges::Bilingual,
    pilots::{AnswerBlock, AnswerCell, FieldKind, PilotAnswer as Shown, PilotForm},
};
use pilotbox_sandbox::{PilotEnd, PilotReport};
use serde_json::Value;

use crate::{
    arguments::pilot::{Pilot, PilotAnswer, PilotCommand, PilotOf},
    exit::{Exit, Failure},
    files,
    loaded::{Loaded, evaluator, worker},
    show::{self, Page},
};

pub(crate) fn pilot(arguments: &Pilot) -> Result<(), Failure> {
    let (done, is_json) = match &arguments.command {
        PilotCommand::Describe(of) => (describe(of), of.json),
        PilotCommand::Answer(ask) => (answer(ask), ask.of.json),
    };
    done.map_err(|failure| {
        if is_json {
            show::json_failure(failure)
        } else {
            failure
        }
    })
}

/// A plugin that was made ready, and what its harness says of the form.
struct Ready {
    worker: Worker,
    deployment: Deployment,
    schemas: PilotSchemas,
    /// What was opened stays for as long as it is used.
    _loaded: Loaded,
}

impl Ready {
    fn new(of: &PilotOf) -> Result<Self, Failure> {
        let loaded = Loaded::open(&of.challenge)?;
        let limit = loaded.opened.limits().component_bytes;
        let plugin = files::read_component(&of.plugin, limit)?;
        let deployment = evaluator(&of.machine)?.deploy(&plugin, &loaded.artifacts()?)?;
        let worker = worker()?;
        let schemas = match describe_once(&worker, &deployment)?.end {
            PilotEnd::Described { input, answer } => PilotSchemas::read(&input, &answer)
                .map_err(|reason| Failure::new(Exit::Challenge, reason))?,
            end => return Err(ended(end)),
        };
        Ok(Self {
            worker,
            deployment,
            schemas,
            _loaded: loaded,
        })
    }
}

fn describe(of: &PilotOf) -> Result<(), Failure> {
    let ready = Ready::new(of)?;
    if of.json {
        return show::json(ready.schemas.form());
    }
    let mut page = Page::default();
    told_form(&mut page, ready.schemas.form());
    page.print()
}

fn answer(ask: &PilotAnswer) -> Result<(), Failure> {
    let input = read_input(&ask.input)?;
    let ready = Ready::new(&ask.of)?;
    let input = ready
        .schemas
        .check_input(&input)
        .map_err(|faults| faulty(&faults))?;
    let report = ask_once(&ready.worker, &ready.deployment, input)?;
    let answer = match report.end {
        PilotEnd::Answered(ref answer) => ready.schemas.read_answer(answer),
        end => return Err(ended(end)),
    };
    let answer = answer.map_err(|reason| Failure::new(Exit::PluginFailed, reason))?;
    let shown = Shown {
        shown: ready.schemas.show(&answer),
        data: ready.schemas.about().clone(),
        answer,
    };
    if ask.of.json {
        return show::json(&shown);
    }
    print(&shown, &report)
}

/// A file or JSON itself: what begins with a brace is no name of a file here.
fn read_input(given: &str) -> Result<Value, Failure> {
    let text = if given.trim_start().starts_with('{') {
        given.to_owned()
    } else {
        let bytes = files::read(Path::new(given))?;
        String::from_utf8(bytes).map_err(|_| Failure::usage(format!("`{given}` is no text")))?
    };
    if text.len() > MAX_INPUT_BYTES {
        return Err(Failure::usage(format!(
            "the form is over {MAX_INPUT_BYTES} bytes"
        )));
    }
    serde_json::from_str(&text).map_err(|error| {
        Failure::usage(format!(
            "`--input` is no JSON: {error}; hint: `pilotbox pilot describe` shows the fields"
        ))
    })
}

fn faulty(faults: &[InputFault]) -> Failure {
    let said = |fault: &InputFault| format!("`{}`: {}", fault.field, fault.message);
    let said: Vec<_> = faults.iter().map(said).collect();
    Failure::usage(format!(
        "{}; hint: `pilotbox pilot describe` shows the fields",
        said.join("; ")
    ))
}

/// Why there is no answer.
fn ended(end: PilotEnd) -> Failure {
    match end {
        PilotEnd::BadInput(message) => Failure::usage(message),
        PilotEnd::PluginFault { code, message } => {
            Failure::new(Exit::PluginFailed, format!("{code}: {message}"))
        }
        PilotEnd::HarnessFault { message } => Failure::new(Exit::Challenge, message),
        PilotEnd::Described { .. } | PilotEnd::Answered(_) => {
            Failure::new(Exit::Host, "a runner answered another question")
        }
    }
}

fn told_form(page: &mut Page, form: &PilotForm) {
    for field in &form.fields {
        page.told(format_args!("{}: {}", field.name, field.title.en));
        match &field.kind {
            FieldKind::Choice { options } => {
                for option in options {
                    page.told(format_args!(
                        "  {}  {}",
                        option.value.text(),
                        option.title.en
                    ));
                }
            }
            FieldKind::Number {
                minimum, maximum, ..
            } => {
                let end = |end: &Option<f64>| end.map(|end| end.to_string()).unwrap_or_default();
                page.told(format_args!("  {}..{}", end(minimum), end(maximum)));
            }
            FieldKind::Text { max_chars } => {
                page.told(format_args!("  text, at most {max_chars} characters"));
            }
            FieldKind::YesNo => page.told("  true or false"),
        }
    }
}

fn print(shown: &Shown, report: &PilotReport) -> Result<(), Failure> {
    let mut page = Page::default();
    for block in &shown.shown {
        match block {
            AnswerBlock::Sentence { text } => page.told(&text.en),
            AnswerBlock::Table { columns, rows } => {
                let header: Vec<_> = columns.iter().map(|column| column.en.as_str()).collect();
                let mut table = show::table(&header);
                for row in rows {
                    table.add_row(row.iter().map(cell));
                }
                page.told(table);
            }
            AnswerBlock::Chart { y, points, .. } => {
                page.told(format_args!("{}: {} points", y.en, points.len()));
            }
            AnswerBlock::Districts { title, tiles } => {
                page.told(format_args!("{}:", title.en));
                for tile in tiles {
                    page.told(format_args!("  {}: {}", tile.name.en, tile.value));
                }
            }
        }
    }
    let said = [&shown.data.place, &shown.data.period, &shown.data.notice];
    for text in said.into_iter().flatten() {
        let Bilingual { en, .. } = text;
        page.told(en);
    }
    page.line(format_args!("{} ms", report.elapsed_ns / 1_000_000));
    page.print()
}

fn cell(cell: &AnswerCell) -> String {
    match cell {
        AnswerCell::Number(number) => number.to_string(),
        AnswerCell::Text(text) => text.en.clone(),
    }
}
