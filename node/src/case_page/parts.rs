//! The rest of the page: checklist, requests, duties of the case, actions with their refusals in words.

use super::Look;
use super::duties::words;
use super::names::code_of;
use daiban_shared::api::{ActionView, DutyView, HeardPlace, LapseHeard, MaterialView};
use daiban_shared::case::Duty;
use daiban_shared::decide::{self, About};
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::item::Material;
use daiban_shared::kind::{Kind, PaperIn};

impl Look<'_> {
    pub(super) fn materials(&self) -> Vec<MaterialView> {
        let listed = self.item.map(|item| item.materials.as_slice()).unwrap_or_default();
        let is_listed = |no: u8| listed.iter().any(|material| material.no == no);
        let others = self.state().papers.values().filter(|paper| !is_listed(paper.no));
        listed.iter().map(|material| self.material(material)).chain(others.map(other_paper)).collect()
    }

    fn material(&self, material: &Material) -> MaterialView {
        let state = self.state();
        let notice = state.notice.as_ref();
        let asked = notice.is_some_and(|notice| {
            notice
                .defects
                .iter()
                .any(|defect| defect.paper == Some(material.no) && !notice.answered.contains_key(&defect.no))
        });
        MaterialView {
            no: material.no,
            zh: material.zh.clone(),
            en: material.en.clone(),
            required: material.required,
            deferrable: material.deferrable,
            originals: material.originals,
            copies: material.copies,
            handed: state.papers.get(&material.no).filter(|paper| paper.originals > 0 || paper.copies > 0).cloned(),
            gap: state.gaps.contains(&material.no),
            asked,
        }
    }

    pub(super) fn duties(&self, number: &str) -> Vec<DutyView> {
        self.state().duties.iter().map(|duty| self.duty(duty, number)).collect()
    }

    fn duty(&self, duty: &Duty, number: &str) -> DutyView {
        let (text, todo) = words(duty.kind, self.names.lang);
        DutyView {
            case: self.doc,
            number: number.to_owned(),
            code: duty.kind,
            text,
            todo,
            of: duty.of,
            owner: self.names.site(duty.owner),
            desk: duty.dept.map(|dept| self.names.dept(dept)),
            due: self.state().limit_of(duty).and_then(|limit| limit.day),
            here: duty.owner == self.actor.site,
        }
    }

    pub(super) fn actions(&self, about: &About<'_>) -> Vec<ActionView> {
        let moment = self.moment();
        let offered = decide::OFFERED.iter().copied();
        offered
            .map(|kind| {
                let refusal = decide::allowed(kind, about, self.actor, &moment).err();
                let targets = match refusal {
                    None => decide::targets(kind, about, self.actor, &moment),
                    Some(_) => Vec::new(),
                };
                ActionView {
                    kind,
                    allowed: refusal.is_none(),
                    why: refusal.as_ref().map(|refusal| refusal.text(self.names.lang)),
                    code: refusal.as_ref().map(|refusal| code_of(&refusal.code)),
                    targets: targets.into_iter().map(|site| self.names.site(site)).collect(),
                    heard: (kind == Kind::Lapse).then(|| self.lapse_heard(about)).flatten(),
                }
            })
            .collect()
    }

    pub(super) fn at_once(&self, about: &About<'_>) -> bool {
        decide::at_once(about, self.actor, &self.moment()).is_ok()
    }

    /// What the lapse would be refused for, place by place, before anybody presses.
    fn lapse_heard(&self, about: &About<'_>) -> Option<LapseHeard> {
        let (due, places) = decide::lapse_heard(about, self.actor, &self.moment())?;
        let place = |(site, until): (SiteId, Option<Millis>)| HeardPlace {
            site: self.names.site(site),
            until,
            enough: until.is_some_and(|until| until >= due),
        };
        Some(LapseHeard { due, places: places.into_iter().map(place).collect() })
    }
}

/// A paper that the item's list does not name.
fn other_paper(paper: &PaperIn) -> MaterialView {
    MaterialView {
        no: paper.no,
        zh: "其他材料".to_owned(),
        en: "Other paper".to_owned(),
        required: false,
        deferrable: false,
        originals: 0,
        copies: 0,
        handed: Some(paper.clone()),
        gap: false,
        asked: false,
    }
}
