//! Turns the compiled client into the files that a browser loads.
//!
//! Everything that can change carries the hash of its content in its path and lies under `assets/`, so a node may tell
//! browsers to keep it for ever; only `index.html` and what lies in `web/static` are asked for again.
//!
//! The compiled code comes in parts: what every visit needs, and parts that a browser fetches when somebody first opens
//! one of their pages. They name each other, so they share one folder, named by the hash of them all.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::icons;
use anyhow::{Context, Result, ensure};

/// One file of the client, by its path under `web/dist`.
pub struct Piece {
    pub path: String,
    pub bytes: Vec<u8>,
    pub brotli: Option<Vec<u8>>,
    pub gzip: Option<Vec<u8>>,
}

impl Piece {
    fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes, brotli: None, gzip: None }
    }

    /// A piece under `assets/` with the hash of its content in its name.
    fn hashed(stem: &str, ending: &str, bytes: Vec<u8>) -> Self {
        let hash = blake3::hash(&bytes).to_hex();
        Self::new(format!("assets/{stem}.{}.{ending}", &hash[..12]), bytes)
    }

    /// Whether a browser needs it before the first page stands; icons, and parts of the code, come later.
    pub fn is_first_load(&self) -> bool {
        self.path == "index.html" || self.path.starts_with("assets/") && !self.is_later_part()
    }

    /// Code of pages that few visits open.
    pub fn is_later_part(&self) -> bool {
        self.path.ends_with(".wasm") && !self.path.ends_with("/daiban.wasm")
    }

    /// What it costs on the line.
    pub fn wire_bytes(&self) -> usize {
        self.brotli.as_ref().map_or(self.bytes.len(), Vec::len)
    }
}

/// All pieces of the client: compiled code, style, start script, page, and the static files as they are.
///
/// `index.html` may name `{{css}}`, `{{js}}`, `{{link}}`, `{{wasm}}`, `{{start}}` and `{{icons}}`; `start.js` the three in the middle.
/// `scratch` is a folder that may be overwritten.
pub fn pieces(web: &Path, wasm: &Path, scratch: &Path, keep_names: bool) -> Result<Vec<Piece>> {
    let mut pieces = code(wasm, scratch, keep_names)?;
    let path = |name: &str| {
        let found = pieces.iter().find(|piece| piece.path.ends_with(name)).map(|piece| piece.path.clone());
        found.with_context(|| format!("the compiled client has no {name}"))
    };
    let style = Piece::hashed("daiban", "css", style(&web.join("style"))?);
    let (script, link, main) = (path("/daiban.js")?, path(LINK)?, path("/daiban.wasm")?);
    let names = [("{{css}}", &style.path), ("{{js}}", &script), ("{{link}}", &link), ("{{wasm}}", &main)];
    let start = Piece::hashed("start", "js", render(&web.join("start.js"), &names)?);
    let names = [names.as_slice(), &[("{{start}}", &start.path)]].concat();
    let sprite = icons::sprite(&web.join("icons"))?;
    let page = Piece::new("index.html", render_with(&web.join("index.html"), &names, &[("{{icons}}", &sprite)])?);
    pieces.extend([page, style, start]);
    let still = web.join("static");
    if still.is_dir() {
        for entry in fs::read_dir(&still).context("cannot read web/static")? {
            let path = entry?.path();
            let name = path.file_name().context("a static file without a name")?.to_string_lossy().into_owned();
            pieces.push(Piece::new(name, fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?));
        }
    }
    pieces.extend(help(&web.join("help"))?);
    pieces.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(pieces)
}

/// The texts of the help, one folder a language; a page reads one when somebody opens it.
fn help(dir: &Path) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for lang in ["zh", "en"] {
        let folder = dir.join(lang);
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().context("a text without a name")?.to_string_lossy().into_owned();
            let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            pieces.push(Piece::new(format!("help/{lang}/{name}"), text));
        }
    }
    Ok(pieces)
}

/// Adds the compressed forms, as small as they get: it is done once here and read a thousand times there.
pub fn compress(pieces: &mut [Piece]) {
    for piece in pieces {
        piece.brotli = Some(brotli(&piece.bytes)).filter(|small| small.len() < piece.bytes.len());
        piece.gzip = Some(gzip(&piece.bytes)).filter(|small| small.len() < piece.bytes.len());
    }
}

/// The script that loads the later parts; the main script imports it by this name.
const LINK: &str = "/parts.js";

