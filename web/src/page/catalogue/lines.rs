//! What differs between two versions of an item, in words: one line a difference, as it was and as it is. Pure.

use daiban_shared::api::DeptRef;
use daiban_shared::id::DeptId;
use daiban_shared::item::{Change, Item, LegalFrom, Listed, Part, ProxyMode, Service, Span, Unit, changes};
use daiban_shared::site::Tier;
use daiban_shared::text::{CatalogueUi, FileUi, Lang, Ui, fill};

use crate::page::item::material_hint;
use crate::ui::words;

/// How something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only now.
    Added,
    /// Only before.
    Removed,
    /// Both, and different.
    Changed,
    /// Only the order.
    Moved,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How.
    pub kind: Kind,
    /// Of what.
    pub what: String,
    /// As it was.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
}

/// Every difference in words.
pub fn lines(before: &Item, after: &Item, departments: &[DeptRef], lang: Lang) -> Vec<Line> {
    let words = Words { departments, lang };
    changes(before, after).into_iter().map(|change| words.line(change, before, after)).collect()
}

struct Words<'a> {
    departments: &'a [DeptRef],
    lang: Lang,
}

impl Words<'_> {
    fn line(&self, change: Change, before: &Item, after: &Item) -> Line {
        match change {
            Change::Part(part) => {
                let value = |item| Some(self.part(part, item));
                Line {
                    kind: Kind::Changed,
                    what: self.part_name(part).to_owned(),
                    before: value(before),
                    after: value(after),
                }
            }
            Change::Added(what, at) => Line {
                kind: Kind::Added,
                what: self.name(what, after, at),
                before: None,
                after: Some(self.thing(what, after, at)),
            },
            Change::Removed(what, at) => Line {
                kind: Kind::Removed,
                what: self.name(what, before, at),
                before: Some(self.thing(what, before, at)),
                after: None,
            },
            Change::Changed(what, old, new) => Line {
                kind: Kind::Changed,
                what: self.name(what, after, new),
                before: Some(self.thing(what, before, old)),
                after: Some(self.thing(what, after, new)),
            },
            Change::Moved(what) => {
                Line { kind: Kind::Moved, what: self.list_name(what).to_owned(), before: None, after: None }
            }
        }
    }

    fn part_name(&self, part: Part) -> &'static str {
        let lang = self.lang;
        match part {
            Part::Name => CatalogueUi::PartName.text(lang),
            Part::Department => FileUi::Department.text(lang),
            Part::Category => CatalogueUi::PartCategory.text(lang),
            Part::Type => CatalogueUi::PartType.text(lang),
            Part::AcceptTiers => FileUi::WhereFiled.text(lang),
            Part::ReviewTiers => CatalogueUi::PartReview.text(lang),
            Part::DecideTier => FileUi::WhereDecided.text(lang),
            Part::VillageMode => FileUi::VillageDoes.text(lang),
            Part::Service => CatalogueUi::PartService.text(lang),
            Part::Promised => FileUi::PromisedLimit.text(lang),
            Part::Legal => FileUi::LegalLimit.text(lang),
            Part::LegalFrom => FileUi::LegalFrom.text(lang),
            Part::Extension => FileUi::Extension.text(lang),
            Part::Fee => FileUi::Fee.text(lang),
            Part::Proxy => CatalogueUi::PartProxy.text(lang),
            Part::Visits => FileUi::Visits.text(lang),
            Part::DualReview => FileUi::DualReview.text(lang),
            Part::Silence => FileUi::SilenceIsConsent.text(lang),
            Part::From => FileUi::InForceFrom.text(lang),
            Part::Until => CatalogueUi::PartUntil.text(lang),
            Part::Assumed => CatalogueUi::PartAssumed.text(lang),
            Part::Ended => CatalogueUi::PartEnded.text(lang),
            Part::Amount => CatalogueUi::PartAmount.text(lang),
            Part::Survey => FileUi::GreenSurvey.text(lang),
        }
    }

    fn part(&self, part: Part, item: &Item) -> String {
        let lang = self.lang;
        let flag = |yes: bool| if yes { Ui::Yes } else { Ui::No }.text(lang).to_owned();
        let nothing = || CatalogueUi::Nothing.text(lang).to_owned();
        match part {
            Part::Name => format!("{} / {}", item.zh, item.en),
            Part::Department => self.department(item.dept),
            Part::Category => format!("{} / {}", item.category_zh, item.category_en),
            Part::Type => item.item_type.clone(),
            Part::AcceptTiers => self.tiers(&item.accept_tiers),
            Part::ReviewTiers => self.tiers(&item.review_tiers),
            Part::DecideTier => words::tier(item.decide_tier, lang).to_owned(),
            Part::VillageMode => mode(item.village_mode, lang).to_owned(),
            Part::Service => match item.service {
                Service::Instant => CatalogueUi::Instant.text(lang).to_owned(),
                Service::Promised => CatalogueUi::Promised.text(lang).to_owned(),
            },
            Part::Promised => words::span(item.promised, lang),
            Part::Legal => {
                item.legal.map_or_else(|| FileUi::NoLegalLimit.text(lang).to_owned(), |span| words::span(span, lang))
            }
            Part::LegalFrom => match item.legal_from {
                LegalFrom::Acceptance => FileUi::FromAcceptance.text(lang).to_owned(),
                LegalFrom::Application => FileUi::FromApplication.text(lang).to_owned(),
            },
            Part::Extension => words::quarters(u32::from(item.extension_quarters)),
            Part::Fee => match item.fee_yuan {
                0 => FileUi::FeeNone.text(lang).to_owned(),
                yuan => fill(FileUi::FeeYuan.text(lang), &[("n", &yuan.to_string())]),
            },
            Part::Proxy => flag(item.proxy_allowed),
            Part::Visits => item.visits.to_string(),
            Part::DualReview => flag(item.dual_review),
            Part::Silence => flag(item.silence_is_consent),
            Part::From => item.from.to_string(),
            Part::Until => item.until.map_or_else(nothing, |day| day.to_string()),
            Part::Assumed if item.assumed.is_empty() => nothing(),
            Part::Assumed => crate::page::item::assumed(item, lang),
            Part::Ended => flag(item.ended),
            Part::Survey => item
                .survey_quarters
                .map_or_else(nothing, |quarters| words::span(Span { quarters, unit: Unit::Workday }, lang)),
            Part::Amount => item.amount.as_ref().map_or_else(nothing, |id| {
                let field = item.fields.iter().find(|field| field.id == *id);
                field.map_or_else(|| id.clone(), |field| lang.pick(&field.zh, &field.en).to_owned())
            }),
        }
    }

    fn list_name(&self, what: Listed) -> &'static str {
        let lang = self.lang;
        match what {
            Listed::Material => FileUi::Materials.text(lang),
            Listed::Stage => FileUi::Steps.text(lang),
            Listed::Task => FileUi::JointTasks.text(lang),
            Listed::Field => FileUi::FormFields.text(lang),
            Listed::Basis => FileUi::Basis.text(lang),
        }
    }

    fn name(&self, what: Listed, item: &Item, at: usize) -> String {
        let lang = self.lang;
        match what {
            Listed::Material => {
                let no = item.materials.get(at).map_or(0, |material| material.no).to_string();
                fill(CatalogueUi::Paper.text(lang), &[("n", &no)])
            }
            Listed::Stage => CatalogueUi::Step.text(lang).to_owned(),
            Listed::Task => CatalogueUi::Task.text(lang).to_owned(),
            Listed::Field => CatalogueUi::Field.text(lang).to_owned(),
            Listed::Basis => CatalogueUi::Law.text(lang).to_owned(),
        }
    }

    fn thing(&self, what: Listed, item: &Item, at: usize) -> String {
        let lang = self.lang;
        let words = match what {
            Listed::Material => item.materials.get(at).map(|material| {
                format!("{} · {}", lang.pick(&material.zh, &material.en), material_hint(material, lang))
            }),
            Listed::Stage => item.stages.get(at).map(|stage| {
                let marks = [(stage.public_notice, FileUi::StepNotice), (stage.excluded, FileUi::StepExcluded)];
                let marks = marks.iter().filter(|(is, _)| *is).map(|(_, text)| format!(" · {}", text.text(lang)));
                let name = lang.pick(&stage.zh, &stage.en);
                format!(
                    "{} · {name} · {}{}",
                    words::tier(stage.tier, lang),
                    words::span(stage.span, lang),
                    marks.collect::<String>()
                )
            }),
            Listed::Task => item.tasks.get(at).map(|task| {
                let name = lang.pick(&task.zh, &task.en);
                format!("{} · {name} · {}", self.department(task.unit), words::quarters(u32::from(task.quarters)))
            }),
            Listed::Field => item.fields.get(at).map(|field| lang.pick(&field.zh, &field.en).to_owned()),
            Listed::Basis => item.basis.get(at).map(|basis| {
                let open =
                    if basis.verified { String::new() } else { words::bracketed(FileUi::Unverified.text(lang), lang) };
                format!("{} {}{open}", basis.title, basis.article)
            }),
        };
        words.unwrap_or_default()
    }

    fn department(&self, id: DeptId) -> String {
        let known = self.departments.iter().find(|dept| dept.id == id);
        known.map_or_else(|| id.0.to_string(), |dept| words::department(dept, self.lang))
    }

    fn tiers(&self, tiers: &[Tier]) -> String {
        let names: Vec<&str> = tiers.iter().map(|tier| words::tier(*tier, self.lang)).collect();
        if names.is_empty() {
            CatalogueUi::Nothing.text(self.lang).to_owned()
        } else {
            words::listed(&names, self.lang)
        }
    }
}

