//! One file a command, or a few that belong together.

pub(crate) mod admin;
pub(crate) mod build;
pub(crate) mod challenge;
pub(crate) mod challenges;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod data;
pub(crate) mod decision;
pub(crate) mod doctor;
pub(crate) mod evaluation;
pub(crate) mod inspect;
pub(crate) mod keygen;
pub(crate) mod login;
pub(crate) mod new;
pub(crate) mod pack;
pub(crate) mod pilot;
pub(crate) mod record;
pub(crate) mod register;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod status;
pub(crate) mod submit;
pub(crate) mod verify;
pub(crate) mod worker;
