//! An open-loop load on a server: reads that are sent when they are due, whether the
//! ones before were answered or not, and startups that upload beside them. What is
//! measured is the time from the moment at which a read was due, so that a server
//! that stalls cannot hide it.

mod neighbours;
mod reads;
mod tally;
mod uploads;
mod wire;

use std::{fmt, fs, net::SocketAddr, sync::Arc, time::Duration};

use serde_json::json;
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};

pub use neighbours::{Beside, beside_neighbours, deployment};
pub use tally::Tally;

use crate::{
    component,
    process::resident_kib,
    server::{Challenge, Site, World, city_pack, has_ended, pilot::Pilots, run_of, submission},
    server_soak::{Database, Startup, startups},
};
use reads::{Kind, Reader};
use uploads::Uploaders;

const CHALLENGE: &str = "challenges/mobility/parking-forecast";
const PLUGIN: &str = "parking-seasonal";

/// When memory is read for the first time: everything that is kept for good has
/// been made by then.
const WARM: Duration = Duration::from_secs(30);

/// What a server must hold no more of at the end, in percent.
const MEMORY_PERCENT: u64 = 110;

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Programs that ask the API.
    Programs,
    /// People who look at the portal's pages.
    People,
    /// People who look for a challenge: its list alone, in both languages.
    Seekers,
    /// Citizens who fill a pilot's form.
    Citizens,
}

/// How much load.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Who reads.
    pub readers: Readers,
    /// How long.
    pub seconds: u32,
    /// Reads that are sent in a second.
    pub reads_per_second: u32,
    /// Connections that they are spread over.
    pub connections: u32,
    /// Startups that upload; there may be none.
    pub uploaders: u32,
    /// Time between two uploads of one startup.
    pub upload_every: Duration,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The reads.
    pub reads: Tally,
    /// The uploads.
    pub uploads: Tally,
    /// Resident memory of the server in KiB: when it was warm, and at the end.
    pub memory_kib: Option<(u64, u64)>,
    /// Runs that had not ended at the end.
    pub queued: u64,
    /// Everything that is not as it must be.
    pub faults: Vec<String>,
}

impl Plan {
    /// What a server must bear.
    pub const FULL: Self = Self {
        readers: Readers::Programs,
        seconds: 120,
        reads_per_second: 300,
        connections: 200,
        uploaders: 20,
        upload_every: Duration::from_secs(2),
    };

    /// What the portal must bear.
    pub const PORTAL: Self = Self {
        readers: Readers::People,
        seconds: 60,
        reads_per_second: 500,
        connections: 100,
        uploaders: 0,
        upload_every: Duration::ZERO,
    };

    /// What the list of challenges must bear.
    pub const LIST: Self = Self {
        readers: Readers::Seekers,
        ..Self::PORTAL
    };

    /// What a pilot must bear.
    pub const PILOT: Self = Self {
        readers: Readers::Citizens,
        seconds: 60,
        reads_per_second: 1_000,
        connections: 200,
        uploaders: 0,
        upload_every: Duration::ZERO,
    };

    fn reads(&self) -> u32 {
        self.seconds * self.reads_per_second
    }

