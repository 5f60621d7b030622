//! What can be typed.

pub(crate) mod client;
pub(crate) mod data;
pub(crate) mod decision;
pub(crate) mod evaluation;
mod new;
pub(crate) mod pilot;
pub(crate) mod server;
pub(crate) mod staff;
pub(crate) mod template;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use pilotbox_evaluate::CompileLimits;
use pilotbox_model::Split;
use pilotbox_sandbox::EngineProfile;

pub(crate) use new::{Interface, New, NewKind};

const AFTER_HELP: &str = "\
Exit codes:
  0  scored, or whatever was asked for is done
  1  our own fault: the disk is full, a runner died
  2  usage: arguments or files that cannot be used
  3  the plugin is rejected before it runs
  4  the plugin failed: no case was scored
  5  the challenge is at fault
  6  the receipt, the decision or the chain does not hold
  7  not signed in, or not allowed
  8  the server does not answer, or fails
  9  the server refuses: a quota, a state, a field

Examples:
  pilotbox build plugins-examples/parking-seasonal
  pilotbox run --challenge challenges/mobility/parking-forecast \\
               --plugin target/components/parking-seasonal.wasm
";

/// A sandbox for city pilots: build, inspect, run, score, replay.
#[derive(Debug, Parser)]
#[command(name = "pilotbox", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a plugin or a challenge from a template.
    New(Box<New>),
    /// Build guest crates into components.
    Build(Build),
    /// Show what a component is, and whether it answers a challenge.
    Inspect(Inspect),
    /// Check a challenge package: files, harness, and the plugins it ships with.
    Check(Check),
    /// Run a plugin on a challenge and score it.
    Run(Run),
    /// Check a receipt, and replay it bit for bit.
    Verify(Verify),
    /// Try a plugin as the pilot that citizens would see.
    Pilot(pilot::Pilot),
    /// Make one file of a challenge with its built harness.
    Pack(Pack),
    /// Look at city data, make it safe, measure what risk is left.
    Data(data::Data),
    /// Make a key that signs receipts, and the list that trusts it.
    Keygen(Keygen),
    /// Open an account at a server.
    Register(client::Register),
    /// Confirm an address with the link of a mail.
    Confirm(client::Confirm),
    /// Set a forgotten password anew.
    Reset(client::Reset),
    /// Accept an invitation with the link of its mail.
    Accept(client::Accept),
    /// Sign in to a server and keep a token for it.
    Login(client::Login),
    /// Sign out: the token ends, here and at the server.
    Logout(client::Logout),
    /// List a server's challenges.
    Challenges(client::Challenges),
    /// Take part in a challenge.
    Enrol(client::Enrol),
    /// Fetch a challenge's pack, to work on without a network.
    Pull(client::Pull),
    /// Submit a plugin to a challenge.
    Submit(client::Submit),
    /// Show runs and submissions.
    Status(client::Status),
    /// Show what a plugin logged in a run.
    Logs(client::Logs),
    /// Fetch a run's receipt.
    Receipt(client::Receipt),
    /// Fetch the list of keys that sign a server's receipts.
    Keys(client::Keys),
    /// Fetch a server's chain of receipts and decisions, and check it.
    Chain(client::Chain),
    /// Make a challenge and move it on, as staff.
    Challenge(staff::Challenge),
    /// Read the decision of a contest; preview and publish it, as staff.
    Decision(decision::Decision),
    /// See what is yours to judge and say what is done, as an evaluator.
    Evaluation(evaluation::Evaluation),
    /// Run the server.
    Serve(server::Serve),
    /// Help a server with its runs, on this or another machine.
    Worker(server::Work),
    /// Look at a server's configuration.
    Config(server::Config),
    /// Administer an installation: accounts, keys, backups.
    Admin(server::Admin),
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Say what this machine offers: engine, limits, confinement, cache.
    Doctor(Doctor),
    /// Run guests for a parent process; not for people.
    #[command(hide = true)]
    Runner(Runner),
    /// Compile standard input for a parent process; not for people.
    #[command(hide = true)]
    Compile(Compile),
    /// Try to get out of a worker's confinement; not for people.
    #[command(hide = true)]
    Probe(Probe),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox doctor
  pilotbox doctor --json | jq .workers")]
