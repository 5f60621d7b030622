//! One file a command.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod doctor;
pub(crate) mod inspect;
pub(crate) mod keygen;
pub(crate) mod new;
pub(crate) mod pack;
pub(crate) mod run;
pub(crate) mod verify;
pub(crate) mod worker;
