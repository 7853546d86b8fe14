//! What people at the door get: sign-in, the pause, the end of a session.

use super::*;
use crate::clock::Clock;
use crate::identity::Identity;
use crate::store::{Settings, Store};
use daiban_shared::api::{Away, UserChange};
use daiban_shared::day::Day;
use daiban_shared::entry::Net;
use daiban_shared::id::SiteId;
use daiban_shared::kind::Role;
use std::sync::Arc;

const MORNING: u64 = 1_790_000_000_000;
const MINUTE: u64 = 60_000;

fn store() -> (Store, Clock) {
    let clock = Clock::set_to(MORNING);
    let identity = Arc::new(Identity::from_secrets([1; 32], [2; 32], SiteId(7), Net([3; 32])));
    let store = Store::open(Settings { path: ":memory:".into(), identity, clock: clock.clone(), readers: 2 })
        .expect("a new store");
    (store, clock)
}

fn agent() -> UserChange {
    UserChange {
        login: Some("Chen.XiuYing".into()),
        name: Some("陈秀英".into()),
        password: Some("correct horse".into()),
        roles: Some(vec![Role::Agent]),
        ..UserChange::default()
    }
}

#[test]
fn a_person_signs_in_and_is_known_by_the_token_alone() {
    let (store, _) = store();
    let user = create(&store, agent()).expect("made");
    let (token, session_made) =
        sign_in(&store, "chen.xiuying", "correct horse").expect("the right password, in any case of letters");
    let found = session(&store, &token, true).expect("read").expect("known");
    assert_eq!(found, session_made);
    assert_eq!((found.actor.user, found.actor.site, found.login.as_str()), (user.id, SiteId(7), "Chen.XiuYing"));
    assert!(found.actor.roles.contains(&Role::Agent) && found.actor.name == "陈秀英");
    assert_eq!(session(&store, &"0".repeat(64), true).expect("read"), None);
    assert_eq!(session(&store, "nonsense", true).expect("read"), None);
    assert_eq!(find(&store, "CHEN.xiuying").expect("read").expect("there").last_seen, Some(MORNING));
}

