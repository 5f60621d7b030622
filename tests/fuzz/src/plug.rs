//! A component from its inspection to machine code.

use std::sync::OnceLock;

use pilotbox_model::Limits;
use pilotbox_sandbox::{Allocation, EngineProfile, SandboxError, build_engine, inspect};
use wit_component::DecodedWasm;
use wit_parser::{Resolve, WorldItem, WorldKey};

use super::{
    assert_readable,
    challenge::{EVALUATION, INTERFACE, harness},
    inspect::assert_shown,
};

/// Inspects a component for the challenge. What is accepted must plug into the
/// harness, leave nothing but the harness's export, and, if it `is_compiled`,
/// be machine code.
pub fn plug(component: &[u8], is_compiled: bool) -> bool {
    let limits = Limits::default();
    if let Err(rejection) = inspect(component, &limits, Some((harness(), INTERFACE))) {
        assert_shown(&rejection);
        return false;
    }
    let plugged = match pilotbox_sandbox::plug(harness(), component, INTERFACE) {
        Ok(plugged) => plugged,
        // What the inspection does not see: it imports an interface of ours with
        // types of its own.
        Err(SandboxError::OtherImport(reason)) => {
            assert_readable(&reason);
            return false;
        }
        Err(error) => panic!("accepted, but: {error}"),
    };
    assert_closed(&plugged);
    if is_compiled {
        compiler()(&plugged).unwrap_or_else(|error| panic!("accepted, but: {error}"));
    }
    true
}

/// Demands that a pair exports what the harness does and nothing else, and that
/// no import could stand in for the plugin.
fn assert_closed(plugged: &[u8]) {
    let Ok(DecodedWasm::Component(resolve, world)) = wit_component::decode(plugged) else {
        panic!("a pair is a component");
    };
    let world = &resolve.worlds[world];
    assert_eq!(names(&resolve, &world.exports), [EVALUATION]);
    let imports = names(&resolve, &world.imports);
    assert!(!imports.iter().any(|name| name == INTERFACE), "{imports:?}");
}

fn names<'a>(
    resolve: &Resolve,
    items: impl IntoIterator<Item = (&'a WorldKey, &'a WorldItem)>,
) -> Vec<String> {
    let name = |(key, _): (&WorldKey, _)| resolve.name_world_key(key);
    items.into_iter().map(name).collect()
}

/// Compiles, and says why it cannot.
type Compiler = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, String> + Send + Sync>;

/// One engine for all inputs; its type is the sandbox's own business.
fn compiler() -> &'static Compiler {
    static COMPILER: OnceLock<Compiler> = OnceLock::new();
    COMPILER.get_or_init(|| {
        let engine = build_engine(EngineProfile::Scored, Allocation::OnDemand)
            .expect("the sandbox's settings hold");
        Box::new(move |component| {
            let code = engine.precompile_component(component);
            code.map_err(|error| format!("{error:#}"))
        })
    })
}
