//! Reads a written file again, for tests: what a screen reader gets of it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// The structure tree with its texts, a line for each element, indented by level.
///
/// Fails the test if something is painted outside marked content or a glyph has no text.
pub fn structure(bytes: &[u8]) -> String {
    let file = File::load(bytes);
    let mut out = String::new();
    let root = file.dictionary(file.document.catalog().unwrap().get(b"StructTreeRoot").unwrap());
    for kid in file.kids(root) {
        file.element(kid, 0, &mut out);
    }
    out
}

/// The texts of the artifacts of a kind (`Header`, `Footer`, `Layout`) on each page.
pub fn artifacts(bytes: &[u8], kind: &str) -> Vec<String> {
    let file = File::load(bytes);
    file.artifacts.iter().map(|page| page.get(kind).cloned().unwrap_or_default()).collect()
}

struct File {
    document: Document,
    /// Text by page and number of the marked-content sequence.
    sequences: HashMap<(ObjectId, i64), String>,
    artifacts: Vec<BTreeMap<String, String>>,
}

impl File {
    fn load(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).unwrap();
        let mut file = Self { document, sequences: HashMap::new(), artifacts: Vec::new() };
        for (_, page) in file.document.get_pages() {
            file.page(page);
        }
        file
    }

    fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).unwrap().1
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.resolve(object).as_dict().unwrap()
    }

    fn page(&mut self, page: ObjectId) {
        let content = Content::decode(&self.document.get_page_content(page)).unwrap();
        let fonts: HashMap<Vec<u8>, ReadFont> = self
            .document
            .get_page_fonts(page)
            .unwrap()
            .into_iter()
            .map(|(name, font)| (name, ReadFont::new(&self.document, font)))
            .collect();
        let mut font = Vec::new();
        // The open sequence: its number or the kind of artifact, its replacement text, what its glyphs read as.
        let mut open: Option<(Result<i64, String>, Option<String>, String)> = None;
        // The texts of codes that are read from the last to the first.
        let mut reversed: Option<Vec<&str>> = None;
        let mut artifacts: BTreeMap<String, String> = BTreeMap::new();
        for operation in &content.operations {
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "BDC" => {
                    assert!(open.is_none(), "nested marked content");
                    let properties = operands[1].as_dict().unwrap();
                    let owner = match properties.get(b"MCID") {
                        Ok(number) => Ok(number.as_i64().unwrap()),
                        Err(_) => {
                            let kind =
                                properties.get(b"Subtype").or_else(|_| properties.get(b"Type")).unwrap();
                            Err(String::from_utf8(kind.as_name().unwrap().to_vec()).unwrap())
                        }
                    };
                    // Replacement text of anything but a span is overlooked by many readers.
                    let is_span = operands[0].as_name().unwrap() == b"Span";
                    let instead = properties.get(b"ActualText").ok().filter(|_| is_span).map(text);
                    open = Some((owner, instead, String::new()));
                }
                "BMC" => {
                    assert_eq!(operands[0].as_name().unwrap(), b"ReversedChars");
                    reversed = Some(Vec::new());
                }
                "EMC" if reversed.is_some() => {
                    let shown = &mut open.as_mut().unwrap().2;
                    shown.extend(reversed.take().unwrap().into_iter().rev());
                }
                "EMC" => {
                    let (owner, instead, glyphs) = open.take().unwrap();
                    let text = instead.unwrap_or(glyphs);
                    match owner {
                        Ok(number) => assert!(self.sequences.insert((page, number), text).is_none()),
                        Err(kind) => artifacts.entry(kind).or_default().push_str(&text),
                    }
                }
                "Tf" => font = operands[0].as_name().unwrap().to_vec(),
                "Tj" | "TJ" => {
                    let shown = &mut open.as_mut().expect("text outside marked content").2;
                    let items = operands[0].as_array().map_or_else(|_| operands.as_slice(), Vec::as_slice);
                    for codes in items.iter().filter_map(|item| item.as_str().ok()) {
                        let font = &fonts[&font];
                        for code in codes.chunks(font.code_bytes) {
                            let code = code.iter().fold(0, |code, byte| code << 8 | u16::from(*byte));
                            let text = font.texts.get(&code).expect("a code without text");
                            match &mut reversed {
                                Some(reversed) => reversed.push(text),
                                None => shown.push_str(text),
                            }
                        }
                    }
                }
                "f" | "S" | "B" | "Do" | "sh" => assert!(open.is_some(), "painted outside marked content"),
                _ => {}
            }
        }
        assert!(open.is_none());
        self.artifacts.push(artifacts);
    }

    fn kids<'a>(&'a self, element: &'a Dictionary) -> Vec<&'a Object> {
        match element.get(b"K") {
            Ok(Object::Array(kids)) => kids.iter().collect(),
            Ok(kid) => vec![kid],
            Err(_) => Vec::new(),
        }
    }

    fn element(&self, object: &Object, level: usize, out: &mut String) {
        let element = self.dictionary(object);
        let page = element.get(b"Pg").ok().map(|page| page.as_reference().unwrap());
        let _ = write!(out, "{:1$}{2}", "", level * 2, name(element.get(b"S").unwrap()));
        for key in ["ID", "Lang", "T", "Alt", "ActualText"] {
            if let Ok(value) = element.get(key.as_bytes()) {
                let _ = write!(out, " {key}={:?}", text(value));
            }
        }
        let attributes = element.get(b"A").map(|attributes| self.resolve(attributes));
        for owner in match attributes {
            Ok(Object::Array(owners)) => owners.iter().collect(),
            Ok(owner) => vec![owner],
            Err(_) => Vec::new(),
        } {
            for (key, value) in
                self.dictionary(owner).iter().filter(|(key, _)| *key != b"O" && *key != b"BBox")
            {
                let _ = write!(out, " {}={}", String::from_utf8_lossy(key), short(value));
            }
        }
        out.push('\n');
        for kid in self.kids(element) {
            let content = match self.resolve(kid) {
                Object::Integer(number) => self.sequences.get(&(page.unwrap(), *number)),
                Object::Dictionary(kid) if kid.has(b"MCID") => {
                    let page = kid.get(b"Pg").unwrap().as_reference().unwrap();
                    self.sequences.get(&(page, kid.get(b"MCID").unwrap().as_i64().unwrap()))
                }
                Object::Dictionary(kid) if kid.has(b"Obj") => {
                    let annotation = self.dictionary(kid.get(b"Obj").unwrap());
                    let target = annotation
                        .get(b"Dest")
                        .or_else(|_| self.dictionary(annotation.get(b"A").unwrap()).get(b"URI"));
                    let _ = writeln!(out, "{:1$}→ {2}", "", level * 2 + 2, text(target.unwrap()));
                    continue;
                }
                _ => {
                    self.element(kid, level + 1, out);
                    continue;
                }
            };
            let _ = writeln!(out, "{:1$}{2:?}", "", level * 2 + 2, content.unwrap());
        }
    }
}

