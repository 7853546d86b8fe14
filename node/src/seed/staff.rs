//! Invented people who work at the sample places. Logins are short, because they are typed often.

use super::places::Place;
use daiban_shared::id::DeptId;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;

/// The one password of every sample account; the demo prints it.
pub const PASSWORD: &str = "meixian2026";

/// One sample account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Login.
    pub login: &'static str,
    /// Display name.
    pub name: &'static str,
    /// Capacity.
    pub role: Role,
    /// Desk; none = every desk.
    pub dept: Option<DeptId>,
}

const fn person(login: &'static str, name: &'static str, role: Role) -> Person {
    Person { login, name, role, dept: None }
}

const fn reviewer(login: &'static str, name: &'static str, dept: u16) -> Person {
    Person { login, name, role: Role::Reviewer, dept: Some(DeptId(dept)) }
}

const DISTRICT: &[Person] = &[
    person("clerk", "林秀云", Role::Clerk),
    reviewer("minzheng", "郑少华", 1),
    reviewer("renshe", "周海燕", 2),
    reviewer("yibao", "许立新", 3),
    reviewer("weijian", "潘晓敏", 4),
    reviewer("ziyuan", "范永强", 6),
    reviewer("shichang", "袁志明", 8),
    reviewer("gongan", "高剑锋", 9),
    reviewer("sifa", "姚淑珍", 10),
    reviewer("yingji", "石海峰", 11),
    reviewer("canlian", "江美玲", 12),
    reviewer("tuiyi", "田卫国", 13),
    reviewer("zhujian", "康伟杰", 14),
    reviewer("zhengfu", "孟繁星", 15),
    person("head", "冯国栋", Role::Head),
    person("supervisor", "董明辉", Role::Supervisor),
    person("lay", "罗庆华", Role::LaySupervisor),
    person("admin", "方子轩", Role::Admin),
];

const YANYANG: &[Person] = &[
    person("clerk", "李文婷", Role::Clerk),
    person("clerk2", "黄俊杰", Role::Clerk),
    person("reviewer", "张晓东", Role::Reviewer),
    reviewer("minzheng", "叶丽娟", 1),
    person("head", "温伟雄", Role::Head),
    person("supervisor", "谢正平", Role::Supervisor),
    person("admin", "刘思远", Role::Admin),
];

const SONGKOU: &[Person] = &[
    person("clerk", "古慧琳", Role::Clerk),
    person("clerk2", "钟浩然", Role::Clerk),
    person("reviewer", "杨志刚", Role::Reviewer),
    reviewer("minzheng", "罗雪梅", 1),
    person("head", "侯建波", Role::Head),
    person("supervisor", "丘素芬", Role::Supervisor),
    person("admin", "梁家豪", Role::Admin),
];

const CHANGJIAO: &[Person] = &[
    person("agent", "叶春兰", Role::Agent),
    person("agent2", "叶子健", Role::Agent),
    person("reviewer", "叶德福", Role::Reviewer),
    person("head", "叶远明", Role::Head),
    person("admin", "叶小青", Role::Admin),
];

const YINNA: &[Person] = &[
    person("agent", "李玉珍", Role::Agent),
    person("reviewer", "李天送", Role::Reviewer),
    person("head", "李志成", Role::Head),
    person("admin", "李思敏", Role::Admin),
];

const DAHUANG: &[Person] = &[
    person("agent", "黄秋菊", Role::Agent),
    person("reviewer", "黄水生", Role::Reviewer),
    person("head", "黄立群", Role::Head),
    person("admin", "黄家俊", Role::Admin),
];

const TONGPA: &[Person] = &[
    person("agent", "梁凤英", Role::Agent),
    person("reviewer", "梁阿炳", Role::Reviewer),
    person("head", "梁志远", Role::Head),
    person("admin", "梁雅静", Role::Admin),
];

/// Everybody who works there; the first of a role is the one whom samples and tests take.
pub fn of(place: Place) -> &'static [Person] {
    match place {
        Place::District => DISTRICT,
        Place::Yanyang => YANYANG,
        Place::Songkou => SONGKOU,
        Place::Changjiao => CHANGJIAO,
        Place::Yinna => YINNA,
        Place::Dahuang => DAHUANG,
        Place::Tongpa => TONGPA,
    }
}

/// Who files at the counter of this place.
pub fn counter(place: Place) -> &'static str {
    match place.tier() {
        Tier::Village => "agent",
        Tier::Town | Tier::District => "clerk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_can_file_decide_and_be_administered() {
        for place in Place::ALL {
            let has = |role| of(place).iter().any(|person| person.role == role);
            assert!(has(Role::Reviewer) && has(Role::Head) && has(Role::Admin), "{place:?}");
            assert!(of(place).iter().any(|person| person.login == counter(place)));
            let logins: std::collections::BTreeSet<_> = of(place).iter().map(|person| person.login).collect();
            assert_eq!(logins.len(), of(place).len());
        }
    }
}
