//! Names of places, desks, people and codes, in the asked language where only one is shown.

use crate::cases::{Dossier, Part};
use crate::error::Error;
use daiban_shared::api::{CodeText, DeptRef, OtherCase, Person, SiteRef};
use daiban_shared::ground::View;
use daiban_shared::id::{DeptId, DocId, SiteId, UserId};
use daiban_shared::kind::{Body, Remedy};
use daiban_shared::site::Tier;
use daiban_shared::text::Lang;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use std::collections::BTreeMap;

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

    /// The body that reconsiders, by its name: a paper that says only "the government" helps nobody.
    pub fn remedy(&self, remedy: Remedy) -> String {
        match (remedy, self.directory.district()) {
            (Remedy::DistrictGovernment, Some(district)) => match self.lang {
                Lang::Zh => format!("{}人民政府", district.zh),
                Lang::En => format!("the People's Government of {}", district.en),
            },
            (Remedy::DistrictGovernment | Remedy::SuperiorDepartment, _) => remedy.text(self.lang).to_owned(),
        }
    }

    /// A value of a closed list with its words.
    pub fn code<T: Serialize>(&self, value: T, words: impl FnOnce(T, Lang) -> &'static str) -> CodeText {
        CodeText { code: code_of(&value), text: words(value, self.lang).to_owned() }
    }
}

/// Numbers of the other cases that a case names, where they are on this machine.
pub struct Others(BTreeMap<DocId, String>);

impl Others {
    /// Looks them up.
    pub fn read(conn: &Connection, dossier: &Dossier) -> Result<Self, Error> {
        const SQL: &str =
            "select case_view.number from case_view join doc on doc.id = case_view.doc where doc.name = ?1";
        let mut numbers = BTreeMap::new();
        let bodies = dossier.state.steps.iter().filter_map(|step| Some(&dossier.entry(step.hash)?.body));
        for body in bodies {
            let Body::Terminate(end) = body else { continue };
            let Some(doc) = end.duplicate_of else { continue };
            let number = conn.prepare_cached(SQL)?.query_row(params![doc.0], |row| row.get(0)).optional()?;
            numbers.extend(number.map(|number| (doc, number)));
        }
        Ok(Self(numbers))
    }

    /// One of them.
    pub fn case(&self, id: DocId) -> OtherCase {
        OtherCase { id, number: self.0.get(&id).cloned() }
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
