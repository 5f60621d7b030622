//! Charts, drawn on the server as SVG with a table beside. Pure: from plain data to
//! views; what the data means is the page's to say.
//!
//! Positions along a scale are shares of the width, so that texts keep their size on
//! every screen. Shapes and words go with each colour.

pub mod bars;
pub mod figure;
pub mod scale;
pub mod shape;
pub mod strip;
