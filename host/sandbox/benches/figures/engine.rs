//! The engine by itself: one component, and what each setting costs.

use std::hint::black_box;

use bench_plugin::kernels;
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store,
    component::{Component, Linker},
};

use crate::{
    measure::{duration, median_ns, row},
    pair::component,
};

mod bindings {
    wasmtime::component::bindgen!({
        inline: "package pilotbox:bench; world bench {
            export pilotbox:mobility/parking-forecast@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge", "../../wit/mobility"],
        world: "pilotbox:bench/bench",
    });
}

use bindings::{Bench, BenchPre, exports::pilotbox::mobility::parking_forecast::Request};

/// Settings that are weighed against each other.
#[derive(Clone, Copy)]
struct Settings {
    name: &'static str,
    fuel: bool,
    epoch: bool,
    canonical_nans: bool,
}

const ALL: [Settings; 5] = [
    Settings {
        name: "nothing metered",
        fuel: false,
        epoch: false,
        canonical_nans: false,
    },
    Settings {
        name: "epoch (live)",
        fuel: false,
        epoch: true,
        canonical_nans: false,
    },
    Settings {
        name: "fuel",
        fuel: true,
        epoch: false,
        canonical_nans: false,
    },
    Settings {
        name: "fuel, NaNs",
        fuel: true,
        epoch: false,
        canonical_nans: true,
    },
    Settings {
        name: "fuel, epoch, NaNs (scored)",
        fuel: true,
        epoch: true,
        canonical_nans: true,
    },
];

struct Loaded {
    engine: Engine,
    pre: BenchPre<()>,
    settings: Settings,
}

pub(crate) fn figures() {
    fresh_component();
    let loaded: Vec<_> = ALL.iter().map(|settings| load(*settings, true)).collect();
    let mut ratios = vec![1.0; loaded.len()];
    for (index, kernel) in kernels::ALL.iter().enumerate() {
        let native = median_ns(|| {
            black_box(kernel.run());
        });
        row(
            &format!("{}, native", kernel.name),
            &duration(native),
            "-",
            "",
        );
        for (ratio, loaded) in ratios.iter_mut().zip(&loaded) {
            let wasm = kernel_ns(loaded, index);
            *ratio *= wasm / native;
            let name = format!("{}, wasm, {}", kernel.name, loaded.settings.name);
            row(
                &name,
                &duration(wasm),
                "-",
                &format!("{:.2} x native", wasm / native),
            );
        }
    }
    for (ratio, loaded) in ratios.iter().zip(&loaded) {
        let goal = match loaded.settings.name {
            "epoch (live)" => "1.6 x",
            "fuel, epoch, NaNs (scored)" => "2.5 x",
            _ => "-",
        };
        let mean = ratio.powf(1.0 / kernels::ALL.len() as f64);
        let name = format!(
            "wasm against native, geometric mean, {}",
            loaded.settings.name
        );
        row(&name, &format!("{mean:.2} x"), goal, "");
    }
}

fn load(settings: Settings, pool: bool) -> Loaded {
    let mut config = Config::new();
    config
        .consume_fuel(settings.fuel)
        .epoch_interruption(settings.epoch)
        .cranelift_nan_canonicalization(settings.canonical_nans)
        .concurrency_support(false);
    if pool {
        let mut slots = PoolingAllocationConfig::new();
        slots
            .total_component_instances(8)
            .linear_memory_keep_resident(1 << 20);
        slots.pagemap_scan(wasmtime::Enabled::Auto);
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(slots));
    }
    let engine = Engine::new(&config).unwrap();
    let component = Component::new(&engine, component("bench-plugin")).unwrap();
    let mut linker = Linker::new(&engine);
    // The log is for panics, which no kernel meets.
    linker.define_unknown_imports_as_traps(&component).unwrap();
    let pre = BenchPre::new(linker.instantiate_pre(&component).unwrap()).unwrap();
    Loaded {
        engine,
        pre,
        settings,
    }
}

fn instantiate(loaded: &Loaded) -> (Store<()>, Bench) {
    let mut store = Store::new(&loaded.engine, ());
    if loaded.settings.fuel {
        store.set_fuel(u64::MAX / 2).unwrap();
    }
    store.set_epoch_deadline(u64::MAX / 2);
    let instance = loaded.pre.instantiate(&mut store).unwrap();
    (store, instance)
}

fn request(kernel: i64, values: usize) -> Request {
    Request {
        car_parks: vec![],
        slots: vec![kernel],
        occupancy: vec![0.5; values],
        targets: vec![],
    }
}

fn call(store: &mut Store<()>, instance: &Bench, request: &Request) {
    let answer = instance
        .pilotbox_mobility_parking_forecast()
        .call_forecast(store, request)
        .unwrap();
    assert!(black_box(answer).is_ok());
}

fn fresh_component() {
    let small = request(0, 8);
    let pooled = load(ALL[1], true);
    let fresh = |loaded: &Loaded| {
        median_ns(|| {
            let (mut store, instance) = instantiate(loaded);
            call(&mut store, &instance, &small);
        })
    };
    let pooled_ns = fresh(&pooled);
    row(
        "fresh single component, pool",
        &duration(pooled_ns),
        "10 us",
        "",
    );
    let on_demand_ns = fresh(&load(ALL[1], false));
    let note = format!("{:.1} x the pool", on_demand_ns / pooled_ns);
    row(
        "instead: the engine's default, on demand",
        &duration(on_demand_ns),
        "-",
        &note,
    );

    let (mut store, instance) = instantiate(&pooled);
    let live_ns = median_ns(|| call(&mut store, &instance, &small));
    row(
        "live typed call, host to plugin",
        &duration(live_ns),
        "200 ns",
        "",
    );
}

fn kernel_ns(loaded: &Loaded, index: usize) -> f64 {
    let (mut store, instance) = instantiate(loaded);
    let request = request(i64::try_from(index).unwrap() + 1, 1);
    median_ns(|| call(&mut store, &instance, &request))
}
