//! A filled form of an invented person, beside the real one, on request; printable.

use std::rc::Rc;

use daiban_shared::api::{ItemView, SampleForm};
use daiban_shared::text::{FileUi, FilingUi, Lang, fill};
use yew::prelude::*;

use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::{dom, state, words};

#[derive(Properties, PartialEq)]
pub struct SampleProps {
    pub view: Rc<ItemView>,
}

/// The button, and the sample below it while it is open.
#[component]
pub fn Sample(props: &SampleProps) -> Html {
    let lang = use_lang();
    let open = use_state(|| false);
    let path = if *open { format!("/items/{}/sample", props.view.item.code) } else { String::new() };
    let loaded = use_load::<SampleForm>(path, false);
    let press = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let text = if *open { FilingUi::SampleHide } else { FilingUi::Sample };
    html! {
        <>
            <button type="button" class="quiet" aria-expanded={open.to_string()} onclick={press.clone()} data-test="sample">
                { text.text(lang) }
            </button>
            if *open {
                <aside class="sample" data-test="sample-form">
                    <button type="button" class="close" onclick={press.clone()} data-test="sample-close">
                        { icon(Icon::X) }{ FilingUi::SampleHide.text(lang) }
                    </button>
                    { state::of(&loaded, |sample| draw(&props.view, sample, lang)) }
                </aside>
            }
        </>
    }
}

fn draw(view: &ItemView, sample: &SampleForm, lang: Lang) -> Html {
    let name = lang.pick(&view.item.zh, &view.item.en);
    let rows = view.fields.iter().map(|field| {
        let value = sample.values.get(&field.id).map(|value| words::value(Some(field), value, lang));
        let value = value.unwrap_or_else(|| FilingUi::SampleEmpty.text(lang).to_owned());
        html! { <><dt>{ words::field_name(field, lang).to_owned() }</dt><dd>{ value }</dd></> }
    });
    let papers = view.item.materials.iter().filter(|material| sample.papers.contains(&material.no));
    html! {
        <>
            <h2>{ fill(FilingUi::SampleTitle.text(lang), &[("item", name)]) }</h2>
            <p class="hint">{ FilingUi::SampleLead.text(lang) }</p>
            <dl class="facts">{ for rows }</dl>
            <h3>{ FileUi::GroupMaterials.text(lang) }</h3>
            <ul>{ for papers.map(|material| html! { <li>{ format!("✓ {}. {}", material.no, lang.pick(&material.zh, &material.en)) }</li> }) }</ul>
            <button type="button" onclick={|_| dom::print_only("print-sample")} data-test="print-sample">
                { FilingUi::SamplePrint.text(lang) }
            </button>
        </>
    }
}
