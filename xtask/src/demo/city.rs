//! A small city to try the portal on: an installation in `target/demo` with three
//! challenges, three startups and a dozen submissions of different quality, one
//! account for each role. Made anew each time, through the program's own commands.

mod jury;

use std::{
    fs,
    io::{BufRead as _, BufReader, IsTerminal as _, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::command::{challenges, pilotbox, root, text};

/// Of every account. The installation is reached from this machine alone.
const PASSWORD: &str = "a-city-to-try-things-on";

/// Accounts with a role: name, address, role.
const STAFF: [(&str, &str, &str); 4] = [
    ("Мария Петрова", "staff@demo.example", "staff"),
    ("Иван Колев", "second@demo.example", "staff"),
    ("Елена Маринова", "evaluator@demo.example", "evaluator"),
    ("Георги Тодоров", "admin@demo.example", "admin"),
];

/// Startups: a member's name, address, the organisation.
const STARTUPS: [(&str, &str, &str); 3] = [
    ("Ана Стоянова", "alpha@demo.example", "Алфа Мобилност"),
    ("Борис Илиев", "beta@demo.example", "Бета Данни"),
    ("Вера Николова", "gamma@demo.example", "Гама Лаб"),
];

/// Who submits what: startup, challenge, component, title.
const SUBMISSIONS: [(usize, &str, &str, &str); 12] = [
    (0, "parking-forecast", "parking-seasonal", "По часове и дни"),
    (
        1,
        "parking-forecast",
        "parking-forecast-baseline",
        "Последната стойност",
    ),
    (
        2,
        "parking-forecast",
        "parking-compat",
        "С модул за съвместимост",
    ),
    (
        0,
        "parking-forecast",
        "parking-forecast-slow",
        "Твърде бавно",
    ),
    (
        1,
        "parking-forecast",
        "water-weekly",
        "За друго предизвикателство",
    ),
    (0, "water-demand", "water-weekly", "По седмици"),
    (1, "water-demand", "water-demand-baseline", "Като вчера"),
    (2, "water-demand", "water-demand-trap", "Спира по средата"),
    (0, "school-admission", "school-fair", "По ред на желанията"),
    (
        1,
        "school-admission",
        "school-admission-baseline",
        "По жребий",
    ),
    (2, "school-admission", "school-admission-wrong", "С грешка"),
    (
        2,
        "parking-forecast",
        "parking-forecast-reference",
        "Еталонно решение",
    ),
];

/// The demonstration's challenges take plugins whatever their manifests say.
const OPENS: &str = "2026-01-01T00:00:00Z";

/// Everybody may sign in with a password alone: nobody has a phone here.
const CONFIG: &str = "[server]\nlisten = \"127.0.0.1:0\"\ndata = \"data\"\n\n\
    [accounts]\nrequire_totp_for = []\n\n[limits]\nsign_ins_per_minute = 600\n\n\
    [quota]\nper_day = 100\nper_phase = 1000\nconcurrent = 50\n\n[log]\nfilter = \"warn\"\n";

/// Looks at the folder of mails before one is missed: half a minute of them.
const MAX_LOOKS: usize = 3_000;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Asks again whether every program has been run: five minutes of it.
const MAX_TRIES: usize = 1_200;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);

/// The installation and the server that runs on it.
struct City {
    folder: PathBuf,
    url: String,
    server: Child,
}

/// Makes it, says who can sign in, and stays until it is stopped. Where nobody
/// watches, it looks at a few pages and ends.
pub(crate) fn show() -> Result<()> {
    let mut city = City::start()?;
    let shown = city.fill().and_then(|()| city.stay());
    city.stop()?;
    shown
}

impl City {
    fn start() -> Result<Self> {
        let folder = root().join("target/demo");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("pilotbox.toml"), CONFIG)?;
        for (name, email, role) in STAFF {
            let mut command = at(&folder, "staff");
            command.args(["admin", "create-user", "--config", "pilotbox.toml"]);
            command.args(["--email", email, "--name", name, "--role", role]);
            told(command.arg("--password-stdin"), PASSWORD)?;
        }
        let mut command = at(&folder, "server");
        command.args(["serve", "--config", "pilotbox.toml", "--json"]);
        let mut server = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| text(&command))?;
        let output = server.stdout.take().context("the server says nothing")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let ready: Value = serde_json::from_str(&line).context("the server did not start")?;
        let url = ready["url"].as_str().context("no address")?.to_owned();
        Ok(Self {
            folder,
            url,
            server,
        })
    }

    /// Challenges, startups, submissions.
    fn fill(&self) -> Result<()> {
        for (_, email, _) in STAFF.iter().take(2) {
            self.log_in(email, &["--scope", "manage"])?;
        }
        for challenge in challenges()? {
            self.post(&challenge)?;
        }
        for (name, email, organisation) in STARTUPS {
            self.join(name, email, organisation)?;
        }
        for (startup, challenge, component, title) in SUBMISSIONS {
            let (_, email, _) = STARTUPS[startup];
            let plugin = root().join(format!("target/components/{component}.wasm"));
            let mut command = self.client(email, "submit");
            command.arg(challenge).arg("--plugin").arg(plugin);
            quiet(command.args(["--title", title]))?;
        }
        self.hand_to_jury()
    }

    /// Tries what the server refuses until its runs have ended.
    fn wait_until(attempt: impl Fn() -> Result<String>) -> Result<()> {
        let mut last = attempt();
        for _ in 0..MAX_TRIES {
            if last.is_ok() {
                break;
            }
            thread::sleep(BETWEEN_TRIES);
            last = attempt();
        }
        last.map(|_| ())
    }

    /// One member of staff makes a challenge, another lets it pass and opens it.
    fn post(&self, challenge: &std::path::Path) -> Result<()> {
        let id = challenge.file_name().unwrap_or_default().to_string_lossy();
        let pack = self.folder.join(format!("{id}.pack"));
        let mut command = at(&self.folder, "staff");
        command.args(["pack", "--out"]).arg(&pack);
        quiet(command.arg(challenge))?;
        let (first, second) = (STAFF[0].1, STAFF[1].1);
        quiet(self.client(first, "challenge").arg("create").arg(&pack))?;
        let version = version(challenge)?;
        quiet(
            self.client(first, "challenge")
                .args(["move", &id, "review"]),
        )?;
        quiet(
            self.client(second, "challenge")
                .args(["approve", &id, &version]),
        )?;
        quiet(self.client(second, "challenge").args(["move", &id, "open"]))?;
        let phase = ["phase", &id, "main", "--opens", OPENS];
        quiet(self.client(second, "challenge").args(phase)).map(|_| ())
    }

    fn join(&self, name: &str, email: &str, organisation: &str) -> Result<()> {
        let mut command = self.client(email, "register");
        command.args(["--email", email, "--name", name]);
        command.args(["--organisation", organisation, "--password-stdin"]);
        told(&mut command, PASSWORD)?;
        let link = self.link_for(email)?;
        quiet(self.client(email, "confirm").arg(link))?;
        self.log_in(email, &[])?;
        for challenge in challenges()? {
            let id = challenge.file_name().unwrap_or_default().to_owned();
            quiet(self.client(email, "enrol").arg(id))?;
        }
        Ok(())
    }

    fn log_in(&self, email: &str, more: &[&str]) -> Result<()> {
        let mut command = self.client(email, "login");
        command.args(["--email", email, "--password-stdin"]);
        told(command.args(more), PASSWORD).map(|_| ())
    }

    /// The link in the newest mail to an address. The server sends mails while it
    /// answers, so the folder is looked at until the mail is there.
    fn link_for(&self, email: &str) -> Result<String> {
        for _ in 0..MAX_LOOKS {
            if let Some(mail) = self.mails()?.iter().rev().find(|mail| mail.contains(email)) {
                let mut words = mail.split_whitespace();
                let link = words.find(|word| word.contains("/confirm"));
                return Ok(link.context("the mail has no link")?.to_owned());
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        bail!("no mail for {email}")
    }

    /// What was sent, in the order of time. A mail is whole as soon as it has its name;
    /// the folder is there as soon as there is one.
    fn mails(&self) -> Result<Vec<String>> {
        let folder = self.folder.join("data/mail");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let entries = folder.read_dir()?;
        let files = entries.map(|entry| Ok(entry?.path()));
        let mut files: Vec<PathBuf> = files.collect::<std::io::Result<_>>()?;
        files.retain(|file| file.extension().is_some_and(|ending| ending == "eml"));
        files.sort();
        let read = |file: &PathBuf| {
            let mail = fs::read_to_string(file)?;
            Ok(mail.replace("=\r\n", "").replace("=3D", "="))
        };
        files.iter().map(read).collect()
    }

    /// The program as somebody's client of this server.
    fn client(&self, who: &str, name: &str) -> Command {
        let mut command = at(&self.folder, who);
        command.arg(name).env("PILOTBOX_SERVER", &self.url);
        command
    }

    fn stay(&mut self) -> Result<()> {
        println!("\nThe portal is at {}", self.url);
        println!("Sign in with the password `{PASSWORD}` as");
        for (name, email, role) in STAFF {
            println!("  {email:24} {role:10} {name}");
        }
        for (name, email, organisation) in STARTUPS {
            println!("  {email:24} startup    {name}, {organisation}");
        }
        if std::io::stdin().is_terminal() {
            println!("Ctrl-C stops it. Everything lies in target/demo.");
            self.server.wait()?;
            return Ok(());
        }
        for page in [
            "/bg",
            "/en",
            "/bg/challenges",
            "/en/challenges/parking-forecast",
        ] {
            self.look_at(page)?;
        }
        Ok(())
    }

    /// Reads a page as a browser without JavaScript does.
    fn look_at(&self, page: &str) -> Result<()> {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address)?;
        write!(
            stream,
            "GET {page} HTTP/1.1\r\nhost: {address}\r\naccept: text/html\r\nconnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.lines().next().unwrap_or_default();
        ensure!(status.contains(" 200 "), "{page} answers `{status}`");
        println!("{page}: {} bytes", answer.len());
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        if self.server.try_wait()?.is_none() {
            self.server.kill()?;
            self.server.wait()?;
        }
        Ok(())
    }
}

/// The version that a challenge's manifest names.
fn version(challenge: &std::path::Path) -> Result<String> {
    let manifest = fs::read_to_string(challenge.join("challenge.toml"))?;
    let mut lines = manifest.lines();
    let found = lines.find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(found.context("the manifest names no version")?.to_owned())
}

/// The program in the installation's folder, with a home of its own for each person.
fn at(folder: &std::path::Path, who: &str) -> Command {
    let mut command = pilotbox();
    command
        .current_dir(folder)
        .env("XDG_CONFIG_HOME", folder.join("homes").join(who))
        .env_remove("PILOTBOX_TOKEN");
    command
}

/// Runs a command that must succeed, and gives what it said.
fn quiet(command: &mut Command) -> Result<String> {
    told(command, "")
}

/// The same for one that reads a line.
fn told(command: &mut Command, line: &str) -> Result<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| text(command))?;
    let mut input = child.stdin.take().context("no input")?;
    writeln!(input, "{line}")?;
    drop(input);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!(
            "`{}` failed: {}",
            text(command),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
