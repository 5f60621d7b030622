//! `pilotbox serve` and `pilotbox worker`: the server and what helps it.

use std::{future::Future, net::SocketAddr, time::Duration};

use pilotbox_server::{
    config::Config,
    open,
    run::{RunError, run},
    serve::{ServeError, return_large_buffers, stop_signal},
    telemetry::install_log,
    work::run_worker,
};
use serde::Serialize;
use tokio::runtime::{Builder, Runtime};

use crate::{
    arguments::server::{ConfigFile, Serve, Work},
    exit::{Exit, Failure},
    loaded,
    show::Page,
    templates,
};

/// How long threads may go on that nobody waits for any more: what they do is
/// taken up again after the next start.
const LEFT_BEHIND: Duration = Duration::from_millis(200);

/// Where it listens, for programs.
#[derive(Serialize)]
struct Ready {
    address: SocketAddr,
    url: String,
}

pub(crate) fn serve(arguments: &Serve) -> Result<(), Failure> {
    let config = load(&arguments.config)?;
    start_log(&config)?;
    let program = loaded::program()?;
    let scheme = scheme(&config);
    let tell = |address| {
        let url = format!("{scheme}://{address}");
        if let Err(failure) = print_ready(&Ready { address, url }, arguments.json) {
            // The server works, whoever started it reads or not.
            say_late(failure);
        }
    };
    let components = templates::components();
    block_on(run(config, &program, components, Box::new(tell)))?.map_err(|error| match error {
        RunError::Serve(ServeError::Tls { .. }) | RunError::Mail(_) => Failure::usage(error),
        error => Failure::new(Exit::Host, error),
    })
}

pub(crate) fn work(arguments: &Work) -> Result<(), Failure> {
    let config = load(&arguments.config)?;
    start_log(&config)?;
    let program = loaded::program()?;
    let working = async {
        let signal = stop_signal().map_err(|error| Failure::new(Exit::Host, error))?;
        let stop = Box::pin(async {
            signal.await;
        });
        let worked = run_worker(&config, program, stop).await;
        worked.map_err(|error| Failure::new(Exit::Host, error))
    };
    block_on(working)?
}

/// Reads the configuration that the caller named.
pub(super) fn load(file: &ConfigFile) -> Result<Config, Failure> {
    Config::load(file.file.as_deref()).map_err(Failure::usage)
}

/// Waits for what a server's crates do.
pub(super) fn block_on<F: Future>(future: F) -> Result<F::Output, Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build();
    let runtime: Runtime = runtime
        .map_err(|error| Failure::new(Exit::Host, format!("no threads can be started: {error}")))?;
    let output = runtime.block_on(future);
    runtime.shutdown_timeout(LEFT_BEHIND);
    Ok(output)
}

/// To be done before threads are started.
fn start_log(config: &Config) -> Result<(), Failure> {
    open::keep_private();
    return_large_buffers();
    install_log(&config.log).map_err(Failure::usage)
}

fn scheme(config: &Config) -> &'static str {
    if config.server.tls.is_some() {
        "https"
    } else {
        "http"
    }
}

fn print_ready(ready: &Ready, as_json: bool) -> Result<(), Failure> {
    let mut page = Page::default();
    if as_json {
        let text = serde_json::to_string(ready);
        page.line(text.map_err(|error| Failure::new(Exit::Host, error))?);
    } else {
        page.line(format_args!("listening on {}", ready.url));
    }
    page.print()
}

fn say_late(failure: Failure) {
    if let Some(message) = failure.message() {
        anstream::eprintln!("note: {message}");
    }
}
