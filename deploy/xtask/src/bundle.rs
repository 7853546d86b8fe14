//! Turns the compiled client into the files that a browser loads.
//!
//! Everything that can change carries the hash of its content in its name and lies under `assets/`, so a node may tell
//! browsers to keep it for ever; only `index.html` and what lies in `web/static` are asked for again.

use std::fs;
use std::io::Write;
use std::path::Path;

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

    /// Whether a browser needs it before the first page stands; icons and fonts come later.
    pub fn is_first_load(&self) -> bool {
        self.path == "index.html" || self.path.starts_with("assets/")
    }

    /// What it costs on the line.
    pub fn wire_bytes(&self) -> usize {
        self.brotli.as_ref().map_or(self.bytes.len(), Vec::len)
    }
}

/// All pieces of the client: compiled code, style, start script, page, and the static files as they are.
///
/// `index.html` may name `{{css}}`, `{{js}}`, `{{wasm}}` and `{{start}}`; `start.js` the middle two.
pub fn pieces(web: &Path, wasm: &Path, keep_names: bool) -> Result<Vec<Piece>> {
    let (script, wasm, mut pieces) = bind(wasm, keep_names)?;
    let style = Piece::hashed("daiban", "css", style(&web.join("style"))?);
    let names = [("{{css}}", &style.path), ("{{js}}", &script.path), ("{{wasm}}", &wasm.path)];
    let start = Piece::hashed("start", "js", render(&web.join("start.js"), &names)?);
    let names = [names.as_slice(), &[("{{start}}", &start.path)]].concat();
    let page = Piece::new("index.html", render(&web.join("index.html"), &names)?);
    pieces.extend([page, style, start, script, wasm]);
    let still = web.join("static");
    if still.is_dir() {
        for entry in fs::read_dir(&still).context("cannot read web/static")? {
            let path = entry?.path();
            let name = path.file_name().context("a static file without a name")?.to_string_lossy().into_owned();
            pieces.push(Piece::new(name, fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?));
        }
    }
    pieces.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(pieces)
}

/// Adds the compressed forms, as small as they get: it is done once here and read a thousand times there.
pub fn compress(pieces: &mut [Piece]) {
    for piece in pieces {
        piece.brotli = Some(brotli(&piece.bytes)).filter(|small| small.len() < piece.bytes.len());
        piece.gzip = Some(gzip(&piece.bytes)).filter(|small| small.len() < piece.bytes.len());
    }
}

/// Script and wasm by wasm-bindgen, as a library of the same version as the client's, and the scripts that crates bring.
fn bind(wasm: &Path, keep_names: bool) -> Result<(Piece, Piece, Vec<Piece>)> {
    let mut output = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .out_name("daiban")
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(!keep_names)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen cannot read the compiled client")?;
    ensure!(output.npm_dependencies().is_empty(), "a crate of the client wants npm packages; the client has none");
    let mut snippets = Vec::new();
    for (name, texts) in output.snippets() {
        for (number, text) in texts.iter().enumerate() {
            snippets.push(Piece::new(format!("assets/snippets/{name}/inline{number}.js"), text.clone().into_bytes()));
        }
    }
    for (name, text) in output.local_modules() {
        snippets.push(Piece::new(format!("assets/snippets/{name}"), text.clone().into_bytes()));
    }
    let script = Piece::hashed("daiban", "js", output.js().as_bytes().to_vec());
    let wasm = Piece::hashed("daiban", "wasm", output.wasm_mut().emit_wasm());
    Ok((script, wasm, snippets))
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
    let text = fs::read_to_string(template).with_context(|| format!("cannot read {}", template.display()))?;
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
