//! Puts the icons of the client into one hidden drawing, so that a page needs no request for each.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// All icons of a folder as symbols `icon-NAME`; how they are drawn (stroke, size) says the style sheet.
pub fn sprite(folder: &Path) -> Result<String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            paths.push(path);
        }
    }
    paths.sort();
    ensure!(!paths.is_empty(), "no icon in {}", folder.display());
    let mut sprite = String::from("<svg class=\"icons\" aria-hidden=\"true\">");
    for path in paths {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_stem().context("an icon without a name")?.to_string_lossy().into_owned();
        let inner = inner(&text).with_context(|| format!("{} is not an icon as Lucide draws them", path.display()))?;
        sprite += &format!("<symbol id=\"icon-{name}\" viewBox=\"0 0 24 24\">{inner}</symbol>");
    }
    Ok(sprite + "</svg>")
}

/// What stands inside the drawing, on one line.
fn inner(text: &str) -> Option<String> {
    let start = text.find("<svg")?;
    let start = start + text[start..].find('>')? + 1;
    let end = text.rfind("</svg>")?;
    let parts = text.get(start..end)?.lines().map(str::trim).filter(|line| !line.is_empty());
    Some(parts.collect::<Vec<&str>>().join(" ").replace(" />", "/>").replace("> <", "><"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_loses_its_frame_and_keeps_its_lines() {
        let text = "<!-- x -->\n<svg\n  width=\"24\"\n>\n  <path d=\"m1 2\" />\n  <circle r=\"8\" />\n</svg>\n";
        assert_eq!(inner(text).as_deref(), Some("<path d=\"m1 2\"/><circle r=\"8\"/>"));
        assert_eq!(inner("<svg"), None);
    }
}
