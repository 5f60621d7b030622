//! Work that is the same in WebAssembly and natively.

/// A piece of work with a result that cannot be left out.
pub struct Kernel {
    /// Its name in the table of figures.
    pub name: &'static str,
    work: fn() -> f64,
}

impl Kernel {
    /// Does the work once.
    pub fn run(&self) -> f64 {
        (self.work)()
    }
}

/// Every kernel.
pub const ALL: [Kernel; 3] = [
    Kernel {
        name: "matrix product 128",
        work: matrix_product,
    },
    Kernel {
        name: "hash of 1 MiB",
        work: hash,
    },
    Kernel {
        name: "sort of 100,000",
        work: sort,
    },
];

fn numbers(count: usize) -> impl Iterator<Item = u64> {
    let step = |state: &mut u64| {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Some(*state >> 11)
    };
    std::iter::repeat_n((), count).scan(42, move |state, ()| step(state))
}

fn matrix_product() -> f64 {
    const SIDE: usize = 128;
    let make = |shift: u64| -> Vec<f64> {
        numbers(SIDE * SIDE)
            .map(|n| ((n >> shift) % 1000) as f64 / 1000.0)
            .collect()
    };
    let (a, b) = (make(3), make(7));
    let mut c = vec![0.0; SIDE * SIDE];
    for row in 0..SIDE {
        for inner in 0..SIDE {
            let factor = a[row * SIDE + inner];
            let from = &b[inner * SIDE..(inner + 1) * SIDE];
            let into = &mut c[row * SIDE..(row + 1) * SIDE];
            for (sum, value) in into.iter_mut().zip(from) {
                *sum += factor * value;
            }
        }
    }
    c.iter().sum()
}

/// FNV-1a over words, which no compiler can skip or vectorize.
fn hash() -> f64 {
    let words = 1 << 17;
    let hash = numbers(words).fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
        word.to_le_bytes().iter().fold(hash, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
    });
    (hash >> 12) as f64
}

fn sort() -> f64 {
    let mut values: Vec<u64> = numbers(100_000).collect();
    values.sort_unstable();
    values[values.len() / 2] as f64
}
