//! What runs and administers a server.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use pilotbox_model::api::accounts::{Language, Role};

/// Which configuration.
#[derive(Debug, Args)]
pub(crate) struct ConfigFile {
    /// The configuration; without one, defaults and the environment.
    #[arg(id = "config", long, env = "PILOTBOX_CONFIG", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Prints one line once requests are answered: `listening on http://127.0.0.1:8080`. With --json it is
  {\"address\":\"127.0.0.1:8080\",\"url\":\"http://127.0.0.1:8080\"}
The log goes to standard error. SIGTERM and SIGINT stop it; SIGHUP has it read certificate and key again.

Examples:
  pilotbox serve
  pilotbox serve --config /etc/pilotbox/pilotbox.toml
  PILOTBOX_SERVER__LISTEN=127.0.0.1:0 pilotbox serve --json")]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// Print the line as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
It needs the server's database and blobs, and neither its key nor a port.

Example:
  pilotbox worker --config /etc/pilotbox/worker.toml")]
pub(crate) struct Work {
    #[command(flatten)]
    pub(crate) config: ConfigFile,
}

#[derive(Debug, Args)]
pub(crate) struct Config {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Look at file, folders, keys, addresses and database as the server would; changes nothing.
    #[command(after_help = "\
Exits with 2 if the server would not start or not keep its promises.

Example:
  pilotbox config check --config /etc/pilotbox/pilotbox.toml")]
    Check(ConfigAsk),
    /// Print what is in force: file, environment and defaults. Secrets stay hidden.
    #[command(after_help = "Example:\n  pilotbox config show --config pilotbox.toml")]
    Show(ConfigAsk),
}

#[derive(Debug, Args)]
pub(crate) struct ConfigAsk {
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Works on the database itself, whether the server runs or not; `restore` wants an installation that is empty.
Run it as the user that the server runs as: it refuses a data folder that belongs to somebody else.

Examples:
  pilotbox admin create-user --email ivan@sofia.example --name 'Ivan Ivanov' --role admin
  pilotbox admin grant maria@sofia.example staff
  pilotbox admin backup /backup/pilotbox.tar")]
pub(crate) struct Admin {
    #[command(subcommand)]
    pub(crate) command: AdminCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AdminCommand {
    /// Make an account whose address needs no confirmation.
    #[command(after_help = "\
Example:
  pilotbox admin create-user --email ivan@sofia.example --name 'Ivan Ivanov' --role admin")]
    CreateUser(CreateUser),
    /// Grant a role.
    #[command(after_help = "Example:\n  pilotbox admin grant maria@sofia.example staff")]
    Grant(RoleOf),
    /// Take a role, wherever it came from.
    #[command(after_help = "Example:\n  pilotbox admin revoke-role maria@sofia.example staff")]
    RevokeRole(RoleOf),
    /// Lock an account and end its sessions and tokens.
    #[command(after_help = "Example:\n  pilotbox admin lock maria@sofia.example")]
    Lock(Who),
    /// Unlock an account.
    #[command(after_help = "Example:\n  pilotbox admin unlock maria@sofia.example")]
    Unlock(Who),
    /// Take away the second factor of somebody who lost phone and codes.
    #[command(after_help = "Example:\n  pilotbox admin drop-factor maria@sofia.example")]
    DropFactor(Who),
    /// Forget a person who asked for it. Cannot be undone.
    #[command(after_help = "Example:\n  pilotbox admin erase maria@sofia.example --yes")]
    Erase(Erase),
    /// Replace the key that signs receipts; those of the old one stay valid.
    #[command(after_help = "Example:\n  pilotbox admin rotate-key")]
    RotateKey(ConfigAsk),
    /// Write database, blobs and keys into one file, while the server runs.
    #[command(after_help = "\
The file holds the signing key and hidden data: encrypt it before it leaves the machine.

Example:
  pilotbox admin backup /backup/pilotbox.tar")]
    Backup(Archive),
    /// Put a backup back, into an empty data folder and an empty database.
    #[command(after_help = "\
Example:
  PILOTBOX_SERVER__DATA=/var/lib/pilotbox.new pilotbox admin restore /backup/pilotbox.tar")]
    Restore(Archive),
}

#[derive(Debug, Args)]
pub(crate) struct CreateUser {
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// The account's address.
    #[arg(long)]
    pub(crate) email: String,
    /// The person's name.
    #[arg(long)]
    pub(crate) name: String,
    /// Language of mails.
    #[arg(long, value_enum, default_value = "bg")]
    pub(crate) language: LanguageName,
    /// A role; may be given more than once.
    #[arg(long, value_enum)]
    pub(crate) role: Vec<RoleName>,
    /// Read the password from standard input instead of asking for it.
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RoleOf {
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// An account: its address or its id.
    pub(crate) who: String,
    /// The role.
    #[arg(value_enum)]
    pub(crate) role: RoleName,
}

#[derive(Debug, Args)]
pub(crate) struct Who {
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// An account: its address or its id.
    pub(crate) who: String,
}

#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    pub(crate) who: Who,
    /// Do not ask.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Archive {
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// The backup, a tar archive.
    pub(crate) file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleName {
    /// Compares and judges.
    Evaluator,
    /// Posts challenges and data.
    Staff,
    /// Runs the installation.
    Admin,
}

impl RoleName {
    /// The role.
    pub(crate) fn role(self) -> Role {
        match self {
            Self::Evaluator => Role::Evaluator,
            Self::Staff => Role::Staff,
            Self::Admin => Role::Admin,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageName {
    /// Bulgarian.
    Bg,
    /// English.
    En,
}

impl LanguageName {
    /// The language.
    pub(crate) fn language(self) -> Language {
        match self {
            Self::Bg => Language::Bg,
            Self::En => Language::En,
        }
    }
}
