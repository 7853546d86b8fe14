//! A light: colour, shape and word together, and the list of what shows it.

use daiban_shared::api::{AlarmView, Lights};
use daiban_shared::kind::LightCode;
use daiban_shared::text::{Lang, WallUi, WatchUi};
use yew::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;

/// What a place or a case shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lamp {
    /// In time.
    None,
    /// Little time left.
    Blue,
    /// A warning.
    Yellow,
    /// The promise has passed.
    Red,
    /// The legal limit has passed.
    Deep,
    /// Not heard for long.
    Grey,
}

impl Lamp {
    /// Those of cases, the worst first.
    pub const OF_CASES: [Self; 5] = [Self::Deep, Self::Red, Self::Yellow, Self::Blue, Self::None];

    /// Of a rule or a card.
    pub fn of(light: LightCode) -> Self {
        match light {
            LightCode::Blue => Self::Blue,
            LightCode::Yellow => Self::Yellow,
            LightCode::Red => Self::Red,
            LightCode::DeepRed => Self::Deep,
            LightCode::Grey => Self::Grey,
        }
    }

    /// Of an alarm; grey as long as the data of its place are too old to judge by.
    pub fn of_alarm(row: &AlarmView) -> Self {
        if row.official { Self::of(row.light) } else { Self::Grey }
    }

    /// How many cases show it.
    pub fn count(self, lights: Lights) -> u64 {
        match self {
            Self::None => lights.none,
            Self::Blue => lights.blue,
            Self::Yellow => lights.yellow,
            Self::Red => lights.red,
            Self::Deep => lights.deep_red,
            Self::Grey => 0,
        }
    }

    /// The worst that is there.
    pub fn worst(lights: Lights) -> Self {
        Self::OF_CASES.into_iter().find(|lamp| lamp.count(lights) > 0).unwrap_or(Self::None)
    }

    /// Colour, as a class.
    pub fn class(self) -> &'static str {
        match self {
            Self::None => "lamp-none",
            Self::Blue => "lamp-blue",
            Self::Yellow => "lamp-yellow",
            Self::Red => "lamp-red",
            Self::Deep => "lamp-deep",
            Self::Grey => "lamp-grey",
        }
    }

    /// Shape.
    pub fn shape(self) -> Icon {
        match self {
            Self::None => Icon::CircleCheck,
            Self::Blue => Icon::Clock,
            Self::Yellow => Icon::TriangleAlert,
            Self::Red => Icon::OctagonAlert,
            Self::Deep => Icon::OctagonX,
            Self::Grey => Icon::CloudOff,
        }
    }

    /// Word.
    pub fn text(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::None => WallUi::LightNone,
            Self::Blue => WallUi::LightBlue,
            Self::Yellow => WallUi::LightYellow,
            Self::Red => WallUi::LightRed,
            Self::Deep => WallUi::LightDeep,
            Self::Grey => WallUi::LightGrey,
        };
        text.text(lang)
    }

    /// As the list is asked for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Red => "red",
            Self::Deep => "deep_red",
            Self::Grey => "",
        }
    }
}

/// Shape and word.
pub fn badge(lamp: Lamp, lang: Lang) -> Html {
    html! { <span class={classes!("lamp", lamp.class())}>{ icon(lamp.shape()) }{ " " }{ lamp.text(lang) }</span> }
}

/// The light of an alarm with its word.
pub fn of_alarm(row: &AlarmView, lang: Lang) -> Html {
    let lamp = Lamp::of_alarm(row);
    let words = if lamp == Lamp::Grey { WatchUi::Unjudged.text(lang) } else { lamp.text(lang) };
    html! { <span class={classes!("lamp", lamp.class())}>{ icon(lamp.shape()) }{ " " }{ words }</span> }
}

/// Shape and number, with the word for who cannot see it, and the list.
pub fn link(lamp: Lamp, n: u64, filter: CaseFilter, lang: Lang) -> Html {
    html! {
        <Go to={Route::Cases} filter={Some(filter)} class={classes!("lamp", lamp.class())} test={format!("lamp-{}", lamp.code())}>
            { icon(lamp.shape()) }{ " " }{ lamp.text(lang) }{ " " }<strong>{ n }</strong>
        </Go>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_light_is_the_one_that_a_tile_shows() {
        let lights = Lights { none: 9, blue: 1, yellow: 0, red: 2, deep_red: 0 };
        assert_eq!(Lamp::worst(lights), Lamp::Red);
        assert_eq!(Lamp::worst(Lights::default()), Lamp::None);
        let sum: u64 = Lamp::OF_CASES.into_iter().map(|lamp| lamp.count(lights)).sum();
        assert_eq!(sum, lights.all());
    }
}
