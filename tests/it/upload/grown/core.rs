//! Core modules that hold a given number of one thing and little else.

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, DataSegment, DataSegmentMode, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    MemorySection, MemoryType, Module, Section, TypeSection, ValType,
};

/// A module with this many of what the bound counts.
pub(super) fn grown(bound: &str, count: usize) -> Option<Module> {
    let few = u32::try_from(count).expect("a count is small");
    Some(match bound {
        "core_name_bytes" => exporting(&["a".repeat(count)]),
        "functions" => functions(few),
        "function_bytes" => function_bytes(count),
        "locals" => with_function(&empty_function([(few, ValType::I32)])),
        "locals_in_blocks" => locals_in_blocks(count),
        "block_nesting" => nested(count, false),
        "loop_nesting" => nested(count, true),
        "br_table_targets" => br_table(count),
        "signature" => one(&signature(count)),
        "block_signature" => block_signature(count),
        "values_moved" => values_moved(count),
        "core_types" => core_types(count),
        "core_imports" => core_imports(count),
        "core_exports" => {
            let names: Vec<_> = (0..count).map(|index| format!("e{index}")).collect();
            exporting(&names)
        }
        "globals" => one(&globals(count, &ConstExpr::i32_const(0))),
        "segments" => segments(count),
        "initializer_bytes" => initializer_bytes(count),
        _ => return None,
    })
}

/// A module of one section.
fn one(section: &impl Section) -> Module {
    let mut module = Module::new();
    module.section(section);
    module
}

fn memory() -> MemorySection {
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 0,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    memories
}

/// A module that exports its memory under each of these names.
fn exporting(names: &[String]) -> Module {
    let mut exports = ExportSection::new();
    for name in names {
        exports.export(name, ExportKind::Memory, 0);
    }
    let mut module = Module::new();
    module.section(&memory()).section(&exports);
    module
}

fn empty_function(
    locals: impl IntoIterator<Item = (u32, ValType), IntoIter: ExactSizeIterator>,
) -> Function {
    let mut function = Function::new(locals);
    function.instructions().end();
    function
}

fn with_function(function: &Function) -> Module {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    functions_of(&types, function, 1)
}

/// The same function again and again, of the first type.
fn functions_of(types: &TypeSection, function: &Function, times: u32) -> Module {
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for _ in 0..times {
        functions.function(0);
        code.function(function);
    }
    let mut module = Module::new();
    module.section(types).section(&functions).section(&code);
    module
}

fn functions(count: u32) -> Module {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    functions_of(&types, &empty_function([]), count)
}

/// A byte says that there are no locals, another ends the function.
fn function_bytes(bytes: usize) -> Module {
    let mut function = Function::new([]);
    for _ in 0..bytes - 2 {
        function.instructions().nop();
    }
    function.instructions().end();
    with_function(&function)
}

/// A thousand locals; what does not divide by it is one block more.
fn locals_in_blocks(product: usize) -> Module {
    const LOCALS: u32 = 1_000;
    let blocks = product.div_ceil(LOCALS as usize);
    let mut function = Function::new([(LOCALS, ValType::I32)]);
    for _ in 0..blocks {
        function.instructions().block(BlockType::Empty).end();
    }
    function.instructions().end();
    with_function(&function)
}

fn nested(depth: usize, are_loops: bool) -> Module {
    let mut function = Function::new([]);
    for _ in 0..depth {
        if are_loops {
            function.instructions().loop_(BlockType::Empty);
        } else {
            function.instructions().block(BlockType::Empty);
        }
    }
    for _ in 0..=depth {
        function.instructions().end();
    }
    with_function(&function)
}

fn br_table(targets: usize) -> Module {
    let mut function = Function::new([]);
    let labels = vec![0; targets];
    function
        .instructions()
        .i32_const(0)
        .br_table(labels, 0)
        .end();
    with_function(&function)
}

fn signature(values: usize) -> TypeSection {
    let mut types = TypeSection::new();
    types.ty().function(vec![ValType::I32; values], []);
    types
}

/// A block that drops what it is given, in a function that can never reach it.
fn block_signature(values: usize) -> Module {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function(vec![ValType::I32; values], []);
    let mut function = Function::new([]);
    function.instructions().unreachable();
    function.instructions().block(BlockType::FunctionType(1));
    for _ in 0..values {
        function.instructions().drop();
    }
    function.instructions().end().end();
    functions_of(&types, &function, 1)
}

/// Calls that can never happen of functions with 128 values and with one.
fn values_moved(values: usize) -> Module {
    const WIDE: usize = 128;
    const CALLS: usize = 200_000;
    let mut types = TypeSection::new();
    types.ty().function(vec![ValType::I32; WIDE], []);
    types.ty().function([ValType::I32], []);
    types.ty().function([], []);
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for ty in [0, 1] {
        functions.function(ty);
        code.function(&empty_function([]));
    }
    let mut calls = vec![0; values / WIDE];
    calls.extend(vec![1; values % WIDE]);
    for some in calls.chunks(CALLS) {
        let mut function = Function::new([]);
        function.instructions().unreachable();
        for callee in some {
            function.instructions().call(*callee);
        }
        function.instructions().end();
        functions.function(2);
        code.function(&function);
    }
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    module
}

fn core_types(count: usize) -> Module {
    let mut types = TypeSection::new();
    for _ in 0..count {
        types.ty().function([], []);
    }
    one(&types)
}

fn core_imports(count: usize) -> Module {
    let mut imports = ImportSection::new();
    for index in 0..count {
        let global = GlobalType {
            val_type: ValType::I32,
            mutable: false,
            shared: false,
        };
        imports.import("m", &format!("g{index}"), EntityType::Global(global));
    }
    one(&imports)
}

fn globals(count: usize, first: &ConstExpr) -> GlobalSection {
    let mut globals = GlobalSection::new();
    let ty = GlobalType {
        val_type: ValType::I32,
        mutable: false,
        shared: false,
    };
    for _ in 0..count {
        globals.global(ty, first);
    }
    globals
}

fn segments(count: usize) -> Module {
    let mut data = DataSection::new();
    for _ in 0..count {
        data.segment(DataSegment {
            mode: DataSegmentMode::Passive,
            data: std::iter::empty::<u8>(),
        });
    }
    let mut module = Module::new();
    module.section(&memory()).section(&data);
    module
}

/// One global whose section has this many bytes: its count, its type, two bytes
/// for the first number and three for each that is added, and an end.
fn initializer_bytes(bytes: usize) -> Module {
    const ADDED: usize = 3;
    let fixed = 1 + 2 + 2 + 1;
    let rest = bytes - fixed;
    // What is left over makes the first number longer than it need be.
    let longer = rest % ADDED;
    let mut code = vec![0x41];
    code.extend(vec![0x80; longer]);
    code.push(0);
    let tail = [0x41, 0, 0x6a].repeat(rest / ADDED);
    code.extend(tail);
    one(&globals(1, &ConstExpr::raw(code)))
}
