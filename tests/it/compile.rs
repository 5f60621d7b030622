//! Compilation in a child process: each of its limits, and what the parent makes
//! of a child that does not do its work.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use pilotbox_evaluate::{CompileLimits, Evaluator, Worker};
use pilotbox_sandbox::{Compiled, EngineProfile, SandboxError};
use pilotbox_tests::{component, program, scratch};
use wasm_encoder::{
    CodeSection, Component, Function, FunctionSection, Module, ModuleSection, TypeSection, ValType,
};

const MEBIBYTE: u64 = 1 << 20;

fn compile_with(
    program: &Path,
    limits: CompileLimits,
    component: &[u8],
) -> Result<Compiled, SandboxError> {
    let scratch = scratch();
    let evaluator = Evaluator::new(Worker::new(program), scratch.path(), limits);
    let compiled = evaluator.cache().compile(component, EngineProfile::Scored);
    let survey = evaluator.cache().survey().expect("the cache can be read");
    assert_eq!(survey.drafts, 0, "nothing half-written stays");
    assert_eq!(survey.entries, u64::from(compiled.is_ok()));
    compiled
}

fn refusal(limits: CompileLimits, component: &[u8]) -> String {
    match compile_with(&program(), limits, component) {
        Err(SandboxError::DoesNotCompile(reason)) => reason,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn plugin() -> Vec<u8> {
    fs::read(component("parking-seasonal")).expect("the plugin is built")
}

/// Many functions of straight-line code, each of `steps` additions.
fn long_winded(functions: u32, steps: u32) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I64], [ValType::I64]);
    let mut declared = FunctionSection::new();
    let mut code = CodeSection::new();
    let mut function = Function::new([]);
    let mut body = function.instructions();
    body.local_get(0);
    for step in 0..steps {
        body.local_get(0)
            .i64_const(i64::from(step))
            .i64_mul()
            .i64_add();
    }
    body.end();
    for _ in 0..functions {
        declared.function(0);
        code.function(&function);
    }
    let mut module = Module::new();
    module.section(&types).section(&declared).section(&code);
    let mut component = Component::new();
    component.section(&ModuleSection(&module));
    component.finish()
}

#[test]
fn a_component_within_all_limits_is_compiled() {
    let compiled = compile_with(&program(), CompileLimits::DEFAULT, &plugin());
    assert!(!compiled.expect("it compiles").was_cached);
}

#[test]
fn code_that_is_too_large_is_refused() {
    let limits = CompileLimits {
        code_bytes: 10_000,
        ..CompileLimits::DEFAULT
    };
    assert_eq!(
        refusal(limits, &plugin()),
        "its machine code has more than 10000 bytes"
    );
}

#[test]
fn a_compilation_that_takes_too_much_memory_is_refused() {
    let limits = CompileLimits {
        memory_bytes: 512 * MEBIBYTE,
        ..CompileLimits::DEFAULT
    };
    let reason = refusal(limits, &long_winded(256, 20_000));
    assert!(reason.contains("536870912 bytes of memory"), "{reason}");
}

#[test]
fn a_compilation_that_takes_too_much_processor_time_is_refused() {
    let limits = CompileLimits {
        cpu_seconds: 1,
        ..CompileLimits::DEFAULT
    };
    let reason = refusal(limits, &long_winded(256, 20_000));
    assert_eq!(reason, "it takes more than 1 s of processor time");
}

#[test]
fn a_compilation_that_takes_too_long_by_the_clock_is_no_fault_of_the_component() {
    let limits = CompileLimits {
        wall_ms: 0,
        ..CompileLimits::DEFAULT
    };
    let error = compile_with(&program(), limits, &plugin()).expect_err("no time is left");
    assert!(matches!(error, SandboxError::Compiler(_)), "{error:?}");
    assert!(error.to_string().contains("within 0 ms"), "{error}");
}

/// A program that does something else than compiling.
fn impostor(folder: &Path, script: &str) -> PathBuf {
    let path = folder.join("impostor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("it can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("it can be run");
    path
}

fn fault_of(script: &str) -> SandboxError {
    let folder = scratch();
    let program = impostor(folder.path(), script);
    compile_with(&program, CompileLimits::DEFAULT, &plugin()).expect_err("nothing is compiled")
}

#[test]
fn a_compiler_that_panics_refuses_the_component() {
    let error = fault_of("exit 101");
    assert!(
        matches!(error, SandboxError::DoesNotCompile(_)),
        "{error:?}"
    );
    assert!(error.to_string().contains("a fault of its own"), "{error}");
}

#[test]
fn a_compiler_that_could_not_do_its_work_is_the_hosts_fault() {
    let error = fault_of("echo the disk is full >&2; exit 1");
    assert!(matches!(error, SandboxError::Compiler(_)), "{error:?}");
    assert_eq!(error.to_string(), "the compiler failed: the disk is full");
}

#[test]
fn a_compiler_that_is_killed_again_and_again_is_the_hosts_fault() {
    let error = fault_of("kill -9 $$");
    assert!(matches!(error, SandboxError::Compiler(_)), "{error:?}");
    assert!(error.to_string().contains("SIGKILL"), "{error}");
}

#[test]
fn a_compiler_that_only_closes_its_mouth_is_not_waited_for() {
    let error = fault_of("exec 2>&-; read -r line < /dev/zero");
    assert!(matches!(error, SandboxError::Compiler(_)), "{error:?}");
}

#[test]
fn what_is_no_component_is_refused_with_the_compilers_words() {
    let reason = refusal(CompileLimits::DEFAULT, b"\0asm\x0d\0\x01\0\x0b\x01\x07");
    let words = "failed to parse WebAssembly module: unexpected end-of-file";
    assert!(reason.starts_with(words), "{reason}");
}

#[test]
fn a_child_that_writes_something_else_is_not_believed() {
    let error = compile_with(Path::new("/bin/echo"), CompileLimits::DEFAULT, &plugin());
    let error = error.expect_err("that is no machine code").to_string();
    assert_eq!(
        error,
        "the compiler failed: it wrote something else than machine code of a component"
    );
}

#[test]
fn a_child_that_cannot_be_started_is_the_hosts_fault() {
    let error = compile_with(
        Path::new("/nowhere/pilotbox"),
        CompileLimits::DEFAULT,
        &plugin(),
    );
    let error = error.expect_err("there is no such program");
    assert!(matches!(error, SandboxError::Compiler(_)), "{error:?}");
    assert!(error.to_string().contains("`/nowhere/pilotbox`"), "{error}");
}
