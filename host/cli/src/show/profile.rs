//! Where the fuel of a case goes, as a list.

use pilotbox_evaluate::{FuelProfile, grouped, percent};

use super::Page;
use crate::exit::Failure;

/// Functions that are listed; the files hold all.
const MAX_FUNCTIONS: usize = 10;

/// Prints the functions that used most fuel themselves.
pub(crate) fn print_profile(profile: &FuelProfile) -> Result<(), Failure> {
    let mut page = Page::default();
    page.line(format_args!(
        "\nfuel of case {}, {} in all, by the function that used it ({} samples):",
        profile.case,
        grouped(profile.fuel),
        profile.samples
    ));
    let functions = profile.by_own_fuel();
    for (name, fuel) in functions.iter().take(MAX_FUNCTIONS) {
        let (share, fuel) = (percent(*fuel, profile.fuel), grouped(*fuel));
        page.line(format_args!("  {share:>7}  {fuel:>14}  {name}"));
    }
    if functions.len() > MAX_FUNCTIONS {
        let more = functions.len() - MAX_FUNCTIONS;
        page.line(format_args!("  … and {more} more"));
    }
    page.print()
}
