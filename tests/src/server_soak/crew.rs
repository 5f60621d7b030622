//! The processes of an installation, which are killed one by one, and where its
//! server answers at the moment.

use std::sync::{Arc, PoisonError, RwLock};

use crate::{
    process::{Child, children},
    server::{Service, Site, World},
};

/// Where the server answers, and how often that has changed.
#[derive(Clone)]
pub(super) struct Address(Arc<RwLock<Whereabouts>>);

#[derive(Clone)]
struct Whereabouts {
    url: String,
    /// Odd while the server is away.
    changes: u64,
}

/// What a client knows of the server before it asks.
pub(super) struct Sight(Whereabouts);

/// A server with two workers beside it.
pub(super) struct Crew {
    pub(super) world: World,
    pub(super) address: Address,
    workers: [Option<Service>; 2],
    /// Processes that the dead had started.
    left: Vec<Child>,
}

/// Whom to kill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Victim {
    Server,
    Worker(usize),
}

impl Victim {
    pub(super) const ALL: [Self; 3] = [Self::Server, Self::Worker(0), Self::Worker(1)];
}

impl Address {
    /// Where the server of a site is for good.
    pub(super) fn of(site: &Site) -> Self {
        let whereabouts = Whereabouts {
            url: site.url().to_owned(),
            changes: 0,
        };
        Self(Arc::new(RwLock::new(whereabouts)))
    }

    /// Where the server is now; nothing while it is away.
    pub(super) fn sight(&self) -> Option<Sight> {
        let now = self.now();
        now.changes.is_multiple_of(2).then_some(Sight(now))
    }

    /// Whether the server has been there since it was seen: what failed then has no
    /// excuse.
    pub(super) fn has_stayed(&self, sight: &Sight) -> bool {
        self.now().changes == sight.0.changes
    }

    fn now(&self) -> Whereabouts {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn change(&self, url: &str) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        url.clone_into(&mut now.url);
        now.changes += 1;
    }
}

impl Sight {
    /// Where the server answered.
    pub(super) fn url(&self) -> &str {
        &self.0.url
    }
}

impl Crew {
    /// Starts the workers beside a server that runs.
    pub(super) fn new(world: World) -> Self {
        let address = Address::of(&world.site);
        Self {
            workers: [0, 1].map(|_| Some(world.site.worker())),
            address,
            world,
            left: Vec::new(),
        }
    }

    /// Ends a process as `kill -9` does, and starts it again.
    pub(super) fn kill(&mut self, victim: Victim) {
        match victim {
            Victim::Server => {
                self.left.extend(children(self.world.site.service().pid()));
                self.address.change("");
                self.world.site.restart();
                self.address.change(self.world.site.url());
            }
            Victim::Worker(number) => {
                let dead = self.workers[number].take().expect("it was started");
                self.left.extend(children(dead.pid()));
                drop(dead);
                self.workers[number] = Some(self.world.site.worker());
            }
        }
    }

    /// What is wrong with the processes at the end: those that ended by themselves,
    /// and those that the dead have left behind.
    pub(super) fn faults(&self) -> Vec<String> {
        let services = self
            .workers
            .iter()
            .flatten()
            .chain([self.world.site.service()]);
        let gone = services.filter(|service| !service.is_alive());
        let gone = gone.map(|service| format!("process {} ended by itself", service.pid()));
        let alive = self.left.iter().filter(|child| child.is_alive());
        let alive = alive.map(|child| format!("a process is left over: {child:?}"));
        gone.chain(alive).collect()
    }
}
