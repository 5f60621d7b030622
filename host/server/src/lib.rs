//! The server: API, accounts, rights, jobs, events. Knows who may see what;
//! keeps nothing itself ([`pilotbox_store`]) and runs no guest
//! ([`pilotbox_evaluate`]).

pub mod accounts;
pub mod admin;
pub mod api;
pub mod app;
pub mod authenticate;
pub mod backup;
pub mod clock;
pub mod config;
mod data;
mod decision;
pub mod guard;
pub mod jobs;
pub mod keys;
pub mod life;
pub mod live;
pub mod mail;
pub mod open;
mod portal;
pub mod principal;
pub mod problem;
pub mod rights;
pub mod run;
pub mod serve;
pub mod session;
pub mod state;
pub mod telemetry;
pub mod templates;
pub mod vault;
pub mod visibility;
pub mod work;
