//! What asks a server.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pilotbox_model::api::accounts::TokenScope;

use super::server::LanguageName;
use crate::client::Place;

/// Which server.
#[derive(Debug, Args)]
pub(crate) struct At {
    /// The server's address; by default the one that `pilotbox login` kept.
    #[arg(long, env = "PILOTBOX_SERVER", value_name = "URL", global = true)]
    pub(crate) server: Option<String>,
}

impl At {
    /// The server, and the token where the environment has one.
    pub(crate) fn place(&self) -> Place {
        let token = std::env::var("PILOTBOX_TOKEN").ok();
        Place {
            server: self.server.clone(),
            token: token.filter(|token| !token.is_empty()),
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
A mail with a link follows; `pilotbox confirm LINK` ends it.

Example:
  pilotbox register --server https://pilots.sofia.example --email ana@startup.example \\
                    --name 'Ana Petrova' --organisation 'Startup'")]
pub(crate) struct Register {
    #[command(flatten)]
    pub(crate) at: At,
    /// Your address.
    #[arg(long)]
    pub(crate) email: String,
    /// Your name.
    #[arg(long)]
    pub(crate) name: String,
    /// The organisation to make; needed to submit.
    #[arg(long)]
    pub(crate) organisation: Option<String>,
    /// Language of mails.
    #[arg(long, value_enum, default_value = "bg")]
    pub(crate) language: LanguageName,
    /// Read the password from standard input instead of asking for it.
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  pilotbox confirm 'https://pilots.sofia.example/confirm?secret=…'"
)]
pub(crate) struct Confirm {
    #[command(flatten)]
    pub(crate) at: At,
    /// The link of the mail, or the secret in it.
    // A secret may begin with a hyphen.
    #[arg(allow_hyphen_values = true)]
    pub(crate) link: String,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox reset --server https://pilots.sofia.example --email ana@startup.example
  pilotbox reset 'https://pilots.sofia.example/reset?secret=…'")]
pub(crate) struct Reset {
    #[command(flatten)]
    pub(crate) at: At,
    /// The link of the mail, or the secret in it.
    #[arg(required_unless_present = "email", allow_hyphen_values = true)]
    pub(crate) link: Option<String>,
    /// Ask for the mail: the account's address.
    #[arg(long, conflicts_with_all = ["link", "password_stdin"])]
    pub(crate) email: Option<String>,
    /// Read the new password from standard input instead of asking for it.
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Makes an account of the invited address; whoever has an account signs in with `--email` instead.

Examples:
  pilotbox accept 'https://pilots.sofia.example/invitation?secret=…' --name 'Maria Ivanova'
  pilotbox accept 'https://pilots.sofia.example/invitation?secret=…' --email maria@sofia.example")]
pub(crate) struct Accept {
    #[command(flatten)]
    pub(crate) at: At,
    /// The link of the mail, or the secret in it.
    // A secret may begin with a hyphen.
    #[arg(allow_hyphen_values = true)]
    pub(crate) link: String,
    /// Your name, for a new account.
    #[arg(long, required_unless_present = "email", conflicts_with_all = ["email", "code"])]
    pub(crate) name: Option<String>,
    /// The address of the account that you have.
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// The one-time code, where you have a second factor; asked for by default.
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// Read the password from standard input instead of asking for it.
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Makes a token on the server and keeps it in `$XDG_CONFIG_HOME/pilotbox/credentials.toml`, for you alone.
PILOTBOX_SERVER and PILOTBOX_TOKEN go over it. Where a role asks for a second factor and there is none,
it is set up first.

Examples:
  pilotbox login --server https://pilots.sofia.example
  pilotbox login --server https://pilots.sofia.example --scope manage      for staff
  pilotbox login --server https://pilots.sofia.example --token-stdin < token")]
pub(crate) struct Login {
    #[command(flatten)]
    pub(crate) at: At,
    /// Your address; asked for by default.
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// The one-time code, where you have a second factor; asked for by default.
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// Read the password from standard input instead of asking for it.
    #[arg(long, conflicts_with = "token_stdin")]
    pub(crate) password_stdin: bool,
    /// Keep a token that you have, read from standard input.
    #[arg(long, conflicts_with_all = ["email", "code", "scope", "days"])]
    pub(crate) token_stdin: bool,
    /// What the token may do; may be given more than once.
    #[arg(long, value_enum, default_values = ["read", "submit"])]
    pub(crate) scope: Vec<ScopeName>,
    /// For how many days it is good.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=365))]
    pub(crate) days: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScopeName {
    /// Read what you may read.
    Read,
    /// Submit plugins and withdraw them.
    Submit,
    /// Everything that you may do, but for passwords, tokens and factors.
    Manage,
}

impl ScopeName {
    /// The scope.
    pub(crate) fn scope(self) -> TokenScope {
        match self {
            Self::Read => TokenScope::Read,
            Self::Submit => TokenScope::Submit,
            Self::Manage => TokenScope::Manage,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pilotbox logout")]
pub(crate) struct Logout {
    #[command(flatten)]
    pub(crate) at: At,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pilotbox challenges\n  pilotbox challenges --json | jq '.[].id'"
)]
pub(crate) struct Challenges {
    #[command(flatten)]
    pub(crate) at: At,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pilotbox enrol parking-forecast")]
pub(crate) struct Enrol {
    #[command(flatten)]
    pub(crate) at: At,
    /// The challenge's id.
    pub(crate) challenge: String,
    /// The organisation's id; may be left out by members of one only.
    #[arg(long)]
    pub(crate) organisation: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox pull parking-forecast
  pilotbox run --challenge parking-forecast-1.0.0.startup.pack --plugin plugin.wasm")]
pub(crate) struct Pull {
    #[command(flatten)]
    pub(crate) at: At,
    /// The challenge's id.
    pub(crate) challenge: String,
    /// Where to put the pack.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(crate) to: PathBuf,
    /// The version; by default the current one.
    #[arg(long = "challenge-version", value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// For whom: the city's holds hidden splits and is for staff.
    #[arg(long, value_enum, default_value = "startup")]
    pub(crate) audience: super::Audience,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox submit parking-forecast --plugin plugin.wasm --title 'Seasons' --watch
  pilotbox submit parking-forecast --plugin plugin.wasm --dossier dossier.toml --document plan.pdf

A dossier is TOML or JSON: title, approach, pilot_plan, cost_eur, references, licence, rights, provenance.")]
pub(crate) struct Submit {
    #[command(flatten)]
    pub(crate) at: At,
    /// The challenge's id.
    pub(crate) challenge: String,
    /// The component.
    #[arg(long, value_name = "FILE")]
    pub(crate) plugin: PathBuf,
    /// One line; by default the dossier's, else the plugin's file name.
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// What goes with it, for the jury.
    #[arg(long, value_name = "FILE")]
    pub(crate) dossier: Option<PathBuf>,
    /// A PDF that goes with it.
    #[arg(long, value_name = "FILE")]
    pub(crate) document: Option<PathBuf>,
    /// The organisation's id; may be left out by members of one only.
    #[arg(long)]
    pub(crate) organisation: Option<String>,
    /// Stay until its runs have ended.
    #[arg(long)]
    pub(crate) watch: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
With --watch and --json each change is a line of JSON.

Examples:
  pilotbox status
  pilotbox status 01JD3X5W7Z --watch")]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) at: At,
    /// A run or a submission; by default your newest submissions.
    pub(crate) id: Option<String>,
    /// Stay until its runs have ended.
    #[arg(long, requires = "id")]
    pub(crate) watch: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pilotbox logs 01JD3X5W7Z")]
pub(crate) struct Logs {
    #[command(flatten)]
    pub(crate) at: At,
    /// The run: one of split sample, or any once results are published.
    pub(crate) run: String,
    /// Print lines of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Writes the salt of hidden cases beside it, to `FILE.salt`, once results are published.

Example:
  pilotbox receipt 01JD3X5W7Z --to receipt.json")]
pub(crate) struct Receipt {
    #[command(flatten)]
    pub(crate) at: At,
    /// The run.
    pub(crate) run: String,
    /// The file to write; by default `RUN.receipt.json`.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A list from the server itself proves nothing about that server: compare it with what the city publishes
elsewhere before you trust it.

Example:
  pilotbox keys --to city.keys.toml")]
pub(crate) struct Keys {
    #[command(flatten)]
    pub(crate) at: At,
    /// The file to write; by default standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Every link is checked as it comes; `pilotbox verify --chain FILE` does so again later.

Example:
  pilotbox chain --to chain.jsonl")]
pub(crate) struct Chain {
    #[command(flatten)]
    pub(crate) at: At,
    /// The file to write; by default standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}
