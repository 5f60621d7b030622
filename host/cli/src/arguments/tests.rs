use clap::CommandFactory;

use super::*;

#[test]
fn arguments_fit_together() {
    Arguments::command().debug_assert();
}

#[test]
fn every_command_shows_an_example() {
    let hidden = |command: &clap::Command| command.is_hide_set() || command.has_subcommands();
    let mut left = vec![Arguments::command()];
    while let Some(command) = left.pop() {
        left.extend(command.get_subcommands().cloned());
        let help = command.get_after_help().map(ToString::to_string);
        let shows = help.is_some_and(|help| help.contains("pilotbox "));
        assert!(shows || hidden(&command), "{}", command.get_name());
    }
}