/// The compiled code: cut into parts where `#[wasm_split]` says so, then script and main part by wasm-bindgen, as a
/// library of the same version as the client's. Scripts that crates bring come along.
fn code(wasm: &Path, scratch: &Path, keep_names: bool) -> Result<Vec<Piece>> {
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let main = scratch.join("main.wasm");
    let link = format!(".{LINK}");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = scratch;
    options.main_out_path = &main;
    options.main_module = "./daiban.js";
    options.link_name = &link;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow::anyhow!("the compiled client cannot be cut into parts: {error:#}"))?;
    let mut output = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&main)
        .web(true)?
        .out_name("daiban")
        .typescript(false)
        .omit_default_module_path(true)
        // The later parts share the table of functions.
        .keep_lld_exports(true)
        .remove_name_section(!keep_names)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen cannot read the compiled client")?;
    ensure!(output.npm_dependencies().is_empty(), "a crate of the client wants npm packages; the client has none");
    let mut files = vec![
        ("daiban.js".to_owned(), output.js().as_bytes().to_vec()),
        ("daiban.wasm".to_owned(), output.wasm_mut().emit_wasm()),
        (LINK[1..].to_owned(), fs::read(scratch.join(&LINK[1..])).context("cannot read the script of the parts")?),
    ];
    for path in parts.split_modules {
        let name = path.file_name().context("a part without a name")?.to_string_lossy().into_owned();
        let part = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        files.push((name, if keep_names { part } else { without_names(&part)? }));
    }
    for (name, texts) in output.snippets() {
        for (number, text) in texts.iter().enumerate() {
            files.push((format!("snippets/{name}/inline{number}.js"), text.clone().into_bytes()));
        }
    }
    for (name, text) in output.local_modules() {
        files.push((format!("snippets/{name}"), text.clone().into_bytes()));
    }
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in &files {
        hasher.update(name.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    let folder = &hasher.finalize().to_hex()[..12];
    Ok(files.into_iter().map(|(name, bytes)| Piece::new(format!("assets/{folder}/{name}"), bytes)).collect())
}

/// A wasm file without its custom sections: names of functions, which only a debugger reads.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let (header, mut rest) = wasm.split_at_checked(8).context("a part of the client is not wasm")?;
    let mut kept = header.to_vec();
    while let Some(&id) = rest.first() {
        let (len, after) = leb(&rest[1..])?;
        let whole = 1 + after + len;
        ensure!(whole <= rest.len(), "a part of the client ends inside a section");
        if id != 0 {
            kept.extend_from_slice(&rest[..whole]);
        }
        rest = &rest[whole..];
    }
    Ok(kept)
}

/// A length as wasm writes it, and how many bytes it takes.
fn leb(bytes: &[u8]) -> Result<(usize, usize)> {
    let mut value = 0;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok((value, place + 1));
        }
    }
    anyhow::bail!("a part of the client has a section without a length")
}

/// The style sheets one after the other, in the order of their names.
fn style(dir: &Path) -> Result<Vec<u8>> {
    let mut sheets = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "css") {
            sheets.push(path);
        }
    }
    sheets.sort();
    ensure!(!sheets.is_empty(), "no style sheet in {}", dir.display());
    let texts: std::io::Result<Vec<Vec<u8>>> = sheets.iter().map(fs::read).collect();
    Ok(texts.context("cannot read a style sheet")?.join(&b'\n'))
}

fn render(template: &Path, names: &[(&str, &String)]) -> Result<Vec<u8>> {
    render_with(template, names, &[])
}

/// A template with the paths and texts that it names.
fn render_with(template: &Path, names: &[(&str, &String)], texts: &[(&str, &str)]) -> Result<Vec<u8>> {
    let text = fs::read_to_string(template).with_context(|| format!("cannot read {}", template.display()))?;
    let text = texts.iter().fold(text, |text, (name, part)| text.replace(name, part));
    let text = names.iter().fold(text, |text, (name, path)| text.replace(name, &format!("/{path}")));
    ensure!(!text.contains("{{"), "{} names something that does not exist", template.display());
    Ok(text.into_bytes())
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut small = Vec::new();
    let wanted =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let written = brotli::BrotliCompress(&mut &bytes[..], &mut small, &wanted);
    if written.is_ok() { small } else { bytes.to_vec() }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_else(|_| bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_piece_changes_with_its_content_only() {
        let name = |bytes: &[u8]| Piece::hashed("daiban", "css", bytes.to_vec()).path;
        assert_eq!(name(b"a"), name(b"a"));
        assert_ne!(name(b"a"), name(b"b"));
        assert!(name(b"a").starts_with("assets/daiban.") && name(b"a").ends_with(".css"));
    }

    #[test]
    fn only_the_parts_of_rare_pages_come_later() {
        let is_first = |path: &str| Piece::new(path, Vec::new()).is_first_load();
        for path in ["index.html", "assets/0/daiban.js", "assets/0/daiban.wasm", "assets/0/parts.js", "assets/d.0.css"]
        {
            assert!(is_first(path), "{path}");
        }
        assert!(!is_first("assets/0/split_office.wasm") && !is_first("favicon.svg"));
    }

    #[test]
    fn names_of_functions_are_cut_out_and_nothing_else() {
        let header = b"\0asm\x01\0\0\0";
        let part = [header.as_slice(), &[1, 2, 7, 7], &[0, 3, 1, b'n', 9], &[10, 1, 5]].concat();
        assert_eq!(
            without_names(&part).expect("well formed"),
            [header.as_slice(), &[1, 2, 7, 7], &[10, 1, 5]].concat()
        );
        assert!(without_names(&part[..part.len() - 1]).is_err(), "a cut file is not served");
    }

    #[test]
    fn a_piece_is_sent_compressed_only_when_that_is_smaller() {
        let mut pieces = [Piece::new("long", vec![b'x'; 4096]), Piece::new("short", vec![b'x'])];
        compress(&mut pieces);
        assert!(pieces[0].wire_bytes() < 100);
        assert_eq!((pieces[1].brotli.is_none(), pieces[1].wire_bytes()), (true, 1));
    }

    #[test]
    fn what_a_browser_unpacks_is_what_was_packed() {
        let text: Vec<u8> = (0..20_000u32).flat_map(|number| (number % 251).to_le_bytes()).collect();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&text)[..], &mut unpacked).expect("brotli reads what it wrote");
        assert!(unpacked == text);
    }
}
