//! Names of functions and debug information: what a host reads when a guest is
//! stopped, on its own time. Readers of debug information go through the shared
//! tables once for each unit, so that the two multiply.

use wasmparser::{BinaryReader, Name, NameSectionReader};

use super::{
    Rejection, bounds,
    counts::{check_name, demand},
};

/// Sections that are read anew for each unit.
const SHARED: [&str; 4] = [
    ".debug_abbrev",
    ".debug_aranges",
    ".debug_ranges",
    ".debug_rnglists",
];

/// Says that the length of a unit follows in 64 bits.
const LONG_LENGTH: u32 = 0xffff_ffff;

/// The debug information of one module.
#[derive(Default)]
pub(super) struct Symbols {
    units: u64,
    shared_bytes: u64,
}

impl Symbols {
    /// Counts a custom section, if it is one of debug information.
    pub(super) fn section(&mut self, name: &str, data: &[u8]) -> Result<(), Rejection> {
        if name == ".debug_info" {
            self.units = self.units.saturating_add(count_units(data));
        } else if SHARED.contains(&name) {
            self.shared_bytes = self.shared_bytes.saturating_add(data.len() as u64);
        }
        let work = self.units.saturating_mul(self.shared_bytes);
        demand(&bounds::DEBUG_WORK, work, || {
            "the debug information of a module".to_owned()
        })
    }
}

/// Units by their headers, each of which says where the next begins.
fn count_units(mut data: &[u8]) -> u64 {
    let mut units = 0;
    while let Some((length, rest)) = data.split_first_chunk() {
        units += 1;
        let length = match u32::from_le_bytes(*length) {
            LONG_LENGTH => rest.split_first_chunk().map_or(u64::MAX, |(long, _)| {
                u64::from_le_bytes(*long).saturating_add(8)
            }),
            short => u64::from(short),
        };
        let next = usize::try_from(length).ok().and_then(|at| rest.get(at..));
        data = next.unwrap_or_default();
    }
    units
}

/// Refuses a function's name that is too long. A section that cannot be read is
/// one that the engine does not read either.
pub(super) fn check_names(data: &[u8]) -> Result<(), Rejection> {
    for part in NameSectionReader::new(BinaryReader::new(data, 0)) {
        let Ok(Name::Function(names)) = part else {
            continue;
        };
        for item in names.into_iter_with_offsets() {
            let Ok((offset, function)) = item else { break };
            check_name(&bounds::CORE_NAME_BYTES, function.name, offset)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_counted_by_their_headers() {
        let unit = |body: &[u8]| {
            let length = u32::try_from(body.len()).unwrap();
            [&length.to_le_bytes(), body].concat()
        };
        let long = [&LONG_LENGTH.to_le_bytes()[..], &2_u64.to_le_bytes(), b"ab"].concat();
        let all = [unit(b"abc"), unit(b""), long, unit(b"x")].concat();
        assert_eq!(count_units(&all), 4);
        assert_eq!(count_units(&all[..all.len() - 1]), 4, "cut off in the last");
        assert_eq!(count_units(b"abc"), 0);
        assert_eq!(count_units(&[0xff; 12]), 1, "a length beyond everything");
    }

    #[test]
    fn units_and_tables_multiply() {
        let mut symbols = Symbols::default();
        let tables = vec![0; 64 * 1024];
        symbols.section(".debug_ranges", &tables).unwrap();
        let units = bounds::DEBUG_WORK.bound.value / tables.len() as u64;
        let units = 4 * usize::try_from(units).unwrap();
        symbols.section(".debug_info", &vec![0; units]).unwrap();
        let error = symbols.section(".debug_info", &[0; 4]).unwrap_err();
        assert_eq!(error.code(), "too-complex");
    }
}
