//! Who is signed in, in which language, and whether the node answers: one reducer, one context.

use std::rc::Rc;

use daiban_shared::api::Me;
use daiban_shared::kind::Role;
use daiban_shared::text::Lang;
use yew::prelude::*;

/// Where the chosen language is kept.
const LANG_KEY: &str = "daiban.lang";

/// What every page may ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Language of pages and answers.
    pub lang: Lang,
    /// Who sits here.
    pub who: Who,
    /// The node answered last time.
    pub reachable: bool,
    /// Position of the newest change at the node; rises while the page is open.
    pub seq: u64,
    /// Rises when everything on the page should be read again.
    pub epoch: u32,
}

/// Who sits at the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// Not known yet: the node is being asked.
    Asking,
    /// Nobody.
    Nobody,
    /// This person.
    Known(Rc<Me>),
    /// This person, whose session has ended: the page stays, signing in happens on top of it.
    Ended(Rc<Me>),
}

/// What happens to a session.
#[derive(Debug, Clone)]
pub enum Event {
    /// Signed in, at first or again.
    SignedIn(Rc<Me>),
    /// Signed out by the person.
    SignedOut,
    /// The node does not know the session.
    Ended,
    /// Another language.
    Speak(Lang),
    /// The node answered, or did not.
    Reached(bool),
    /// Something changed at the node.
    Changed(u64),
}

impl Session {
    /// As it stands when the page is opened.
    pub fn start() -> Self {
        let lang = crate::ui::dom::stored(LANG_KEY).map_or(Lang::Zh, |text| Lang::parse(&text));
        Self { lang, who: Who::Asking, reachable: true, seq: 0, epoch: 0 }
    }

    /// The signed-in person; also while the session has ended and the page waits.
    pub fn me(&self) -> Option<&Rc<Me>> {
        match &self.who {
            Who::Known(me) | Who::Ended(me) => Some(me),
            Who::Asking | Who::Nobody => None,
        }
    }

    /// The session has ended and somebody must sign in again before anything goes on.
    pub fn has_ended(&self) -> bool {
        matches!(self.who, Who::Ended(_))
    }

    /// The person works at one desk of the place, so that lists show that desk's work unless all is asked for. Heads and
    /// supervisors answer for the whole place.
    pub fn has_desk(&self) -> bool {
        self.me().is_some_and(|me| me.department.is_some()) && !self.has_role(&[Role::Head, Role::Supervisor])
    }

    /// The person has one of these roles.
    pub fn has_role(&self, roles: &[Role]) -> bool {
        self.me().is_some_and(|me| me.roles.iter().any(|role| roles.contains(role)))
    }

    /// A lay supervisor and nothing else: nothing about a person is shown.
    pub fn is_lay(&self) -> bool {
        self.me().is_some_and(|me| me.roles.as_slice() == [Role::LaySupervisor])
    }

    /// The session after an event.
    pub fn after(&self, event: Event) -> Self {
        let mut next = self.clone();
        match event {
            Event::SignedIn(me) => {
                next.who = Who::Known(me);
                next.reachable = true;
                next.epoch += 1;
            }
            Event::SignedOut => next.who = Who::Nobody,
            Event::Ended => {
                next.who = match next.who {
                    Who::Known(me) | Who::Ended(me) => Who::Ended(me),
                    Who::Asking | Who::Nobody => Who::Nobody,
                }
            }
            Event::Speak(lang) => {
                next.lang = lang;
                next.epoch += 1;
            }
            Event::Reached(reachable) => {
                if reachable && !next.reachable {
                    next.epoch += 1;
                }
                next.reachable = reachable;
            }
            Event::Changed(seq) => next.seq = seq,
        }
        next
    }
}

impl Reducible for Session {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        if let Event::Speak(lang) = &event {
            crate::ui::dom::store(LANG_KEY, lang.pick("zh", "en"));
        }
        let next = self.after(event);
        if next == *self { self } else { Rc::new(next) }
    }
}

/// The session with the means to change it.
pub type Handle = UseReducerHandle<Session>;

/// The session of the page.
#[hook]
pub fn use_session() -> Handle {
    use_context::<Handle>().expect("every page stands inside the session's context")
}

/// The language of the page.
#[hook]
pub fn use_lang() -> Lang {
    use_session().lang
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{DeptRef, SiteRef};
    use daiban_shared::id::{DeptId, NodeId, SiteId, UserId};
    use daiban_shared::site::Tier;

    fn me() -> Rc<Me> {
        let site = SiteRef { id: SiteId(1), zh: "塘心村".into(), en: "Tangxin".into(), tier: Tier::Village };
        Rc::new(Me {
            user: UserId([1; 8]),
            login: "agent".into(),
            name: "李某".into(),
            roles: vec![Role::Agent],
            department: None,
            site,
            above: Vec::new(),
            node: NodeId([2; 8]),
            version: "0".into(),
            practice: true,
            now: 0,
        })
    }

    fn session() -> Session {
        Session { lang: Lang::Zh, who: Who::Asking, reachable: true, seq: 0, epoch: 0 }
    }

    #[test]
    fn an_ended_session_keeps_the_page_and_its_person() {
        let ended = session().after(Event::SignedIn(me())).after(Event::Ended);
        assert_eq!(ended.who, Who::Ended(me()));
        assert!(ended.has_role(&[Role::Agent]));
        let again = ended.after(Event::SignedIn(me()));
        assert_eq!(again.who, Who::Known(me()));
        assert!(again.epoch > ended.epoch, "what the page shows is read again");
    }

    #[test]
    fn a_desk_narrows_the_lists_of_those_who_do_not_answer_for_the_place() {
        let with = |roles: &[Role], desk: Option<DeptRef>| {
            let me = Me { roles: roles.to_vec(), department: desk, ..(*me()).clone() };
            session().after(Event::SignedIn(Rc::new(me))).has_desk()
        };
        let desk = Some(DeptRef { id: DeptId(1), zh: "民政局".into(), en: "Civil Affairs".into() });
        assert!(with(&[Role::Reviewer], desk.clone()));
        assert!(!with(&[Role::Reviewer], None));
        assert!(!with(&[Role::Reviewer, Role::Head], desk.clone()));
        assert!(!with(&[Role::Supervisor], desk));
    }

    #[test]
    fn without_a_person_an_ended_session_is_the_sign_in_page() {
        assert_eq!(session().after(Event::Ended).who, Who::Nobody);
        assert_eq!(session().after(Event::SignedIn(me())).after(Event::SignedOut).who, Who::Nobody);
    }

    #[test]
    fn everything_is_read_again_when_the_node_is_back() {
        let away = session().after(Event::Reached(false));
        assert_eq!((away.reachable, away.epoch), (false, 0));
        assert_eq!(away.after(Event::Reached(true)).epoch, 1);
        assert_eq!(session().after(Event::Reached(true)), session());
    }
}
