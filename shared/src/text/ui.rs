//! Words of the pages: titles, buttons, hints, empty and failed states.

use crate::texts;

texts! {
    /// Words of the pages.
    Ui {
        AppName => "代办", "Daiban";
    }
}
