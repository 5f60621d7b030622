//! What the compilation of one component may take.

/// Bounds of a compile child. They depend on the machine, so they are far above
/// what any sensible component needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileLimits {
    /// Address space in bytes, over all its threads.
    pub memory_bytes: u64,
    /// Processor time in seconds, over all its threads.
    pub cpu_seconds: u64,
    /// Time by the clock in milliseconds.
    pub wall_ms: u64,
    /// Bytes of machine code.
    pub code_bytes: u64,
}

impl CompileLimits {
    /// What this program uses.
    pub const DEFAULT: Self = Self {
        memory_bytes: 4 << 30,
        cpu_seconds: 240,
        wall_ms: 300_000,
        code_bytes: 1 << 30,
    };
}

impl Default for CompileLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
