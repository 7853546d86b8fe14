//! A seat of practice: `?seat=clerk` in the address sits down there. Which seat was taken stands in this browser, under the
//! practice machine's own address.

use daiban_shared::api::{Me, PracticeEnter};
use daiban_shared::text::Lang;

use crate::api::{self, Ask};
use crate::ui::dom;

/// Where the seat is kept.
const SEAT_KEY: &str = "daiban.seat";

/// Sits down at the seat that the address names; none = it names none, or there is no such seat.
pub async fn sit_down(lang: Lang) -> Option<Me> {
    enter(lang, dom::taken_from_query("seat")?).await
}

/// Sits down again at the seat that was left, when its session has ended.
pub async fn sit_down_again(lang: Lang) -> Option<Me> {
    enter(lang, dom::stored(SEAT_KEY)?).await
}

async fn enter(lang: Lang, seat: String) -> Option<Me> {
    let ask = Ask::command("/practice/enter", &PracticeEnter { seat: seat.clone() });
    let me: Me = serde_json::from_str(&api::send(lang, &ask).await.ok()?).ok()?;
    dom::store(SEAT_KEY, &seat);
    Some(me)
}

/// Somebody sits at a seat of practice here.
pub fn is_taken() -> bool {
    dom::stored(SEAT_KEY).is_some()
}
