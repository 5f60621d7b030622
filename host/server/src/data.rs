//! Work on raw data: reading it, finding out what is in it, trying a policy on it, making
//! what is published of it. One at a time, off the event loop. Owns that no cell of it
//! leaves but through a policy: errors name places, and what is kept of a table that is
//! not published shows groups and pseudonyms alone.

mod about;
mod door;
mod draft;
mod files;
mod intake;
mod shown;
mod signature;
mod trying;
mod work;

pub(crate) use about::About;
pub(crate) use door::{Door, sent};
pub(crate) use draft::{first, next};
pub(crate) use files::{File, REPORT, files};
pub(crate) use intake::{Arrived, Looked, demand_format, known_name, look};
pub(crate) use shown::{sealed, tried};
pub(crate) use signature::{approved, day, signature, today};
pub(crate) use trying::{faulty, field, note, refusals, rejected, task};
pub(crate) use work::work;

#[cfg(test)]
mod tests;
