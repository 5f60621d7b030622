//! The processor, as far as compiled code depends on it.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Processor {
    pub(super) architecture: &'static str,
    pub(super) cores: usize,
    /// Extensions that the engine uses where they are there. They change speed,
    /// never a result.
    pub(super) features: Vec<&'static str>,
}

pub(super) fn detect() -> Processor {
    Processor {
        architecture: std::env::consts::ARCH,
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        features: features(),
    }
}

#[cfg(target_arch = "x86_64")]
fn features() -> Vec<&'static str> {
    let detected = [
        ("sse3", is_x86_feature_detected!("sse3")),
        ("ssse3", is_x86_feature_detected!("ssse3")),
        ("sse4.1", is_x86_feature_detected!("sse4.1")),
        ("sse4.2", is_x86_feature_detected!("sse4.2")),
        ("popcnt", is_x86_feature_detected!("popcnt")),
        ("avx", is_x86_feature_detected!("avx")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("fma", is_x86_feature_detected!("fma")),
        ("bmi1", is_x86_feature_detected!("bmi1")),
        ("bmi2", is_x86_feature_detected!("bmi2")),
        ("lzcnt", is_x86_feature_detected!("lzcnt")),
        ("avx512f", is_x86_feature_detected!("avx512f")),
    ];
    let found = detected.into_iter().filter(|(_, found)| *found);
    found.map(|(name, _)| name).collect()
}

#[cfg(target_arch = "aarch64")]
fn features() -> Vec<&'static str> {
    let detected = [
        ("lse", std::arch::is_aarch64_feature_detected!("lse")),
        ("paca", std::arch::is_aarch64_feature_detected!("paca")),
        ("fp16", std::arch::is_aarch64_feature_detected!("fp16")),
    ];
    let found = detected.into_iter().filter(|(_, found)| *found);
    found.map(|(name, _)| name).collect()
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn features() -> Vec<&'static str> {
    Vec::new()
}
