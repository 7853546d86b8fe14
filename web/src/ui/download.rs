//! Links that keep a table as a file.

use daiban_shared::text::OfficeUi;
use yew::prelude::*;

use super::icon::{Icon, icon};
use crate::app::session::use_lang;

#[derive(Properties, PartialEq)]
pub struct DownloadsProps {
    /// The table's name at the node: `overview`.
    pub table: AttrValue,
    /// `?site=...` or nothing.
    #[prop_or_default]
    pub query: AttrValue,
}

/// For spreadsheets and for every other program.
#[component]
pub fn Downloads(props: &DownloadsProps) -> Html {
    let lang = use_lang();
    // A link sends the browser's language; the page's stands in the address.
    let mark = if props.query.is_empty() { '?' } else { '&' };
    let link = |ending: &str, text: OfficeUi| {
        let href = format!("/api/v1/{}.{ending}{}{mark}lang={}", props.table, props.query, lang.pick("zh", "en"));
        html! {
            <a class="button" {href} download="" data-test={format!("download-{ending}")}>
                { icon(Icon::Download) }{ text.text(lang) }
            </a>
        }
    };
    html! {
        <p class="downloads">{ link("xlsx", OfficeUi::DownloadXlsx) }{ link("csv", OfficeUi::DownloadCsv) }</p>
    }
}