fn name(object: &Object) -> String {
    String::from_utf8(object.as_name().unwrap().to_vec()).unwrap()
}

fn text(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(utf16) => {
            let units: Vec<u16> =
                utf16.chunks(2).map(|pair| u16::from_be_bytes(pair.try_into().unwrap())).collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

fn short(object: &Object) -> String {
    match object {
        Object::Name(_) => name(object),
        Object::String(..) => text(object),
        Object::Array(items) => items.iter().map(short).collect::<Vec<_>>().join(","),
        other => format!("{other:?}"),
    }
}

/// How the codes of a font are read.
struct ReadFont {
    /// How many bytes a code takes.
    code_bytes: usize,
    texts: HashMap<u16, String>,
}

impl ReadFont {
    fn new(document: &Document, font: &Dictionary) -> Self {
        let cmap = |key: &[u8]| {
            let cmap = document.get_object(font.get(key).unwrap().as_reference().unwrap()).unwrap();
            String::from_utf8(cmap.as_stream().unwrap().decompressed_content().unwrap()).unwrap()
        };
        let code_bytes = match font.get(b"Encoding").unwrap() {
            Object::Name(name) => {
                assert_eq!(name, b"Identity-H");
                2
            }
            _ => {
                assert!(cmap(b"Encoding").contains("begincodespacerange<00><FF>"));
                1
            }
        };
        let code = |hex: &str| u16::from_str_radix(hex, 16).unwrap();
        let texts = cmap(b"ToUnicode")
            .lines()
            .filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("><"))
            .map(|(from, to)| {
                assert_eq!(from.len(), 2 * code_bytes);
                let units: Vec<u16> =
                    (0..to.len()).step_by(4).map(|at| code(to.get(at..at + 4).unwrap())).collect();
                (code(from), String::from_utf16(&units).unwrap())
            })
            .collect();
        Self { code_bytes, texts }
    }
}
