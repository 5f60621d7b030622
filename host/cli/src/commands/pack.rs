//! `pilotbox pack`: builds a challenge's folder and makes one file of it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use pilotbox_challenge::{Audience, PackOptions, pack as packing};
use pilotbox_model::Split;

use crate::{
    arguments, commands,
    exit::{Exit, Failure},
    files,
    loaded::{Loaded, evaluator},
    show::Page,
};

pub(crate) fn pack(arguments: &arguments::Pack) -> Result<(), Failure> {
    if let Some(folder) = &arguments.pilot {
        return pack_pilot(arguments, folder);
    }
    match (&arguments.challenge, &arguments.final_data) {
        (Some(challenge), _) => pack_challenge(arguments, challenge),
        (None, Some(folder)) => pack_final(arguments, folder),
        (None, None) => Err(Failure::usage(
            "neither a challenge nor final data is named",
        )),
    }
}

fn pack_final(arguments: &arguments::Pack, folder: &Path) -> Result<(), Failure> {
    let bytes = packing::pack_final(folder)?;
    let out = arguments.out.clone();
    let out = out.unwrap_or_else(|| PathBuf::from("final.tar"));
    files::write_secret(&out, &bytes)?;
    let mut page = Page::default();
    page.line(format_args!("{}: {} bytes", out.display(), bytes.len()));
    page.line("next: `pilotbox challenge attach-final CHALLENGE VERSION FILE`");
    page.print()
}

fn pack_pilot(arguments: &arguments::Pack, folder: &Path) -> Result<(), Failure> {
    let bytes = packing::pack_pilot(folder)?;
    let out = arguments.out.clone();
    let out = out.unwrap_or_else(|| PathBuf::from("pilot.tar"));
    files::write(&out, &bytes)?;
    let mut page = Page::default();
    page.line(format_args!("{}: {} bytes", out.display(), bytes.len()));
    page.line("next: `PUT /api/v1/pilots/{id}/data` with `content-type: application/x-tar`");
    page.print()
}

fn pack_challenge(arguments: &arguments::Pack, challenge: &Path) -> Result<(), Failure> {
    commands::build::build_challenge(challenge)?;
    let loaded = Loaded::open(challenge)?;
    let cases = all_cases(arguments, &loaded)?;
    let audience = match arguments.audience {
        arguments::Audience::City => Audience::City,
        arguments::Audience::Startup => Audience::Startup,
    };
    let options = PackOptions { audience };
    let bytes = packing::pack(
        loaded.opened.package(),
        loaded.opened.components(),
        &cases,
        options,
    )?;
    let manifest = loaded.opened.package().manifest();
    // Two names, so that a pack with hidden splits is never taken for the other.
    let (ending, holds) = match audience {
        Audience::City => (
            "city",
            "for the city: hidden splits and the reference are in it, do not hand it out",
        ),
        Audience::Startup => (
            "startup",
            "for startups: the split sample; hidden splits and the reference are left out",
        ),
    };
    let name = format!("{}-{}.{ending}.pack", manifest.id, manifest.version);
    let default = || PathBuf::from(name);
    let out = arguments.out.clone().unwrap_or_else(default);
    files::write(&out, &bytes)?;
    let mut page = Page::default();
    page.line(format_args!("{}: {} bytes", out.display(), bytes.len()));
    page.line(holds);
    page.print()
}

/// The cases of every split that the package has data for.
fn all_cases(
    arguments: &arguments::Pack,
    loaded: &Loaded,
) -> Result<BTreeMap<Split, Vec<pilotbox_model::Case>>, Failure> {
    let evaluator = evaluator(&arguments.machine)?;
    let artifacts = loaded.artifacts()?;
    let mut cases = BTreeMap::new();
    for split in Split::ALL {
        if loaded.opened.has_split(split) {
            cases.insert(split, evaluator.cases(&artifacts, split)?);
        }
    }
    if cases.is_empty() {
        let message = "no split has data; hint: tables lie in `data/sample` and so on";
        return Err(Failure::new(Exit::Challenge, message));
    }
    Ok(cases)
}
