//! A filing that is not finished: what was typed and ticked, and the ids of the two commands it becomes.
//!
//! A pure reducer; `store` keeps it in this browser, so that it survives a closed tab and a stopped node. It is deleted
//! only after the node has answered 201. Once a request went out without an answer, its content is frozen: only the same
//! bytes are sent again, so that nothing is ever filed twice.

pub mod form;
pub mod store;

use std::collections::BTreeMap;

use daiban_shared::api::{Applicant, CaseCreated, NewCase, PaperTicked, RenewsIn};
use daiban_shared::day::Day;
use daiban_shared::form::{Field, FieldError, Value, parse_value};
use daiban_shared::item::Material;
use serde::{Deserialize, Serialize};

/// What somebody has typed and ticked for one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What it is kept under, besides its item; empty for one of an earlier build.
    #[serde(default)]
    pub id: String,
    /// Item code.
    pub item: String,
    /// Version of the item when the draft began.
    pub version: u32,
    /// Id of the command that files.
    pub open_id: String,
    /// Id of the command that hands up.
    pub forward_id: String,
    /// As typed, by field.
    pub typed: BTreeMap<String, String>,
    /// Numbers of the papers that were handed over.
    pub papers: Vec<u8>,
    /// A note for the file.
    pub note: String,
    /// File although the same person filed the same lately.
    pub file_anyway: bool,
    /// Where the filing stands.
    pub stage: Stage,
    /// Last change, by this browser's clock.
    pub saved_at: u64,
}

/// Where a filing stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being typed.
    Typing,
    /// Shown for a last look.
    Checking,
    /// Sent, without an answer so far.
    Sent {
        /// Hand it up when it is filed.
        forward: bool,
        /// The request as it went out.
        body: String,
    },
    /// Filed; perhaps still to be handed up.
    Filed {
        /// Hand it up.
        forward: bool,
        /// The case.
        case: CaseCreated,
    },
}

/// What happens to a draft.
#[derive(Debug, Clone)]
pub enum Act {
    /// Typed into a field.
    Type(String, String),
    /// Took several fields over at once.
    Fill(BTreeMap<String, String>),
    /// Ticked or unticked a paper.
    Tick(u8, bool),
    /// Ticked several papers at once.
    TickAll(Vec<u8>),
    /// Typed into the note.
    Note(String),
    /// Means to file again what was filed lately.
    FileAnyway(bool),
    /// To the last look.
    Check,
    /// Back to typing.
    Change,
    /// Goes out.
    Send {
        /// Hand it up when it is filed.
        forward: bool,
        /// The request as it goes out.
        body: String,
    },
    /// Refused: nothing was taken, everything can be changed.
    Refused,
    /// The same draft as another filing, with other command ids.
    Renew(String, String),
    /// Filed.
    Filed(CaseCreated),
    /// Thrown away; another begins.
    StartOver(Box<Draft>),
}

/// Where a draft notes the licence that is renewed; no fields of the form.
pub const LICENCE: &str = "renews.licence";
pub const EXPIRES: &str = "renews.expires";

impl Draft {
    /// An empty draft.
    pub fn new(item: &str, version: u32, open_id: String, forward_id: String) -> Self {
        Self {
            id: open_id.clone(),
            item: item.to_owned(),
            version,
            open_id,
            forward_id,
            typed: BTreeMap::new(),
            papers: Vec::new(),
            note: String::new(),
            file_anyway: false,
            stage: Stage::Typing,
            saved_at: 0,
        }
    }

    /// The draft after an act; acts that do not fit the stage change nothing.
    pub fn after(&self, act: Act) -> Self {
        let mut next = self.clone();
        let open = matches!(self.stage, Stage::Typing | Stage::Checking);
        match act {
            Act::Type(field, text) if open => {
                next.typed.insert(field, text);
            }
            Act::Fill(values) if open => next.typed.extend(values),
            Act::Tick(no, ticked) if open => next.tick(no, ticked),
            Act::TickAll(all) if open => all.into_iter().for_each(|no| next.tick(no, true)),
            Act::Note(text) if open => next.note = text,
            Act::FileAnyway(yes) if open => next.file_anyway = yes,
            Act::Check if open => next.stage = Stage::Checking,
            Act::Change if open => next.stage = Stage::Typing,
            Act::Send { forward, body } if open => next.stage = Stage::Sent { forward, body },
            Act::Refused if matches!(self.stage, Stage::Sent { .. }) => next.stage = Stage::Checking,
            Act::Renew(open_id, forward_id) if open => (next.open_id, next.forward_id) = (open_id, forward_id),
            Act::Filed(case) => {
                if let Stage::Sent { forward, .. } = self.stage {
                    next.stage = Stage::Filed { forward, case };
                }
            }
            Act::StartOver(fresh) => next = *fresh,
            Act::Type(..)
            | Act::Fill(_)
            | Act::Tick(..)
            | Act::TickAll(_)
            | Act::Note(_)
            | Act::FileAnyway(_)
            | Act::Check
            | Act::Change
            | Act::Send { .. }
            | Act::Refused
            | Act::Renew(..) => {}
        }
        next
    }

