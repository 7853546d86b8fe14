//! A case for tests: V04 of an invented resident at a town, accepted, with one open question.

use daiban_shared::api::{
    Candidate, CaseView, DeptRef, EffectView, HolderView, ItemRef, MaterialView, Payload, Person, SiteRef, StepView,
    TaskView,
};
use daiban_shared::case::Status;
use daiban_shared::form::Value;
use daiban_shared::id::{DeptId, DocId, Hash, SiteId, UserId};
use daiban_shared::kind::{Kind, Role, TaskKind};
use daiban_shared::site::Tier;

/// The town.
pub fn site() -> SiteRef {
    SiteRef { id: SiteId(4_000_000_001), zh: "雁洋镇".into(), en: "Yanyang Town".into(), tier: Tier::Town }
}

/// One of several values.
pub fn candidate() -> Candidate {
    Candidate { value: Value::Flag(true), by: person(), site: site(), at: 0, step: Hash([8; 32]) }
}

fn person() -> Person {
    Person { id: UserId([3; 8]), name: "李某".into() }
}

/// An effective step; `no` makes its hash.
pub fn step(no: u8, kind: Kind, payload: Payload) -> StepView {
    StepView {
        id: Hash([no; 32]),
        kind,
        by: person(),
        role: Some(Role::Clerk),
        site: site(),
        at: 0,
        witnessed_at: None,
        effect: EffectView::Effect,
        reason: None,
        flags: Vec::new(),
        delivered: Default::default(),
        payload,
        paper_number: kind.paper_letter().map(|letter| format!("1{letter}1")),
        private: None,
    }
}

/// The case.
pub fn case() -> CaseView {
    let paper = |no, required| MaterialView {
        no,
        zh: "户口簿".into(),
        en: "Register".into(),
        required,
        deferrable: true,
        originals: 1,
        copies: 1,
        handed: None,
        gap: false,
        asked: false,
    };
    let task = TaskView {
        id: Hash([7; 32]),
        what: TaskKind::Question,
        text: "征询".into(),
        to: Vec::new(),
        words: "是否同住".into(),
        open: true,
        stage: 0,
        excluded: false,
        at: 0,
        place: String::new(),
        held: String::new(),
    };
    CaseView {
        id: DocId([1; 16]),
        number: "1".into(),
        item: ItemRef { code: "V04".into(), version: 1, zh: "低保".into(), en: "Dibao".into() },
        department: DeptRef { id: DeptId(1), zh: "民政局".into(), en: "Civil Affairs".into() },
        site: site(),
        status: Status::Accepted,
        outcome: None,
        holder: HolderView {
            site: site(),
            department: None,
            user: None,
            user_name: None,
            in_transit: false,
            here: true,
        },
        due: None,
        accepted_on: None,
        is_deemed: false,
        terms: None,
        limits: Vec::new(),
        strip: None,
        pauses: Vec::new(),
        heads: vec![Hash([9; 32])],
        steps: Vec::new(),
        form: Default::default(),
        conflicts: Default::default(),
        fields: Vec::new(),
        materials: vec![paper(1, true), paper(2, false)],
        tasks: vec![task],
        stages: Vec::new(),
        duties: Vec::new(),
        actions: Vec::new(),
        at_once: false,
        labels: Vec::new(),
        missing_parts: Vec::new(),
        now: 0,
    }
}
