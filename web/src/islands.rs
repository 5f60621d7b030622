//! What moves in a browser. Each island is drawn on the server as well and says all
//! that it knows there; in a browser it goes on from that.

pub mod copy;
pub mod run;
pub mod upload;
