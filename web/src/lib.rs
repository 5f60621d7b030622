//! The portal: what people see and do in a browser. A page is a function from plain
//! data to HTML; the data comes from the API, through the one door `Backend`.
//!
//! Each page reads and each form posts without JavaScript. What moves in a browser is
//! an island: a small part of a page that wakes when the client module has loaded.

#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::needless_pass_by_value,
        reason = "a component owns its arguments, as leptos makes a struct of them"
    )
)]
#![expect(
    missing_docs,
    reason = "leptos makes a struct of each component's arguments and leaves it bare"
)]

pub mod islands;

#[cfg(feature = "ssr")]
pub mod assets;
#[cfg(feature = "ssr")]
pub mod backend;
#[cfg(feature = "ssr")]
pub mod charts;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod failure;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod language;
#[cfg(feature = "ssr")]
pub mod markdown;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod report;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod texts;
#[cfg(feature = "ssr")]
pub mod visit;