    /// Nothing was entered yet.
    pub fn is_blank(&self) -> bool {
        self.typed.values().all(|text| text.trim().is_empty()) && self.papers.is_empty() && self.note.is_empty()
    }

    /// What stands in a field.
    pub fn text(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }

    /// A paper was handed over.
    pub fn has(&self, no: u8) -> bool {
        self.papers.contains(&no)
    }

    /// Every wrong or missing field, in the order of the form.
    pub fn faults(&self, fields: &[Field]) -> Vec<(String, FieldError)> {
        let fault = |field: &Field| parse_value(field, self.text(&field.id)).err().map(|e| (field.id.clone(), e));
        fields.iter().filter_map(fault).collect()
    }

    /// Required papers that were not handed over.
    pub fn missing<'a>(&self, materials: &'a [Material]) -> Vec<&'a Material> {
        materials.iter().filter(|material| material.required && !self.has(material.no)).collect()
    }

    /// The request that files, from what was typed; wrong fields are left out, so ask for `faults` first.
    pub fn request(&self, fields: &[Field], materials: &[Material]) -> NewCase {
        let mut applicant = Applicant::default();
        let mut form = BTreeMap::new();
        for field in fields {
            let Ok(value) = parse_value(field, self.text(&field.id)) else { continue };
            match (field.id.as_str(), value) {
                (_, Value::Text(text)) if text.is_empty() => {}
                ("applicant.name", Value::Text(text)) => applicant.name = text,
                ("applicant.id_number", Value::Text(text)) => applicant.id_number = text,
                ("applicant.phone", Value::Text(text)) => applicant.phone = text,
                (id, value) => {
                    form.insert(id.to_owned(), value);
                }
            }
        }
        let handed = materials.iter().filter(|material| self.has(material.no));
        let materials = handed.map(|m| PaperTicked { no: m.no, originals: m.originals, copies: m.copies, how: None });
        NewCase {
            id: Some(self.open_id.clone()),
            item: self.item.clone(),
            applicant,
            form,
            materials: materials.collect(),
            file_anyway: self.file_anyway,
            channel: None,
            note: Some(self.note.trim().to_owned()).filter(|note| !note.is_empty()),
            renews: self.renews(),
        }
    }

    /// The licence that is renewed, as far as it was typed; none where nothing was.
    pub fn renews(&self) -> Option<RenewsIn> {
        let (licence, expires) = (self.text(LICENCE).trim(), self.text(EXPIRES));
        let renews = RenewsIn { licence: licence.to_owned(), expires: Day::parse(expires) };
        (!licence.is_empty() || !expires.is_empty()).then_some(renews)
    }

    fn tick(&mut self, no: u8, ticked: bool) {
        self.papers.retain(|paper| *paper != no);
        if ticked {
            self.papers.push(no);
            self.papers.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::form::common_fields;
    use daiban_shared::id::DocId;

    #[test]
    fn a_renewal_is_sent_with_what_was_typed_of_it_and_nothing_where_nothing_was() {
        let blank = draft();
        assert_eq!(blank.request(&[], &[]).renews, None);
        let typed = |field: &str, text: &str| Act::Type(field.to_owned(), text.to_owned());
        let half = blank.after(typed(LICENCE, " 梅卫公证字〔2022〕第0118号 "));
        let renews = half.request(&[], &[]).renews.expect("a licence");
        assert_eq!((renews.licence.as_str(), renews.expires), ("梅卫公证字〔2022〕第0118号", None));
        let whole = half.after(typed(EXPIRES, "2026-12-31"));
        assert_eq!(whole.request(&[], &[]).renews.and_then(|renews| renews.expires), Day::parse("2026-12-31"));
        assert!(!whole.is_blank());
    }

    fn draft() -> Draft {
        Draft::new("V04", 1, "open".into(), "forward".into())
    }

    fn typed() -> Draft {
        [
            ("applicant.name", "张三"),
            ("applicant.id_number", "44142119990101124x"),
            ("applicant.phone", "138 1234 5678"),
        ]
        .into_iter()
        .fold(draft(), |draft, (field, text)| draft.after(Act::Type(field.into(), text.into())))
    }

    fn paper(no: u8, required: bool) -> Material {
        Material {
            no,
            zh: "身份证".into(),
            en: "ID card".into(),
            originals: 1,
            copies: 2,
            required,
            deferrable: false,
            e_licence: false,
        }
    }

    fn case() -> CaseCreated {
        CaseCreated { id: DocId([1; 16]), number: "1".into() }
    }

    #[test]
    fn what_was_typed_becomes_the_request_in_stored_spelling() {
        let request = typed().after(Act::Tick(1, true)).request(&common_fields(), &[paper(1, true), paper(2, true)]);
        assert_eq!(request.id.as_deref(), Some("open"));
        assert_eq!(request.applicant.id_number, "44142119990101124X");
        assert_eq!(request.applicant.phone, "13812345678");
        assert!(request.form.is_empty(), "empty fields are not sent");
        assert_eq!(request.materials.len(), 1);
        assert_eq!((request.materials[0].no, request.materials[0].copies), (1, 2));
    }

    #[test]
    fn faults_and_missing_papers_are_named() {
        let faults = draft().faults(&common_fields());
        assert_eq!(
            faults.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
            ["applicant.name", "applicant.id_number", "applicant.phone"]
        );
        assert!(typed().faults(&common_fields()).is_empty());
        assert_eq!(
            draft().after(Act::Tick(2, true)).missing(&[paper(1, true), paper(2, true), paper(3, false)]).len(),
            1
        );
    }

    #[test]
    fn an_applicant_who_is_taken_over_replaces_only_what_he_brings() {
        let known = BTreeMap::from([("applicant.name".to_owned(), "李四".to_owned())]);
        let draft = typed().after(Act::Fill(known));
        assert_eq!(
            (draft.text("applicant.name"), draft.text("applicant.phone")),
            ("李四", typed().text("applicant.phone"))
        );
    }

    #[test]
    fn what_went_out_without_an_answer_cannot_be_changed() {
        let sent = typed().after(Act::Check).after(Act::Send { forward: true, body: "{}".into() });
        assert_eq!(sent.after(Act::Type("applicant.name".into(), "李四".into())), sent);
        assert_eq!(sent.after(Act::Change), sent);
        assert_eq!(sent.after(Act::Send { forward: false, body: "other".into() }), sent);
        assert_eq!(sent.open_id, "open", "the repeated command has the same id");
    }

    #[test]
    fn a_refusal_opens_the_draft_again_and_an_answer_leads_to_the_second_command() {
        let sent = typed().after(Act::Send { forward: true, body: "{}".into() });
        assert_eq!(sent.after(Act::Refused).stage, Stage::Checking);
        assert_eq!(sent.after(Act::Filed(case())).stage, Stage::Filed { forward: true, case: case() });
        assert_eq!(typed().after(Act::Filed(case())), typed(), "an answer to nothing is nothing");
    }

    #[test]
    fn a_draft_comes_back_as_it_was_kept() {
        for draft in [typed(), typed().after(Act::Send { forward: true, body: "{}".into() }).after(Act::Filed(case()))]
        {
            let text = serde_json::to_string(&draft).expect("a draft is JSON");
            assert_eq!(serde_json::from_str::<Draft>(&text).expect("as written"), draft);
        }
    }

    #[test]
    fn a_draft_of_an_earlier_build_is_still_read() {
        let mut old = serde_json::to_value(typed()).expect("a draft is JSON");
        old.as_object_mut().expect("an object").remove("id");
        let read: Draft = serde_json::from_value(old).expect("read");
        assert_eq!((read.id.as_str(), read.text("applicant.name")), ("", "张三"));
    }

    #[test]
    fn ticks_are_kept_once_and_in_order() {
        let draft = draft().after(Act::TickAll(vec![3, 1])).after(Act::Tick(3, true)).after(Act::Tick(2, true));
        assert_eq!(draft.papers, [1, 2, 3]);
        assert_eq!(draft.after(Act::Tick(2, false)).papers, [1, 3]);
        assert!(!draft.is_blank());
    }
}