    fn lasts(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

/// Loads a server of its own on an empty database.
pub fn load(database: Database, plan: &Plan) -> Loaded {
    // What an installation has that sets nothing.
    let settings = database.settings().set("database.max_connections", 16);
    let world = World::on(Site::start(settings));
    let challenge = world.challenge(&city_pack(CHALLENGE));
    let count = usize::try_from(plan.uploaders).expect("they are few");
    let startups = startups(&world, &challenge, count.max(1));
    let first = startups.first().expect("there is one");
    let kinds = furnish(plan.readers, &world, &challenge, first);
    let startups = &startups[..count];
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made");
    let mut loaded = runtime.block_on(run(&world.site, plan, startups, kinds, challenge));
    let queue = world.site.client().get("/api/v1/queue").json();
    loaded.queued = queue["waiting"].as_u64().unwrap_or(0) + queue["running"].as_u64().unwrap_or(0);
    loaded.judge(plan, &world.site);
    loaded
}

/// Gives the readers something to read: a submission that was scored, or a pilot.
fn furnish(readers: Readers, world: &World, challenge: &Challenge, startup: &Startup) -> Vec<Kind> {
    let client = &startup.client;
    let plugin = fs::read(component(PLUGIN)).expect("the plugin is built");
    let ask = submission(challenge, &plugin, &json!({ "title": "the first" }));
    let first = client.send(&ask).expect(201).json();
    for split in ["sample", "public"] {
        has_ended(client, &run_of(&first, split));
    }
    match readers {
        Readers::Programs => reads::of_programs(challenge, startup, &first),
        Readers::People => reads::of_people(challenge),
        Readers::Seekers => reads::of_seekers(),
        Readers::Citizens => {
            let pilots = Pilots::published(world);
            reads::of_citizens(&pilots.nobody(), &pilots.open())
        }
    }
}

async fn run(
    site: &Site,
    plan: &Plan,
    startups: &[Startup],
    kinds: Vec<Kind>,
    challenge: Challenge,
) -> Loaded {
    let address = address(site.url());
    let pid = site.service().pid();
    let kinds = Arc::new(kinds);
    let uploaders = Uploaders::new(address, challenge);
    let start = Instant::now();
    let mut reading = JoinSet::new();
    for place in 0..plan.connections {
        let reader = Reader::new(address, Arc::clone(&kinds), place);
        reading.spawn(reader.read(*plan, start));
    }
    let mut uploading = JoinSet::new();
    for (place, startup) in startups.iter().enumerate() {
        uploading.spawn(uploaders.one(startup, place).upload(*plan, start));
    }
    sleep_until(start + WARM.min(plan.lasts() / 4)).await;
    let warm = resident_kib(pid);
    let reads = sum(reading).await;
    let uploads = sum(uploading).await;
    Loaded {
        reads,
        uploads,
        memory_kib: warm.zip(resident_kib(pid)),
        ..Loaded::default()
    }
}

async fn sum(mut tasks: JoinSet<Tally>) -> Tally {
    let mut all = Tally::default();
    while let Some(tally) = tasks.join_next().await {
        all.add(tally.expect("no task panics"));
    }
    all
}

fn address(url: &str) -> SocketAddr {
    let address = url.strip_prefix("http://").unwrap_or(url);
    address.parse().expect("a site listens on an address")
}

impl Loaded {
    fn judge(&mut self, plan: &Plan, site: &Site) {
        for (what, tally) in [("reads", &self.reads), ("uploads", &self.uploads)] {
            if tally.failed > 0 {
                let (failed, some) = (tally.failed, &tally.failures);
                self.faults
                    .push(format!("{failed} {what} failed: {some:#?}"));
            }
        }
        let sent = self.reads.count();
        if u32::try_from(sent) != Ok(plan.reads()) {
            self.faults
                .push(format!("{sent} of {} reads were sent", plan.reads()));
        }
        if self.uploads.good == 0 && plan.uploaders > 0 {
            self.faults.push("nothing was uploaded".to_owned());
        }
        match self.memory_kib {
            None => self.faults.push("the server is gone".to_owned()),
            // A shorter load ends before the server is warm.
            Some((warm, end)) if plan.lasts() > WARM && end * 100 > warm * MEMORY_PERCENT => {
                self.faults
                    .push(format!("memory grew from {warm} to {end} KiB"));
            }
            Some(_) => {}
        }
        if site.log().contains("panicked") {
            self.faults.push("the server panicked".to_owned());
        }
    }
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "reads    {}", self.reads)?;
        if self.uploads.count() > 0 {
            writeln!(f, "uploads  {}", self.uploads)?;
        }
        if let Some((warm, end)) = self.memory_kib {
            writeln!(f, "memory   {warm} KiB when warm, {end} KiB at the end")?;
        }
        write!(f, "queue    {} runs had not ended", self.queued)
    }
}
