//! Charts, drawn on the server as SVG with a table beside. Pure: from plain data to
//! views; what the data means is the page's to say.
//!
//! Bars and strips stand along shares of the width, so that texts keep their size on
//! every screen; the others are drawn at one size and scroll where the screen is
//! narrow. Shapes and words go with each colour.

pub mod bars;
pub mod boxes;
pub mod districts;
mod draw;
pub mod entry;
pub mod figure;
pub mod file;
pub mod heat;
pub mod intervals;
pub mod line;
pub mod parallel;
pub mod scale;
pub mod shape;
pub mod sheet;
pub mod standalone;
pub mod strip;
pub mod tiles;
pub mod trade;