fn mode(mode: ProxyMode, lang: Lang) -> &'static str {
    let text = match mode {
        ProxyMode::Direct => FileUi::ModeDirect,
        ProxyMode::Agent => FileUi::ModeAgent,
        ProxyMode::Assist => FileUi::ModeAssist,
        ProxyMode::Inform => FileUi::ModeInform,
    };
    text.text(lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::import;
    use daiban_shared::item::{Span, Unit};

    fn item() -> Item {
        let all =
            import::catalogue(include_str!("../../../../node/data/catalogue.json")).expect("the catalogue is right");
        all.into_iter().find(|item| item.code == "V04").expect("an item of the catalogue")
    }

    #[test]
    fn each_difference_says_what_it_was_and_what_it_is() {
        let before = Item { promised: Span { quarters: 80, unit: Unit::Workday }, ..item() };
        let mut after = Item { promised: Span { quarters: 40, unit: Unit::Workday }, ..before.clone() };
        let gone = after.materials.remove(0);
        let found = lines(&before, &after, &[], Lang::Zh);
        let promise = Line {
            kind: Kind::Changed,
            what: "承诺时限".into(),
            before: Some("20 个工作日".into()),
            after: Some("10 个工作日".into()),
        };
        assert_eq!(found[0], promise);
        assert_eq!((found[1].kind, found[1].after.as_deref()), (Kind::Removed, None));
        assert!(found[1].before.as_deref().is_some_and(|words| words.starts_with(&gone.zh)));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn no_line_of_any_part_is_empty_in_either_language() {
        let before = item();
        let mut after = before.clone();
        after.zh.push('甲');
        after.dept = DeptId(999);
        after.legal = None;
        after.until = Some(after.from);
        after.ended = true;
        after.stages.clear();
        after.basis.reverse();
        after.assumed.clear();
        for lang in [Lang::Zh, Lang::En] {
            for line in lines(&before, &after, &[], lang) {
                let said = [Some(&line.what), line.before.as_ref(), line.after.as_ref()];
                assert!(said.into_iter().flatten().all(|words| !words.is_empty() && !words.contains('{')), "{line:?}");
            }
        }
    }
}
