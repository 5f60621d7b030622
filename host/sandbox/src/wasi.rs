//! Profile compat: enough of WASI 0.2 for a language runtime to start. It finds
//! no file, no environment, no argument and no network. Clock and randomness
//! are functions of the case's seed; nothing sleeps.

use std::sync::Arc;

use pilotbox_model::LogLevel;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use wasmtime::component::{HasData, Linker, Resource};
use wasmtime_wasi::{
    HostMonotonicClock, HostWallClock, WasiCtx, WasiCtxView, WasiView,
    cli::{WasiCli, WasiCliView},
    clocks::{WasiClocks, WasiClocksView},
    filesystem::{WasiFilesystem, WasiFilesystemView},
    p2::{
        DynPollable, Pollable,
        bindings::{cli, clocks, filesystem, random, sync},
        subscribe,
    },
    random::{WasiRandom, WasiRandomView},
};

use crate::state::{BoundedLog, CaseState};

mod output;

use output::{OutputSink, SharedOutput};

/// Bytes of randomness in one call. Stops a request for gigabytes, and keeps a
/// call worth no more than the fuel that each call costs.
pub(crate) const MAX_RANDOM_BYTES: u64 = 4 * 1024;

/// Time that passes with each look at a clock.
pub(crate) const STEP: std::time::Duration = std::time::Duration::from_millis(1);

/// 2026-01-01T00:00:00Z: when every case begins.
pub(crate) const EPOCH_SECONDS: u64 = 1_767_225_600;

/// The WASI side of a case; nothing is made until a guest asks for it.
pub(crate) struct CompatState {
    seed: u64,
    limit_bytes: u64,
    live: Option<Box<Live>>,
}

struct Live {
    context: WasiCtx,
    output: SharedOutput,
}

impl CompatState {
    pub(crate) fn new(seed: u64, limit_bytes: u64) -> Self {
        Self {
            seed,
            limit_bytes,
            live: None,
        }
    }

    /// What the guest wrote to standard output and standard error, by line.
    pub(crate) fn into_output(self) -> BoundedLog {
        let output = self.live.map(|live| live.output.take());
        output.unwrap_or_else(|| BoundedLog::new(0))
    }

    fn build(seed: u64, limit_bytes: u64) -> Box<Live> {
        let output = SharedOutput::new(limit_bytes);
        let sink = |level| OutputSink {
            level,
            output: output.clone(),
        };
        let clock = SteppedClock::default();
        let mut builder = WasiCtx::builder();
        builder
            .allow_blocking_current_thread(true)
            .allow_tcp(false)
            .allow_udp(false)
            .allow_ip_name_lookup(false)
            .stdout(sink(LogLevel::Info))
            .stderr(sink(LogLevel::Warn))
            .wall_clock(clock.clone())
            .monotonic_clock(clock)
            .secure_random(ChaCha8Rng::seed_from_u64(seed))
            .insecure_random(ChaCha8Rng::seed_from_u64(!seed))
            .insecure_random_seed(u128::from(seed))
            .max_random_size(MAX_RANDOM_BYTES);
        let context = builder.build();
        Box::new(Live { context, output })
    }
}

impl WasiView for CaseState {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let CompatState {
            seed,
            limit_bytes,
            live,
        } = &mut self.compat;
        let live = live.get_or_insert_with(|| CompatState::build(*seed, *limit_bytes));
        WasiCtxView {
            ctx: &mut live.context,
            table: &mut self.handles,
        }
    }
}

/// Links cli, io, clocks, random and filesystem; no sockets, no HTTP.
pub(crate) fn link(l: &mut Linker<CaseState>) -> wasmtime::Result<()> {
    type T = CaseState;
    clocks::wall_clock::add_to_linker::<T, WasiClocks>(l, T::clocks)?;
    clocks::monotonic_clock::add_to_linker::<T, ReadyClock>(l, |t| ReadyClockView(t))?;
    random::random::add_to_linker::<T, WasiRandom>(l, WasiRandomView::random)?;
    random::insecure::add_to_linker::<T, WasiRandom>(l, WasiRandomView::random)?;
    random::insecure_seed::add_to_linker::<T, WasiRandom>(l, WasiRandomView::random)?;
    cli::exit::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::environment::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::stdin::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::stdout::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::stderr::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::terminal_input::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::terminal_output::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::terminal_stdin::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::terminal_stdout::add_to_linker::<T, WasiCli>(l, T::cli)?;
    cli::terminal_stderr::add_to_linker::<T, WasiCli>(l, T::cli)?;
    filesystem::preopens::add_to_linker::<T, WasiFilesystem>(l, T::filesystem)?;
    sync::filesystem::types::add_to_linker::<T, WasiFilesystem>(l, T::filesystem)?;
    sync::io::error::add_to_linker::<T, HasIo>(l, |t| &mut t.handles)?;
    sync::io::poll::add_to_linker::<T, HasIo>(l, |t| &mut t.handles)?;
    sync::io::streams::add_to_linker::<T, HasIo>(l, |t| &mut t.handles)?;
    Ok(())
}

struct HasIo;

impl HasData for HasIo {
    type Data<'a> = &'a mut wasmtime::component::ResourceTable;
}

/// Moves by one step with each look, so that loops that wait for it end and
/// nothing can be timed by it.
#[derive(Clone, Default)]
struct SteppedClock(Arc<std::sync::atomic::AtomicU64>);

impl SteppedClock {
    fn step(&self) -> std::time::Duration {
        let steps = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        STEP.saturating_mul(u32::try_from(steps).unwrap_or(u32::MAX))
    }
}

impl HostWallClock for SteppedClock {
    fn resolution(&self) -> std::time::Duration {
        STEP
    }

    fn now(&self) -> std::time::Duration {
        std::time::Duration::from_secs(EPOCH_SECONDS) + self.step()
    }
}

impl HostMonotonicClock for SteppedClock {
    fn resolution(&self) -> u64 {
        u64::try_from(STEP.as_nanos()).unwrap_or(u64::MAX)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.step().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// `wasi:clocks/monotonic-clock` whose pollables are ready at once: the
/// library's own would sleep in real time.
struct ReadyClock;

impl HasData for ReadyClock {
    type Data<'a> = ReadyClockView<'a>;
}

struct ReadyClockView<'a>(&'a mut CaseState);

impl clocks::monotonic_clock::Host for ReadyClockView<'_> {
    fn now(&mut self) -> wasmtime::Result<u64> {
        clocks::monotonic_clock::Host::now(&mut self.0.clocks())
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        clocks::monotonic_clock::Host::resolution(&mut self.0.clocks())
    }

    fn subscribe_instant(&mut self, _when: u64) -> wasmtime::Result<Resource<DynPollable>> {
        self.ready()
    }

    fn subscribe_duration(&mut self, _nanos: u64) -> wasmtime::Result<Resource<DynPollable>> {
        self.ready()
    }
}

impl ReadyClockView<'_> {
    fn ready(&mut self) -> wasmtime::Result<Resource<DynPollable>> {
        let ready = self.0.handles.push(Ready)?;
        subscribe(&mut self.0.handles, ready)
    }
}

struct Ready;

#[wasmtime_wasi::async_trait]
impl Pollable for Ready {
    async fn ready(&mut self) {}
}
