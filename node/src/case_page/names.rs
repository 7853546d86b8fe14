//! Names of places, desks, people and codes, in the asked language where only one is shown.

use crate::cases::Part;
use daiban_shared::api::{CodeText, DeptRef, Person, SiteRef};
use daiban_shared::ground::View;
use daiban_shared::id::{DeptId, SiteId, UserId};
use daiban_shared::site::Tier;
use daiban_shared::text::Lang;
use serde::Serialize;

/// The newest directory and the language of the page.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    pub directory: View<'a>,
    pub lang: Lang,
}

impl Names<'_> {
    /// A place; its id instead of a name while its row has not arrived.
    pub fn site(&self, id: SiteId) -> SiteRef {
        match self.directory.site(id) {
            Some(site) => SiteRef { id, zh: site.zh.clone(), en: site.en.clone(), tier: site.tier },
            None => SiteRef { id, zh: id.to_string(), en: id.to_string(), tier: Tier::Village },
        }
    }

    /// A desk; its number instead of a name while it is not in the district's row.
    pub fn dept(&self, id: DeptId) -> DeptRef {
        match self.directory.department(id) {
            Some(dept) => DeptRef { id, zh: dept.zh.clone(), en: dept.en.clone() },
            None => DeptRef { id, zh: id.0.to_string(), en: id.0.to_string() },
        }
    }

    /// A value of a closed list with its words.
    pub fn code<T: Serialize>(&self, value: T, words: impl FnOnce(T, Lang) -> &'static str) -> CodeText {
        CodeText { code: code_of(&value), text: words(value, self.lang).to_owned() }
    }
}

/// The stable code of a value of a closed list: its name in snake case.
pub fn code_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        Ok(_) | Err(_) => String::new(),
    }
}

/// Who wrote an entry, by its private part.
pub fn person(id: UserId, part: &Part) -> Person {
    Person { id, name: part.private().and_then(|private| private.name.clone()).unwrap_or_default() }
}
