//! How useful what is published still is: the programs of the challenge that the policy
//! names are scored on the raw table and on the published one.

use pilotbox_evaluate::{
    table::InputTable,
    template::{Swap, SwapError, SwapPoints, SwapTrial},
};
use pilotbox_model::printable;
use pilotbox_sanitize::{
    Table,
    format::write,
    report::{Points, set_utility, unmeasured},
};

use super::safe::Made;
use crate::{
    arguments::data::Usefulness,
    exit::{Exit, Failure},
    loaded::{Loaded, evaluator, jobs},
    show,
};

/// What is missing of a measure that the policy demands, for whoever can give it.
pub(super) fn missing(made: &Made) -> Option<String> {
    let missing = unmeasured(&made.report)?;
    let hint = "hint: `--challenge FOLDER` measures it, or take `[utility]` out of the policy";
    Some(format!("{missing}; {hint}"))
}

/// Puts the points into the report; does nothing where no challenge is given.
pub(super) fn measure(made: &mut Made, arguments: &Usefulness) -> Result<(), Failure> {
    let Some(path) = &arguments.challenge else {
        return Ok(());
    };
    let Some(demanded) = &made.policy.utility else {
        let hint = "hint: add `[utility]` with `challenge` and `max_points_lost`";
        return Err(Failure::usage(format!(
            "the policy names no challenge to measure by; {hint}"
        )));
    };
    let loaded = Loaded::open(path)?;
    let manifest = loaded.opened.package().manifest();
    if manifest.id != demanded.challenge {
        return Err(Failure::usage(format!(
            "the policy measures by `{}`, and `{}` holds `{}`; hint: name the one that the policy names",
            demanded.challenge,
            path.display(),
            manifest.id
        )));
    }
    let points = points(made, &loaded, arguments)?;
    set_utility(&mut made.report, &manifest.version, &points);
    Ok(())
}

fn points(made: &Made, loaded: &Loaded, arguments: &Usefulness) -> Result<Vec<Points>, Failure> {
    let evaluator = evaluator(&arguments.machine)?;
    let trial = SwapTrial {
        evaluator: &evaluator,
        opened: &loaded.opened,
        scratch: &std::env::temp_dir(),
        jobs: jobs(&arguments.machine),
    };
    let swap = Swap {
        raw: &as_input(&made.raw)?,
        published: &as_input(&made.sanitized.table)?,
        origins: &made.sanitized.origins,
    };
    let points = trial.compare(&swap, &show::Bar::new("usefulness"));
    let points = points.map_err(failed)?;
    Ok(points.into_iter().map(told).collect())
}

/// As a challenge would get the table: by its texts, whose types are found anew.
fn as_input(table: &Table) -> Result<InputTable, Failure> {
    let mut bytes = Vec::new();
    write::csv(table, &mut bytes).map_err(|error| Failure::new(Exit::Host, error))?;
    InputTable::read(bytes).map_err(|error| {
        Failure::usage(format!(
            "`{}` is no table for a challenge: {error}",
            table.name
        ))
    })
}

/// Why a program cannot be run is said to whoever publishes, and stands in no report.
fn told(points: SwapPoints) -> Points {
    let SwapPoints {
        name,
        before,
        after,
    } = points;
    if let Err(reason) = &after {
        anstream::eprintln!(
            "note: the {name} cannot be run on what is published: {}",
            printable(reason)
        );
    }
    Points {
        name,
        before,
        after: after.ok(),
    }
}

fn failed(error: SwapError) -> Failure {
    match error {
        SwapError::Evaluate(error) => error.into(),
        SwapError::Open(error) => error.into(),
        SwapError::Io(_) | SwapError::Write(_) => Failure::new(Exit::Host, error),
        other => Failure::usage(other),
    }
}
