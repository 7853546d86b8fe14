//! An item's guide: basis, papers, limits, steps, fee; and the way to file it.

use std::rc::Rc;

use daiban_shared::api::ItemView;
use daiban_shared::item::{Item, LegalFrom, Material, ProxyMode, Service, Span, Stage, Unit};
use daiban_shared::kind::Role;
use daiban_shared::text::{FileUi, JointUi, Lang, Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{Begin, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::file::sample::Sample;
use crate::ui::keys::{is_finish, use_keys};
use crate::ui::link::{Go, go_with};
use crate::ui::title::Title;
use crate::ui::{dom, state, words};

#[derive(Properties, PartialEq)]
pub struct ItemPageProps {
    pub code: String,
}

/// `/items/{code}`
#[component]
pub fn ItemPage(props: &ItemPageProps) -> Html {
    let session = use_session();
    let loaded = use_load::<ItemView>(format!("/items/{}", props.code), false);
    let navigator = use_navigator();
    let files = session.has_role(&FILES);
    let files_here = files && loaded.value.as_ref().is_some_and(|view| view.files_here);
    let code = props.code.clone();
    let begin = use_location().and_then(|at| at.query::<Begin>().ok()).unwrap_or_default();
    let then = begin.clone();
    use_keys(Callback::from(move |event: KeyboardEvent| {
        if let Some(navigator) = navigator.as_ref().filter(|_| files_here && is_finish(&event)) {
            event.prevent_default();
            go_with(navigator, &Route::File { code: code.clone() }, &then);
        }
    }));
    state::of(&loaded, |view| draw(view, files, &begin, session.lang))
}

/// Who files cases.
const FILES: [Role; 3] = [Role::Agent, Role::Clerk, Role::Head];

/// `/file/{code}`: whoever cannot file the item here learns it before he types, not after.
#[component]
pub fn FileDoor(props: &ItemPageProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<ItemView>(format!("/items/{}", props.code), false);
    let text = match loaded.value.as_ref().map(|view| view.files_here) {
        _ if !session.has_role(&FILES) => FileUi::NotYourWork,
        Some(false) => FileUi::NotFiledHere,
        Some(true) | None => return html! { <crate::page::file::FilePage code={props.code.clone()} /> },
    };
    html! {
        <section data-test="not-filed">
            <Title text={Ui::FileCase.text(lang)} />
            <p class="notice warn">{ text.text(lang) }</p>
            <p>
                <Go to={Route::Item { code: props.code.clone() }} class={classes!("button")}>{ FileUi::ToGuide.text(lang) }</Go>
                { " " }<Go to={Route::Items} class={classes!("button")}>{ FileUi::OtherItems.text(lang) }</Go>
            </p>
        </section>
    }
}

fn draw(view: &Rc<ItemView>, files: bool, begin: &Begin, lang: Lang) -> Html {
    let item = &view.item;
    let name = lang.pick(&item.zh, &item.en);
    html! {
        <article class="guide" data-test="guide">
            <div class="head">
                <Title text={fill(FileUi::GuideTitle.text(lang), &[("item", name)])} />
                if view.files_here && files {
                    <Go to={Route::File { code: item.code.clone() }} begin={begin.clone()} class={classes!("button", "main")}
                        test="file-this">
                        { FileUi::FileThis.text(lang) }
                    </Go>
                }
                <button type="button" onclick={|_| dom::print()}>{ FileUi::PrintGuide.text(lang) }</button>
                <Sample view={view.clone()} />
            </div>
            if !view.files_here {
                <p class="notice warn">{ FileUi::NotFiledHere.text(lang) }</p>
            } else if !files {
                <p class="notice" data-test="not-your-work">{ FileUi::NotYourWork.text(lang) }</p>
            }
            { facts(view, lang) }
            <h2>{ FileUi::Materials.text(lang) }</h2>
            { materials(&item.materials, lang) }
            <h2>{ FileUi::Steps.text(lang) }</h2>
            <ol class="steps" data-test="guide-steps">{ for item.stages.iter().map(|stage| step(stage, lang)) }</ol>
            if !view.stages.is_empty() {
                <h2>{ JointUi::GuideTitle.text(lang) }</h2>
                { crate::page::case::joint::chart(&view.stages, false, lang) }
            }
            <h2>{ FileUi::Basis.text(lang) }</h2>
            <ul data-test="guide-basis">
                { for item.basis.iter().map(|basis| html! {
                    <li>
                        { format!("{} {}", basis.title, basis.article) }
                        if !basis.verified { <small>{ words::bracketed(FileUi::Unverified.text(lang), lang) }</small> }
                    </li>
                }) }
            </ul>
            if !item.assumed.is_empty() {
                <p class="hint">{ fill(FileUi::AssumedHint.text(lang), &[("what", &assumed(item, lang))]) }</p>
            }
        </article>
    }
}

/// The parts of the item that nobody official has confirmed, in words.
pub fn assumed(item: &Item, lang: Lang) -> String {
    let known = [
        ("promised", FileUi::PromisedLimit),
        ("legal", FileUi::LegalLimit),
        ("legal_from", FileUi::LegalFrom),
        ("extension_quarters", FileUi::Extension),
        ("village_mode", FileUi::VillageDoes),
        ("materials.deferrable", FileUi::MaterialDeferrable),
        ("stages", FileUi::Steps),
        ("tasks", FileUi::JointTasks),
        ("fields", FileUi::FormFields),
        ("from", FileUi::InForceFrom),
        ("dual_review", FileUi::DualReview),
        ("silence_is_consent", FileUi::SilenceIsConsent),
        ("survey_quarters", FileUi::GreenSurvey),
    ];
    let word = |name: &String| {
        let known = known.iter().find(|(code, _)| code == name);
        known.map_or_else(|| name.clone(), |(_, text)| text.text(lang).to_owned())
    };
    item.assumed.iter().map(word).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn facts(view: &ItemView, lang: Lang) -> Html {
    let item = &view.item;
    let tiers: Vec<&str> = item.accept_tiers.iter().map(|tier| words::tier(*tier, lang)).collect();
    let row = |name: FileUi, value: String| html! { <><dt>{ name.text(lang) }</dt><dd>{ value }</dd></> };
    let mode = match item.village_mode {
        ProxyMode::Direct => FileUi::ModeDirect,
        ProxyMode::Agent => FileUi::ModeAgent,
        ProxyMode::Assist => FileUi::ModeAssist,
        ProxyMode::Inform => FileUi::ModeInform,
    };
    let fee = match item.fee_yuan {
        0 => FileUi::FeeNone.text(lang).to_owned(),
        yuan => fill(FileUi::FeeYuan.text(lang), &[("n", &yuan.to_string())]),
    };
    html! {
        <dl class="facts" data-test="guide-facts">
            { row(FileUi::Code, item.code.clone()) }
            { row(FileUi::Department, words::department(&view.department, lang)) }
            { row(FileUi::PromisedLimit, promised(item, lang)) }
            { row(FileUi::LegalLimit, legal(item, lang)) }
            { row(FileUi::Fee, fee) }
            { row(FileUi::Visits, fill(FileUi::VisitCount.text(lang), &[("n", &item.visits.to_string())])) }
            { row(FileUi::WhereFiled, tiers.join(lang.pick("、", ", "))) }
            { row(FileUi::WhereDecided, words::tier(item.decide_tier, lang).to_owned()) }
            { row(FileUi::VillageDoes, mode.text(lang).to_owned()) }
            if let Some(quarters) = item.survey_quarters {
                { row(FileUi::GreenSurvey, fill(FileUi::GreenSurveyWithin.text(lang), &[("span", &words::span(Span { quarters, unit: Unit::Workday }, lang))])) }
            }
        </dl>
    }
}

fn promised(item: &Item, lang: Lang) -> String {
    match item.service {
        Service::Instant => Ui::Instant.text(lang).to_owned(),
        Service::Promised => words::span(item.promised, lang),
    }
}

fn legal(item: &Item, lang: Lang) -> String {
    let from = match item.legal_from {
        LegalFrom::Acceptance => FileUi::FromAcceptance,
        LegalFrom::Application => FileUi::FromApplication,
    };
    match item.legal {
        Some(span) => format!("{}{}{}", words::span(span, lang), lang.pick("，", ", "), from.text(lang)),
        None => FileUi::NoLegalLimit.text(lang).to_owned(),
    }
}

fn materials(materials: &[Material], lang: Lang) -> Html {
    if materials.is_empty() {
        return html! { <p>{ FileUi::NoMaterials.text(lang) }</p> };
    }
    let rows = materials.iter().map(|material| {
        html! {
            <li>
                <span>{ format!("{}. {}", material.no, lang.pick(&material.zh, &material.en)) }</span>
                <small>{ material_hint(material, lang) }</small>
            </li>
        }
    });
    html! { <ul class="papers" data-test="guide-materials">{ for rows }</ul> }
}

/// `必要 · 原件 1 · 复印件 1 · 可容缺后补`
pub fn material_hint(material: &Material, lang: Lang) -> String {
    let count = |text: FileUi, n: u8| fill(text.text(lang), &[("n", &n.to_string())]);
    let required = if material.required { FileUi::MaterialRequired } else { FileUi::MaterialOptional };
    let mut parts = vec![required.text(lang).to_owned()];
    if material.originals > 0 {
        parts.push(count(FileUi::Originals, material.originals));
    }
    if material.copies > 0 {
        parts.push(count(FileUi::Copies, material.copies));
    }
    if material.deferrable {
        parts.push(FileUi::MaterialDeferrable.text(lang).to_owned());
    }
    if material.e_licence {
        parts.push(FileUi::MaterialELicence.text(lang).to_owned());
    }
    parts.join(" · ")
}

fn step(stage: &Stage, lang: Lang) -> Html {
    html! {
        <li>
            <strong>{ format!("{} · {}", words::tier(stage.tier, lang), lang.pick(&stage.zh, &stage.en)) }</strong>
            { " " }{ words::span(stage.span, lang) }
            if stage.public_notice { <small>{ format!(" · {}", FileUi::StepNotice.text(lang)) }</small> }
            if stage.excluded { <small>{ format!(" · {}", FileUi::StepExcluded.text(lang)) }</small> }
        </li>
    }
}
