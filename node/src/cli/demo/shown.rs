//! What a demo prints once it runs: a table for people, one object for scripts.

use super::children::Children;
use super::state::Demo;
use daiban_shared::site::Tier;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

/// One object: `{nodes: [{site, tier, name, url, users: [{user, password, role}]}]}` and a little more per node.
pub fn json(dir: &Path, demo: &Demo, children: &Children) -> serde_json::Value {
    let nodes = demo.machines.iter().zip(children.pids()).map(|(machine, pid)| {
        json!({
            "site": machine.site,
            "tier": machine.tier,
            "name": machine.name,
            "name_en": machine.name_en,
            "url": machine.url(),
            "dir": dir.join(&machine.folder),
            "pid": pid,
            "users": machine.users,
        })
    });
    json!({ "nodes": nodes.collect::<Vec<_>>() })
}

/// Place, address and people.
pub fn table(demo: &Demo) -> String {
    let mut out = String::from("\n");
    for machine in &demo.machines {
        let indent = match machine.tier {
            Tier::District => "",
            Tier::Town => "  ",
            Tier::Village => "    ",
        };
        // Writing into a string does not fail.
        let _ = writeln!(out, "{indent}{} {}  {}", machine.name, machine.name_en, machine.url());
        for user in &machine.users {
            let _ =
                writeln!(out, "{indent}    {:<12} {:<14} {:<11} {}", user.user, user.password, user.role, user.name);
        }
    }
    out.push_str(
        "\n样本网络，内容全部虚构。按 Ctrl-C 停止。  A practice network, everything in it is invented. Ctrl-C stops.\n",
    );
    out
}