#[test]
fn neither_password_nor_token_can_be_read_from_the_tables() {
    let (store, _) = store();
    create(&store, agent()).expect("made");
    let (token, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    let token = daiban_shared::id::Hash::parse(&token).expect("hexadecimal");
    let (hash, kept): (String, Vec<u8>) = store
        .read(|conn| {
            Ok(conn.query_row("select hash, token_hash from user, session", [], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
        .expect("read");
    assert!(hash.starts_with("$argon2id$") && !hash.contains("correct"));
    assert_eq!(kept, blake3::hash(&token.0).as_bytes());
}

#[test]
fn wrong_password_unknown_login_and_disabled_account_say_the_same() {
    let (store, _) = store();
    let user = create(&store, agent()).expect("made");
    assert!(matches!(sign_in(&store, "chen.xiuying", "correct horsf"), Err(AccountError::WrongPassword)));
    assert!(matches!(sign_in(&store, "nobody", "correct horse"), Err(AccountError::WrongPassword)));
    change(&store, user.id, UserChange { disabled: Some(true), ..UserChange::default() }).expect("disabled");
    assert!(matches!(sign_in(&store, "chen.xiuying", "correct horse"), Err(AccountError::WrongPassword)));
}

#[test]
fn after_five_wrong_tries_even_the_right_password_must_wait() {
    let (store, clock) = store();
    create(&store, agent()).expect("made");
    for login in ["chen.xiuying", "nobody"] {
        for _ in 0..TRIES_MAX {
            assert!(matches!(sign_in(&store, login, "wrong"), Err(AccountError::WrongPassword)));
        }
        let Err(AccountError::TooManyTries { until }) = sign_in(&store, login, "correct horse") else {
            panic!("no pause for {login}")
        };
        assert_eq!(until, MORNING + MINUTE);
    }
    clock.move_to(MORNING + MINUTE);
    assert!(matches!(sign_in(&store, "chen.xiuying", "wrong"), Err(AccountError::WrongPassword)));
    let Err(AccountError::TooManyTries { until }) = sign_in(&store, "chen.xiuying", "correct horse") else {
        panic!("no second pause")
    };
    assert_eq!(until, MORNING + 3 * MINUTE, "the pause grows");
    clock.move_to(MORNING + 3 * MINUTE);
    assert!(sign_in(&store, "chen.xiuying", "correct horse").is_ok());
    assert!(
        matches!(sign_in(&store, "chen.xiuying", "wrong"), Err(AccountError::WrongPassword)),
        "counting begins anew"
    );
}

#[test]
fn a_session_ends_after_half_an_hour_without_a_press_and_after_twelve_hours_with_them() {
    let (store, clock) = store();
    create(&store, agent()).expect("made");
    let (token, made) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    clock.move_to(MORNING + IDLE_MS_MAX - 1);
    assert!(session(&store, &token, false).expect("read").is_some(), "a page's own polling");
    clock.move_to(MORNING + IDLE_MS_MAX);
    assert!(session(&store, &token, true).expect("read").is_none(), "polling did not keep it alive");

    let (token, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    let began = MORNING + IDLE_MS_MAX;
    let mut now = began;
    while now + 20 * MINUTE < began + SESSION_MS_MAX {
        now += 20 * MINUTE;
        clock.move_to(now);
        assert!(session(&store, &token, true).expect("read").is_some(), "a press every 20 minutes");
    }
    assert_eq!(made.ends, MORNING + SESSION_MS_MAX);
    clock.move_to(began + SESSION_MS_MAX);
    assert!(session(&store, &token, true).expect("read").is_none());
}

#[test]
fn a_session_of_a_time_when_the_clock_was_ahead_ends_with_it() {
    let (store, clock) = store();
    create(&store, agent()).expect("made");
    clock.move_to(MORNING + 365 * 24 * 60 * MINUTE);
    let (token, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    clock.move_to(MORNING);
    assert!(session(&store, &token, true).expect("read").is_none());
}

#[test]
fn signing_out_ends_the_token_at_once() {
    let (store, _) = store();
    create(&store, agent()).expect("made");
    let (token, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    sign_out(&store, &token).expect("signed out");
    sign_out(&store, &token).expect("twice is no error");
    assert!(session(&store, &token, true).expect("read").is_none());
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    let (store, _) = store();
    let user = create(&store, agent()).expect("made");
    let (other, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    let (own, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    assert!(matches!(change_password(&store, &own, "wrong", "battery staple"), Err(AccountError::WrongPassword)));
    assert!(matches!(change_password(&store, &own, "correct horse", "short"), Err(AccountError::WeakPassword)));
    change_password(&store, &own, "correct horse", "battery staple").expect("changed");
    assert!(session(&store, &own, true).expect("read").is_some());
    assert!(session(&store, &other, true).expect("read").is_none());
    assert!(sign_in(&store, "chen.xiuying", "battery staple").is_ok());

    change(&store, user.id, UserChange { password: Some("set by the admin".into()), ..UserChange::default() })
        .expect("set");
    assert!(session(&store, &own, true).expect("read").is_none());
    assert!(sign_in(&store, "chen.xiuying", "set by the admin").is_ok());
}

#[test]
fn changed_capacities_count_at_the_next_press() {
    let (store, _) = store();
    let user = create(&store, agent()).expect("made");
    let (token, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    change(&store, user.id, UserChange { roles: Some(vec![Role::Supervisor]), ..UserChange::default() })
        .expect("changed");
    let roles = session(&store, &token, true).expect("read").expect("still signed in").actor.roles;
    assert_eq!(roles.into_iter().collect::<Vec<_>>(), [Role::Supervisor]);
    change(&store, user.id, UserChange { disabled: Some(true), ..UserChange::default() }).expect("disabled");
    assert!(session(&store, &token, true).expect("read").is_none());
}

#[test]
fn what_does_not_fit_is_named() {
    let (store, _) = store();
    create(&store, agent()).expect("made");
    assert!(matches!(
        create(&store, UserChange { login: Some("CHEN.xiuying".into()), ..agent() }),
        Err(AccountError::LoginTaken)
    ));
    let cases = [
        (UserChange { login: Some("a b".into()), ..agent() }, "login"),
        (UserChange { login: None, ..agent() }, "login"),
        (UserChange { login: Some("wang".into()), items: Some(vec!["V99".into()]), ..agent() }, "items"),
        (
            UserChange {
                login: Some("wang".into()),
                away: Some(Away { from: Some(Day(9)), to: Some(Day(8)) }),
                ..agent()
            },
            "away",
        ),
        (UserChange { login: Some("wang".into()), name: Some("王\u{0}".into()), ..agent() }, "name"),
        (UserChange { login: Some("wang".into()), roles: Some(vec![]), ..agent() }, "roles"),
        (UserChange { login: Some("wang".into()), roles: Some(vec![Role::Node]), ..agent() }, "roles"),
        (
            UserChange { login: Some("wang".into()), department: Some(daiban_shared::id::DeptId(999)), ..agent() },
            "department",
        ),
    ];
    for (new, expected) in cases {
        let Err(AccountError::Field { field }) = create(&store, new) else { panic!("{expected} was taken") };
        assert_eq!(field, expected);
    }
    assert!(matches!(
        create(&store, UserChange { login: Some("wang".into()), password: Some("WANG".into()), ..agent() }),
        Err(AccountError::WeakPassword)
    ));
    let logins: Vec<String> = list(&store).expect("read").into_iter().map(|user| user.login).collect();
    assert_eq!(logins, ["Chen.XiuYing"], "nothing half done");
}

#[test]
fn what_happened_to_an_account_can_be_asked_later() {
    let (store, _) = store();
    let user = create(&store, agent()).expect("made");
    let (token, _) = sign_in(&store, "chen.xiuying", "correct horse").expect("signed in");
    change_password(&store, &token, "correct horse", "battery staple").expect("changed");
    change(&store, user.id, UserChange { disabled: Some(true), ..UserChange::default() }).expect("disabled");
    let noted: Vec<String> = store
        .read(|conn| {
            let mut query = conn.prepare("select what from audit where user = ?1 order by id")?;
            let rows = query.query_map([user.id.0], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .expect("read");
    assert_eq!(noted, ["user_created", "password_changed", "user_disabled"]);
}

/// Somebody else's change of the account is committed after `act` has read it and before `act` writes.
fn meanwhile<T: Send + 'static>(store: &Store, sql: &'static str, act: impl FnOnce(&Store) -> T + Send + 'static) -> T {
    let (go_on, waits) = std::sync::mpsc::channel::<()>();
    let (begun, begins) = std::sync::mpsc::channel::<()>();
    let (busy, acting) = (store.clone(), store.clone());
    let other = std::thread::spawn(move || {
        busy.write(crate::store::Priority::People, move |tx| {
            let _ = begun.send(());
            let _ = waits.recv();
            Ok(tx.conn().execute(sql, [])?)
        })
    });
    begins.recv().expect("the writer is busy");
    let act = std::thread::spawn(move || act(&acting));
    while store.waiting() == 0 {
        std::thread::yield_now();
    }
    go_on.send(()).expect("the other waits");
    other.join().expect("no panic").expect("written");
    act.join().expect("no panic")
}

#[test]
fn an_edit_writes_only_what_it_changes() {
    let (store, _) = store();
    let user = create(&store, agent()).expect("made").id;
    let rename = UserChange { name: Some("陈新名".into()), ..UserChange::default() };
    let changed = meanwhile(&store, "update user set disabled = 1, hash = 'new', dept = 3", move |store| {
        change(store, user, rename).expect("changed")
    });
    assert!(changed.disabled && changed.name == "陈新名", "the account stays stopped");
    let hash: String =
        store.read(|conn| Ok(conn.query_row("select hash from user", [], |row| row.get(0))?)).expect("read");
    assert_eq!((hash.as_str(), changed.department.map(|desk| desk.id.0)), ("new", Some(3)));
}

#[test]
fn nobody_gets_in_with_what_was_taken_from_him_while_he_signed_in() {
    for sql in ["update user set disabled = 1", "update user set hash = 'another'"] {
        let (store, _) = store();
        create(&store, agent()).expect("made");
        let entered = meanwhile(&store, sql, |store| sign_in(store, "chen.xiuying", "correct horse").map(|_| ()));
        assert!(matches!(entered, Err(AccountError::WrongPassword)), "{sql}: {entered:?}");
    }
}

#[test]
fn preferences_go_with_their_account() {
    let (store, _) = store();
    let user = create(&store, agent()).expect("made").id;
    set_preference(&store, user, "lists.columns", &serde_json::json!(["due"])).expect("kept");
    assert_eq!(preferences(&store, user).expect("read").len(), 1);
    let count = store.write(crate::store::Priority::People, move |tx| {
        tx.conn().execute("delete from user where id = ?1", [user.0])?;
        Ok(tx.conn().query_row("select count(*) from preference", [], |row| row.get::<_, u32>(0))?)
    });
    assert_eq!(count.expect("written"), 0);
}

#[test]
fn colleagues_see_who_is_away_until_it_is_over() {
    let (store, clock) = store();
    let today = Day::of(clock.now());
    let user = create(&store, agent()).expect("an account");
    let away = Away { from: Some(today), to: Some(today.plus(1)) };
    let set = UserChange { away: Some(away), ..UserChange::default() };
    assert_eq!(change(&store, user.id, set).expect("set").away, away);
    let seen = || colleagues(&store).expect("read").into_iter().find(|one| one.id == user.id).expect("there");
    assert_eq!(seen().away_until, Some(today.plus(1)));
    clock.move_to(today.plus(2).at_minute(480));
    assert_eq!(seen().away_until, None, "it is over by itself");
    let back = UserChange { away: Some(Away::default()), ..UserChange::default() };
    let back = change(&store, user.id, back).expect("back");
    assert_eq!((back.away, back.name.as_str()), (Away::default(), "陈秀英"), "nothing else was changed");
}
