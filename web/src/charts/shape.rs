//! Marks that differ by shape as well as by colour.

use leptos::prelude::*;

/// A shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A disc.
    Disc,
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle that points up.
    Up,
    /// A triangle that points down.
    Down,
    /// A slanting cross.
    Cross,
    /// An upright cross.
    Plus,
    /// A lying bar.
    Bar,
    /// A standing bar.
    Post,
    /// A six-sided figure.
    Hexagon,
    /// A square with a hole.
    Frame,
    /// A ring.
    Ring,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 12] = [
        Self::Disc,
        Self::Square,
        Self::Diamond,
        Self::Up,
        Self::Down,
        Self::Cross,
        Self::Plus,
        Self::Bar,
        Self::Post,
        Self::Hexagon,
        Self::Frame,
        Self::Ring,
    ];

    /// Its outline within 12 by 12.
    fn path(self) -> &'static str {
        match self {
            Self::Disc => "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z",
            Self::Square => "M1.5 1.5h9v9h-9z",
            Self::Diamond => "M6 .3 11.7 6 6 11.7.3 6z",
            Self::Up => "M6 .8 11.6 10.8H.4z",
            Self::Down => "M.4 1.2h11.2L6 11.2z",
            Self::Cross => "M2.8.8 6 4 9.2.8l2 2L8 6l3.2 3.2-2 2L6 8l-3.2 3.2-2-2L4 6 .8 2.8z",
            Self::Plus => "M4.5.8h3v3.7h3.7v3H7.5v3.7h-3V7.5H.8v-3h3.7z",
            Self::Bar => "M.8 4h10.4v4H.8z",
            Self::Post => "M4 .8h4v10.4H4z",
            Self::Hexagon => "M6 .5 10.8 3.2v5.6L6 11.5 1.2 8.8V3.2z",
            Self::Frame => "M1 1h10v10H1zM3.6 3.6v4.8h4.8V3.6z",
            Self::Ring => {
                "M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 1 1 6 .8zM6 3.4a2.6 2.6 0 1 0 0 5.2a2.6 2.6 0 1 0 0-5.2z"
            }
        }
    }

    /// The class of its colour. Two shapes may share one.
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Disc | Self::Hexagon => "s4",
            Self::Square | Self::Bar => "s2",
            Self::Diamond | Self::Post => "s3",
            Self::Up | Self::Frame => "s5",
            Self::Down | Self::Ring => "s1",
            Self::Cross | Self::Plus => "s6",
        }
    }

    /// The mark with its middle at a place, beside words that say what it is.
    pub(super) fn at(self, (x, y): (f64, f64)) -> AnyView {
        let class = format!("mark {}", self.colour());
        let place = format!("translate({:.1} {:.1})", x - 6.0, y - 6.0);
        view! { <path class=class d=self.path() fill-rule="evenodd" transform=place/> }.into_any()
    }

    /// The mark at a place of a drawing.
    pub(super) fn mark(self, x: u32, y: u32, name: String) -> AnyView {
        let class = format!("mark {}", self.colour());
        let place = format!("translate({x} {y})");
        view! { <path class=class d=self.path() fill-rule="evenodd" transform=place><title>{name}</title></path> }
            .into_any()
    }
}

/// A mark by itself, for a legend: words stand beside it.
#[component]
pub fn ShapeMark(shape: Shape) -> impl IntoView {
    view! {
        <svg class="chart-key" viewBox="0 0 12 12" aria-hidden="true">
            <path class=format!("mark {}", shape.colour()) d=shape.path() fill-rule="evenodd"/>
        </svg>
    }
}
