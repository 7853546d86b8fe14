//! Buttons that keep a table as a file.

use daiban_shared::text::{OfficeUi, fill};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::dom;
use super::icon::{Icon, icon};
use super::notice::words_of;
use crate::api::{self, Fault};
use crate::app::session::{Event, use_session};

#[derive(Properties, PartialEq)]
pub struct DownloadsProps {
    /// The table's name at the node: `overview`.
    pub table: AttrValue,
    /// `?site=...` or nothing.
    #[prop_or_default]
    pub query: AttrValue,
}

/// How the file that was asked for last stands.
#[derive(Debug, Clone, PartialEq)]
enum Stand {
    Idle,
    /// On its way; of this kind.
    Busy(&'static str),
    Failed(Fault),
}

/// For spreadsheets and for every other program.
#[component]
pub fn Downloads(props: &DownloadsProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let stand = use_state(|| Stand::Idle);
    let is_busy = matches!(*stand, Stand::Busy(_));
    let mark = if props.query.is_empty() { '?' } else { '&' };
    let button = |ending: &'static str, text: OfficeUi| {
        let path = format!("/{}.{ending}{}{mark}lang={}", props.table, props.query, lang.pick("zh", "en"));
        let usual = format!("{}.{ending}", props.table);
        let (set, session) = (stand.setter(), session.clone());
        // Read here and not by the browser: a line that breaks would leave half a file and no word of it.
        let onclick = move |_: MouseEvent| {
            let (path, usual, set, session) = (path.clone(), usual.clone(), set.clone(), session.clone());
            set.set(Stand::Busy(ending));
            spawn_local(async move {
                match api::file(lang, &path).await {
                    Ok((name, bytes)) => {
                        dom::save(if name.is_empty() { &usual } else { &name }, &bytes);
                        set.set(Stand::Idle);
                    }
                    Err(fault) => {
                        if fault == Fault::SignedOut {
                            session.dispatch(Event::Ended);
                        }
                        set.set(Stand::Failed(fault));
                    }
                }
            });
        };
        let is_this = *stand == Stand::Busy(ending);
        let (shape, text) = if is_this { (Icon::LoaderCircle, OfficeUi::Downloading) } else { (Icon::Download, text) };
        html! {
            <button type="button" disabled={is_busy} aria-busy={is_this.to_string()} {onclick} data-test={format!("download-{ending}")}>
                { icon(shape) }{ text.text(lang) }
            </button>
        }
    };
    html! {
        <>
            <p class="downloads">{ button("xlsx", OfficeUi::DownloadXlsx) }{ button("csv", OfficeUi::DownloadCsv) }</p>
            if let Stand::Failed(fault) = &*stand {
                <p class="notice bad" role="alert" data-test="download-failed">
                    { fill(OfficeUi::DownloadFailed.text(lang), &[("why", &words_of(fault, lang))]) }
                </p>
            }
        </>
    }
}
