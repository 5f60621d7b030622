//! One page a file: how its address is answered, how its data looks.

pub mod accessibility;
pub mod account;
pub mod admin;
pub mod challenges;
pub mod compare;
pub mod confirm;
pub mod data;
pub mod decision;
pub mod design;
pub mod evaluation;
pub mod home;
pub mod invitations;
pub mod methodology;
pub mod organisations;
pub mod pilots;
pub mod problems;
pub mod register;
pub mod reset;
pub mod runs;
pub mod sign_in;
pub mod staff;
pub mod status;
pub mod submissions;
pub mod submit;
pub mod trouble;
pub mod years;
