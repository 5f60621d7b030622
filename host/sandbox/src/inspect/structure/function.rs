//! The body of one function: how large it is, how deep its blocks go, how much
//! its instructions do. Reads each once and keeps a flag for each open block.

use wasmparser::{
    BlockType, BrTable, FunctionBody, OperatorsReader, VisitOperator, VisitSimdOperator,
    for_each_visit_operator, for_each_visit_simd_operator,
};

use super::{Rejection, bounds, counts::demand, invalid};

/// What the types of a module say of its functions.
#[derive(Default)]
pub(super) struct Signatures {
    /// Parameters and results of each type; nothing for what is no function.
    pub(super) types: Vec<u64>,
    /// The same of each function, imported ones first.
    pub(super) functions: Vec<u64>,
}

impl Signatures {
    /// What cannot be resolved moves nothing, and is refused by the validator.
    pub(super) fn of_type(&self, index: u32) -> u64 {
        look_up(&self.types, index)
    }

    fn of_function(&self, index: u32) -> u64 {
        look_up(&self.functions, index)
    }
}

fn look_up(values: &[u64], index: u32) -> u64 {
    let index = usize::try_from(index).ok();
    let found = index.and_then(|index| values.get(index));
    found.copied().unwrap_or_default()
}

/// Checks the body of the function with this index, and says how many values
/// its instructions move. `place` names it.
pub(super) fn check(
    body: &FunctionBody<'_>,
    index: u32,
    signatures: &Signatures,
    place: &impl Fn() -> String,
) -> Result<u64, Rejection> {
    demand(&bounds::FUNCTION_BYTES, body.range().len() as u64, place)?;
    let mut locals = body.get_locals_reader().map_err(invalid)?;
    let mut count = 0_u64;
    for _ in 0..locals.get_count() {
        let (more, _) = locals.read().map_err(invalid)?;
        count = count.saturating_add(u64::from(more));
    }
    demand(&bounds::LOCALS, count, place)?;
    let mut shape = Shape::new(index, signatures);
    let mut operators = OperatorsReader::new(locals.get_binary_reader());
    while !operators.eof() {
        operators.visit_operator(&mut shape).map_err(invalid)?;
    }
    let product = count.saturating_mul(shape.blocks);
    demand(&bounds::LOCALS_IN_BLOCKS, product, place)?;
    demand(&bounds::LOOP_NESTING, shape.most_loops, place)?;
    demand(&bounds::BLOCK_NESTING, shape.most_blocks, place)?;
    demand(&bounds::BLOCK_SIGNATURE, shape.widest_block, place)?;
    demand(&bounds::BR_TABLE_TARGETS, shape.most_targets, place)?;
    Ok(shape.moved)
}

/// The most of each that any instruction of a function has.
struct Shape<'a> {
    signatures: &'a Signatures,
    /// Whether each open block is a loop.
    open: Vec<bool>,
    blocks: u64,
    loops: u64,
    most_loops: u64,
    most_blocks: u64,
    widest_block: u64,
    most_targets: u64,
    /// The most that a branch can move: the function's own results, or what the
    /// widest block so far takes and gives.
    widest_branch: u64,
    moved: u64,
}

impl<'a> Shape<'a> {
    fn new(index: u32, signatures: &'a Signatures) -> Self {
        Self {
            signatures,
            open: Vec::new(),
            blocks: 0,
            loops: 0,
            most_loops: 0,
            most_blocks: 0,
            widest_block: 0,
            most_targets: 0,
            widest_branch: signatures.of_function(index),
            moved: 0,
        }
    }

    fn enter(&mut self, block: BlockType, is_loop: bool) {
        self.open.push(is_loop);
        self.blocks = self.blocks.saturating_add(1);
        self.most_blocks = self.most_blocks.max(self.open.len() as u64);
        if is_loop {
            self.loops = self.loops.saturating_add(1);
            self.most_loops = self.most_loops.max(self.loops);
        }
        let width = match block {
            BlockType::Empty => 0,
            BlockType::Type(_) => 1,
            BlockType::FuncType(index) => self.signatures.of_type(index),
        };
        self.widest_block = self.widest_block.max(width);
        self.widest_branch = self.widest_branch.max(width);
    }

    /// The last end is the function's own.
    fn leave(&mut self) {
        if self.open.pop() == Some(true) {
            self.loops = self.loops.saturating_sub(1);
        }
    }

    fn call(&mut self, values: u64) {
        self.moved = self.moved.saturating_add(values);
    }

    fn branch(&mut self, targets: u64) {
        self.call(targets.saturating_mul(self.widest_branch));
    }

    fn branch_by_table(&mut self, targets: u64) {
        self.most_targets = self.most_targets.max(targets);
        self.branch(targets);
    }
}

/// Writes a method for each instruction, of which few do anything.
macro_rules! visit {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        $(visit!(@one $visit $($($arg: $argty),*)?);)*
    };
    (@one visit_block $arg:ident: $argty:ty) => {
        fn visit_block(&mut self, $arg: $argty) {
            self.enter($arg, false);
        }
    };
    (@one visit_if $arg:ident: $argty:ty) => {
        fn visit_if(&mut self, $arg: $argty) {
            self.enter($arg, false);
        }
    };
    (@one visit_loop $arg:ident: $argty:ty) => {
        fn visit_loop(&mut self, $arg: $argty) {
            self.enter($arg, true);
        }
    };
    (@one visit_end) => {
        fn visit_end(&mut self) {
            self.leave();
        }
    };
    (@one visit_br $arg:ident: $argty:ty) => {
        fn visit_br(&mut self, _: $argty) {
            self.branch(1);
        }
    };
    (@one visit_br_if $arg:ident: $argty:ty) => {
        fn visit_br_if(&mut self, _: $argty) {
            self.branch(1);
        }
    };
    (@one visit_br_table $arg:ident: $argty:ty) => {
        fn visit_br_table(&mut self, $arg: BrTable<'a>) {
            self.branch_by_table(u64::from($arg.len()));
        }
    };
    (@one visit_return) => {
        fn visit_return(&mut self) {
            self.branch(1);
        }
    };
    (@one visit_call $arg:ident: $argty:ty) => {
        fn visit_call(&mut self, $arg: $argty) {
            self.call(self.signatures.of_function($arg));
        }
    };
    (@one visit_return_call $arg:ident: $argty:ty) => {
        fn visit_return_call(&mut self, $arg: $argty) {
            self.call(self.signatures.of_function($arg));
        }
    };
    (@one visit_call_indirect $arg:ident: $argty:ty, $table:ident: $tablety:ty) => {
        fn visit_call_indirect(&mut self, $arg: $argty, _: $tablety) {
            self.call(self.signatures.of_type($arg));
        }
    };
    (@one visit_return_call_indirect $arg:ident: $argty:ty, $table:ident: $tablety:ty) => {
        fn visit_return_call_indirect(&mut self, $arg: $argty, _: $tablety) {
            self.call(self.signatures.of_type($arg));
        }
    };
    (@one $visit:ident $($arg:ident: $argty:ty),*) => {
        fn $visit(&mut self, $(_: $argty),*) {}
    };
}

impl<'a> VisitOperator<'a> for Shape<'_> {
    type Output = ();

    fn simd_visitor(&mut self) -> Option<&mut dyn VisitSimdOperator<'a, Output = ()>> {
        Some(self)
    }

    for_each_visit_operator!(visit);
}

impl VisitSimdOperator<'_> for Shape<'_> {
    for_each_visit_simd_operator!(visit);
}
