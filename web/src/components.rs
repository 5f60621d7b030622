//! The parts that pages are made of. Each takes plain data and shows every state that
//! it can be in; `/design` shows all of them.

pub mod badge;
pub mod board;
pub mod choice;
pub mod facts;
pub mod figures;
pub mod form;
pub mod list;
pub mod notice;
pub mod run;
pub mod table;
pub mod trail;
