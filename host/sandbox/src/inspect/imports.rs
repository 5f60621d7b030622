//! Which imports are granted: decided on names alone, before any I/O.

use pilotbox_model::Profile;

use super::Rejection;

/// What every harness exports.
pub(crate) const EVALUATION: &str = "pilotbox:challenge/evaluation@0.1.0";

/// What a harness exports beside it if it serves pilots.
pub(crate) const PILOT: &str = "pilotbox:challenge/pilot@0.1.0";

/// What a plugin may import in either profile.
const PLUGIN: [&str; 3] = [
    "pilotbox:plugin/log@0.1.0",
    "pilotbox:plugin/data@0.1.0",
    "pilotbox:plugin/tables@0.1.0",
];

/// What a harness may import beside the interface.
const HARNESS: [&str; 2] = [
    "pilotbox:challenge/meter@0.1.0",
    "pilotbox:challenge/data@0.1.0",
];

/// Interfaces of WASI 0.2 that profile compat links.
const COMPAT: [&str; 21] = [
    "cli/environment",
    "cli/exit",
    "cli/stdin",
    "cli/stdout",
    "cli/stderr",
    "cli/terminal-input",
    "cli/terminal-output",
    "cli/terminal-stdin",
    "cli/terminal-stdout",
    "cli/terminal-stderr",
    "clocks/monotonic-clock",
    "clocks/wall-clock",
    "filesystem/preopens",
    "filesystem/types",
    "io/error",
    "io/poll",
    "io/streams",
    "random/insecure",
    "random/insecure-seed",
    "random/random",
    "cli/types",
];

pub(super) fn is_for_plugin(name: &str) -> bool {
    PLUGIN.contains(&name)
}

pub(super) fn is_for_harness(name: &str) -> bool {
    HARNESS.contains(&name)
}

/// The least profile that grants all of these, or the first that none grants.
pub(super) fn profile(imports: &[String]) -> Result<Profile, Rejection> {
    let mut profile = Profile::Pure;
    for name in imports {
        if is_for_plugin(name) {
            continue;
        }
        if !is_compat(name) {
            return Err(Rejection::ForbiddenImport {
                name: name.clone(),
                hint: hint(name),
            });
        }
        profile = Profile::Compat;
    }
    Ok(profile)
}

/// Patch releases of WASI 0.2 only add; the linker matches them.
fn is_compat(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("wasi:") else {
        return false;
    };
    let Some((interface, version)) = rest.split_once('@') else {
        return false;
    };
    version.starts_with("0.2.") && COMPAT.contains(&interface)
}

fn hint(name: &str) -> &'static str {
    let starts = |prefix| name.starts_with(prefix);
    if starts("pilotbox:challenge/") {
        "this interface is the harness's; a plugin is told what it may know by its arguments and by `pilotbox:plugin/data`"
    } else if starts("pilotbox:plugin/") {
        "this version of the host grants `log`, `data` and `tables` at 0.1.0; build with the SDK of the same version"
    } else if starts("wasi:http") {
        "there is no network; Python: build with `componentize-py --stub-wasi`, JavaScript: with `--disable http --disable fetch-event`"
    } else if starts("wasi:sockets") {
        "there is no network; Rust: build with `pilotbox build` (wasm32-unknown-unknown), Python: with `componentize-py --stub-wasi`"
    } else if starts("wasi:") {
        "profile compat grants cli, io, clocks, random and filesystem of WASI 0.2, all empty; Rust: build with `pilotbox build`, Python: with `componentize-py --stub-wasi`"
    } else {
        "a plugin may import `pilotbox:plugin/log` and `pilotbox:plugin/data`; bundle everything else into the component"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(names: &[&str]) -> Result<Profile, Rejection> {
        profile(
            &names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn the_least_profile_is_chosen() {
        assert_eq!(decide(&[]), Ok(Profile::Pure));
        assert_eq!(decide(&PLUGIN), Ok(Profile::Pure));
        assert_eq!(decide(&["wasi:io/streams@0.2.6"]), Ok(Profile::Compat));
    }

    #[test]
    fn everything_else_is_refused_by_name() {
        for name in [
            "pilotbox:challenge/data@0.1.0",
            "pilotbox:challenge/meter@0.1.0",
            "pilotbox:plugin/log@0.2.0",
            "wasi:http/outgoing-handler@0.2.4",
            "wasi:sockets/tcp@0.2.4",
            "wasi:io/streams@0.3.0",
            "wasi:io/streams",
            "wasi:keyvalue/store@0.2.0",
            "acme:thing/x",
        ] {
            let Err(Rejection::ForbiddenImport { name: found, .. }) = decide(&[name]) else {
                panic!("{name} was granted");
            };
            assert_eq!(found, name);
        }
    }
}