pub(crate) struct Doctor {
    /// Where compiled code is kept.
    #[arg(long, env = "PILOTBOX_CACHE")]
    pub(crate) cache: Option<PathBuf>,
    /// Print the table of all bounds instead, as Markdown.
    #[arg(long, conflicts_with = "json")]
    pub(crate) bounds: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Runner {
    /// A file or folder that may be read.
    #[arg(long)]
    pub(crate) read: Vec<PathBuf>,
    /// Bytes of memory that it may write to.
    #[arg(long)]
    pub(crate) memory_bytes: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Compile {
    /// The engine's profile: scored or live.
    pub(crate) profile: EngineProfile,
    #[arg(long, default_value_t = CompileLimits::DEFAULT.memory_bytes)]
    pub(crate) memory_bytes: u64,
    #[arg(long, default_value_t = CompileLimits::DEFAULT.cpu_seconds)]
    pub(crate) cpu_seconds: u64,
    #[arg(long, default_value_t = CompileLimits::DEFAULT.code_bytes)]
    pub(crate) code_bytes: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Probe {
    /// Whose confinement.
    #[arg(value_enum)]
    pub(crate) worker: WorkerKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkerKind {
    /// The process that runs guests.
    Runner,
    /// The process that compiles.
    Compiler,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox build                                     the crate in this folder
  pilotbox build challenges/mobility/parking-forecast  its harness and plugins

A crate is built for profile pure, unless its Cargo.toml says
  [package.metadata.pilotbox]
  profile = \"compat\"")]
pub(crate) struct Build {
    /// Folders of guest crates, or of challenges with all their crates.
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Where to write; by default `components` in cargo's target folder.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Keep debug information, so that a trap shows source lines.
    #[arg(long)]
    pub(crate) debug: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  pilotbox inspect plugin.wasm --challenge challenges/mobility/parking-forecast"
)]
pub(crate) struct Inspect {
    /// The component.
    pub(crate) file: PathBuf,
    /// The challenge that it should answer: a folder or a pack.
    #[arg(long)]
    pub(crate) challenge: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pilotbox check challenges/mobility/parking-forecast")]
pub(crate) struct Check {
    /// A folder or a pack.
    pub(crate) challenge: PathBuf,
    #[command(flatten)]
    pub(crate) machine: Machine,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What concerns this machine only, never a result.
#[derive(Debug, Default, Args)]
pub(crate) struct Machine {
    /// Runners, each a process of its own; by default one a core.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
    /// Where compiled code is kept.
    #[arg(long, env = "PILOTBOX_CACHE")]
    pub(crate) cache: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox run --challenge challenges/mobility/parking-forecast --plugin plugin.wasm
  pilotbox run --challenge parking.pack --plugin plugin.wasm --split public --json
  pilotbox run --challenge parking.pack --plugin plugin.wasm --receipt receipt.json --key my.key
  pilotbox run --challenge parking.pack --plugin plugin.wasm --profile fuel.svg")]
pub(crate) struct Run {
    /// A folder or a pack.
    #[arg(long)]
    pub(crate) challenge: PathBuf,
    /// The component.
    #[arg(long)]
    pub(crate) plugin: PathBuf,
    /// Which cases: sample, public or final.
    #[arg(long, default_value = "sample")]
    pub(crate) split: Split,
    /// Seed of the interval's draws and of compat's clock and randomness.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) machine: Machine,
    /// Print JSON: the same bytes wherever it is computed.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write a signed receipt; of a hidden split also its salt, to `FILE.salt`.
    #[arg(long, requires = "key", value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
    /// The key that signs it, made by `pilotbox keygen`.
    #[arg(long, requires = "receipt", value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// Show where the fuel of one case goes, by function: a flame graph (.svg)
    /// and folded stacks (.folded), side by side. Of split sample only.
    #[arg(long, value_name = "FILE")]
    pub(crate) profile: Option<PathBuf>,
    /// The case to profile; by default the one that used most fuel.
    #[arg(long, requires = "profile", value_name = "ID")]
    pub(crate) case: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Levels, from least to most: signature, sample replay, full replay.

Examples:
  pilotbox verify receipt.json --trusted-key city.keys.toml
  pilotbox verify receipt.json --trusted-key city.keys.toml \\
                  --challenge parking.pack --plugin plugin.wasm
  pilotbox verify decision.json --trusted-key city.keys.toml
  pilotbox verify --chain chain.jsonl")]
pub(crate) struct Verify {
    /// The receipt, or the signed file of a decision: its `format` tells.
    #[arg(required_unless_present = "chain")]
    pub(crate) receipt: Option<PathBuf>,
    /// Lists of keys that are trusted; no key inside a file ever is. Without one the numbers
    /// of a decision are recomputed, and nobody vouches for them.
    #[arg(long, value_name = "FILE")]
    pub(crate) trusted_key: Vec<PathBuf>,
    /// Check a chain of receipts and decisions instead, as `pilotbox chain` wrote it.
    #[arg(long, value_name = "FILE",
        conflicts_with_all = ["receipt", "trusted_key", "challenge", "plugin", "salt"])]
    pub(crate) chain: Option<PathBuf>,
    /// The challenge to replay it on: a folder or a pack.
    #[arg(long, requires = "plugin")]
    pub(crate) challenge: Option<PathBuf>,
    /// The component to replay it with.
    #[arg(long, requires = "challenge")]
    pub(crate) plugin: Option<PathBuf>,
    /// The published salt of a hidden split.
    #[arg(long, value_name = "FILE")]
    pub(crate) salt: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) machine: Machine,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox pack challenges/mobility/parking-forecast --audience startup --out parking.pack
  pilotbox pack --final tables                             withheld final data, for staff to attach")]
pub(crate) struct Pack {
    /// The challenge's folder.
    #[arg(required_unless_present_any = ["final_data", "pilot"])]
    pub(crate) challenge: Option<PathBuf>,
    /// Pack the tables of a folder instead: final data that was withheld.
    #[arg(long = "final", value_name = "DIR", conflicts_with_all = ["challenge", "audience"])]
    pub(crate) final_data: Option<PathBuf>,
    /// Pack the tables of a folder instead: newer data of a pilot.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["challenge", "audience", "final_data"])]
    pub(crate) pilot: Option<PathBuf>,
    /// The file to write; by default `ID-VERSION.AUDIENCE.pack`, `final.tar` or `pilot.tar`.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// For whom: startups get no hidden split and no reference.
    #[arg(long, value_enum, default_value = "city")]
    pub(crate) audience: Audience,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Audience {
    /// Everything: for staff and for the server.
    City,
    /// Without hidden splits and the reference.
    Startup,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pilotbox keygen my      writes my.key and my.keys.toml")]
pub(crate) struct Keygen {
    /// Base name of the two files.
    pub(crate) name: PathBuf,
    /// For how many days from now the key is trusted.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3_650))]
    pub(crate) days: u16,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  pilotbox completions bash > ~/.local/share/bash-completion/completions/pilotbox"
)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests;
