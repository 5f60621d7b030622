//! Somebody's computer: an empty home, the program, and a terminal.

use std::{
    io::{Read as _, Write as _},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use pilotbox_tests::{
    End, Ended, pilotbox, program, scratch,
    server::{PASSWORD, Site, one_time_code},
};
use tempfile::TempDir;

/// A laptop with an empty home.
pub(super) struct Laptop {
    home: TempDir,
    /// The server that its owner has heard of.
    pub(super) server: String,
    token: Option<String>,
}

impl Laptop {
    /// Nobody has signed in on it.
    pub(super) fn new(site: &Site) -> Self {
        Self {
            home: scratch(),
            server: site.url().to_owned(),
            token: None,
        }
    }

    /// A laptop whose environment holds a server and a token.
    pub(super) fn with_token(server: &str, token: &str) -> Self {
        Self {
            home: scratch(),
            server: server.to_owned(),
            token: Some(token.to_owned()),
        }
    }

    /// A file in its home.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A file in its home, as an argument.
    pub(super) fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("the home can be written");
        path.to_str().expect("the path is text").to_owned()
    }

    /// A command of the program.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = pilotbox(name);
        self.place(&mut command);
        command
    }

    fn place(&self, command: &mut Command) {
        command
            .current_dir(self.home.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env_remove("PILOTBOX_SERVER")
            .env_remove("PILOTBOX_TOKEN");
        if let Some(token) = &self.token {
            command
                .env("PILOTBOX_SERVER", &self.server)
                .env("PILOTBOX_TOKEN", token);
        }
    }

    /// Runs a command to its good end.
    pub(super) fn run(&self, name: &str, arguments: &[&str]) -> Ended {
        self.command(name).args(arguments).end_with(0)
    }

    /// Runs a command that reads this line from standard input, and demands its end.
    pub(super) fn run_with(&self, line: &str, name: &str, arguments: &[&str], code: i32) -> Ended {
        let mut command = self.command(name);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let mut input = child.stdin.take().expect("the input is piped");
        writeln!(input, "{line}").expect("the line is read");
        drop(input);
        let ended = Ended::from(child.wait_with_output().expect("it ends"));
        assert_eq!(ended.code, code, "{name} {arguments:?}: {ended}");
        ended
    }

    /// Signs staff in at a terminal, who have no second factor yet: sets it up as
    /// people do, with what an app shows for the secret on the screen.
    pub(super) fn sign_staff_in(&self, email: &str) {
        let line = format!(
            "{} login --server {} --email {email} --scope manage",
            program().display(),
            self.server
        );
        let mut terminal = Terminal::start(self, &line);
        terminal.types_after("password: ", PASSWORD);
        let said = terminal.reads_to("its code now: ");
        let (_, rest) = said
            .split_once("authenticator app: ")
            .expect("the secret is on the screen");
        let secret = rest.split_whitespace().next().expect("it is a word");
        terminal.types(&one_time_code(secret));
        let said = terminal.ends();
        assert!(
            said.contains("each stands in once for a lost app"),
            "{said}"
        );
        assert!(said.contains(&format!("signed in as {email}")), "{said}");
    }
}

/// A program at a terminal of its own.
struct Terminal {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
}

impl Terminal {
    fn start(laptop: &Laptop, line: &str) -> Self {
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--return", "--flush", "--command", line])
            .arg("/dev/null")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        laptop.place(&mut command);
        let mut child = command.spawn().expect("a terminal can be made");
        Self {
            input: child.stdin.take().expect("the input is piped"),
            output: child.stdout.take().expect("the output is piped"),
            child,
        }
    }

    /// What is on the screen up to a question.
    fn reads_to(&mut self, question: &str) -> String {
        let mut screen = Vec::new();
        let mut byte = [0];
        while self.output.read(&mut byte).expect("the screen is read") == 1 {
            screen.push(byte[0]);
            if screen.ends_with(question.as_bytes()) {
                return String::from_utf8_lossy(&screen).into_owned();
            }
        }
        let screen = String::from_utf8_lossy(&screen);
        panic!("it ended without asking `{question}`:\n{screen}");
    }

    fn types(&mut self, text: &str) {
        writeln!(self.input, "{text}").expect("somebody reads");
        self.input.flush().expect("somebody reads");
    }

    fn types_after(&mut self, question: &str, text: &str) {
        self.reads_to(question);
        self.types(text);
    }

    /// The rest of the screen; it must end well.
    fn ends(mut self) -> String {
        let mut screen = String::new();
        self.output
            .read_to_string(&mut screen)
            .expect("the screen is text");
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status}: {screen}");
        screen
    }
}
