//! Changes on a page that others have overtaken, and entries that are too long to be written.

use super::*;
use crate::store::Draft;
use daiban_shared::kind::{Body, Private};

fn phone(value: &str) -> BTreeMap<String, Value> {
    BTreeMap::from([("applicant.phone".to_owned(), Value::Text(value.to_owned()))])
}

#[test]
fn a_conflict_is_picked_only_by_whoever_saw_it() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let cmds: Vec<CmdId> = (0..5).map(|_| sample.cmd()).collect();
    sample.village.write_phone(doc, "13800000002", cmds[0]).expect("written in the village");
    sample.town.write_phone(doc, "13800000003", cmds[1]).expect("written in the town");
    let shown = sample.town.view(doc).heads;
    sample.settle();
    let (store, clerk) = (sample.town.store.clone(), sample.town.clerk());
    let stale = change_form(&store, &clerk, doc, Some(shown.clone()), phone("13800000003"), cmds[2]);
    let refused = refusal(stale);
    assert_eq!((refused.code, refused.field.as_deref()), (RefusalCode::LookAgain, Some("applicant.phone")));
    assert_eq!(sample.town.view(doc).conflicts["applicant.phone"].len(), 2, "both values are still there");
    let address = BTreeMap::from([("applicant.address".to_owned(), Value::Text("大塘村 1 号".to_owned()))]);
    change_form(&store, &clerk, doc, Some(shown), address, cmds[3]).expect("a field without news");
    let looked = sample.town.view(doc).heads;
    // The same command as the refused one: nothing was written under it.
    change_form(&store, &clerk, doc, Some(looked), phone("13800000003"), cmds[2]).expect("picked");
    assert!(sample.town.view(doc).conflicts.is_empty());
}

#[test]
fn an_entry_that_is_too_long_is_the_authors_to_shorten() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let cmd = sample.cmd();
    let agent = sample.village.person(1, &[Role::Agent]);
    let written = |words: String, body: Body| {
        let private = Private { words: Some(words), ..Private::default() };
        let draft = Draft { doc, body, private, by: agent.user, role: Role::Agent, cmd, part: 0 };
        sample.village.store.write(Priority::People, move |tx| tx.append(draft).map(|_| ()))
    };
    let fields = (0..500).map(|no| format!("field.{no}.{}", "x".repeat(20))).collect();
    let long_head = Body::FormChange(daiban_shared::kind::FormChange {
        fields,
        why: daiban_shared::kind::ChangeWhy::Edit,
        on: None,
    });
    for (words, body) in [("长".repeat(30_000), Body::Note(Default::default())), (String::from("x"), long_head)] {
        assert!(matches!(written(words, body), Err(Error::TooLong)));
    }
    written("好".into(), Body::Note(Default::default())).expect("a short one");
}
