//! Font dictionaries (ISO 32000-1, 9.7): Type 0 over an identity encoding, glyphs by their number in the subset.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use twox_hash::XxHash3_128;

use super::values::{byte_string, dictionary, integer, name};
use crate::backend::pdf::deflate::deflate;
use crate::backend::pdf::font::{Face, FaceId, Fonts, Measures};
use crate::backend::pdf::paint::Typeface;

/// The encoding of fonts whose codes take a byte, by the name that other programs know it under.
const NARROW: &str = "OneByteIdentityH";

/// Writes the fonts; the result is the pages' `Font` resources.
pub fn write(document: &mut Document, typefaces: &BTreeMap<FaceId, Typeface>, fonts: &Fonts) -> Dictionary {
    let mut resources = Dictionary::new();
    let is_narrow = typefaces.values().any(Typeface::is_narrow);
    let narrow = is_narrow.then(|| document.add_object(narrow_encoding()));
    for (id, typeface) in typefaces {
        if let Some(face) = fonts.face(*id) {
            let encoding =
                narrow.filter(|_| typeface.is_narrow()).map_or_else(|| name("Identity-H"), Object::from);
            let font = font(document, typeface, face, encoding);
            resources.set(typeface.resource.as_str(), font);
        }
    }
    resources
}

fn font(document: &mut Document, typeface: &Typeface, face: &Face, encoding: Object) -> ObjectId {
    let base = name(&format!("{}+{}", subset_tag(&typeface.program), face.post_script_name()));
    let (kind, key, program) = program(&typeface.program);
    let program = document.add_object(program);
    let mut descriptor = descriptor(base.clone(), face.measures());
    descriptor.set(key, program);
    let descriptor = document.add_object(descriptor);
    let mut descendant = dictionary([
        ("Type", name("Font")),
        ("Subtype", name(kind)),
        ("BaseFont", base.clone()),
        ("CIDSystemInfo", character_collection().into()),
        ("FontDescriptor", descriptor.into()),
        ("W", widths(typeface)),
    ]);
    if kind == "CIDFontType2" {
        match code_table(typeface) {
            Some(table) => descendant.set("CIDToGIDMap", document.add_object(table)),
            None => descendant.set("CIDToGIDMap", name("Identity")),
        }
    }
    let descendant = document.add_object(descendant);
    let to_unicode = document.add_object(Stream::new(Dictionary::new(), to_unicode(typeface).into_bytes()));
    document.add_object(dictionary([
        ("Type", name("Font")),
        ("Subtype", name("Type0")),
        ("BaseFont", base),
        ("Encoding", encoding),
        ("DescendantFonts", vec![descendant.into()].into()),
        ("ToUnicode", to_unicode.into()),
    ]))
}

/// The characters are the glyphs of the subset (9.7.3).
fn character_collection() -> Dictionary {
    dictionary([
        ("Registry", byte_string("Adobe")),
        ("Ordering", byte_string("Identity")),
        ("Supplement", integer(0)),
    ])
}

/// An identity encoding with codes of one byte, which halves the text of a page (9.7.5.4).
fn narrow_encoding() -> Stream {
    let cmap = format!(
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>def\n\
         /CMapName/{NARROW} def/CMapType 1 def/WMode 0 def\n\
         1 begincodespacerange<00><FF>endcodespacerange\n\
         1 begincidrange<00><FF>0 endcidrange\n\
         endcmap CMapName currentdict/CMap defineresource pop end end"
    );
    let dictionary = dictionary([
        ("Type", name("CMap")),
        ("CMapName", name(NARROW)),
        ("CIDSystemInfo", character_collection().into()),
        ("WMode", integer(0)),
    ]);
    Stream::new(dictionary, cmap.into_bytes())
}

/// Six letters that tell subsets apart (9.6.4), from the subset itself: the same glyphs, the same letters.
fn subset_tag(program: &[u8]) -> String {
    XxHash3_128::oneshot(program)
        .to_be_bytes()
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}

/// The kind of descendant font, the descriptor's key for the font program, and the program (9.9).
fn program(bytes: &[u8]) -> (&'static str, &'static str, Stream) {
    let mut dictionary = Dictionary::new();
    let (kind, key) = if bytes.starts_with(b"OTTO") {
        dictionary.set("Subtype", name("OpenType"));
        ("CIDFontType0", "FontFile3")
    } else if bytes.starts_with(&[1, 0]) {
        dictionary.set("Subtype", name("CIDFontType0C"));
        ("CIDFontType0", "FontFile3")
    } else {
        dictionary.set("Length1", integer(bytes.len()));
        ("CIDFontType2", "FontFile2")
    };
    let smaller = deflate(bytes);
    if smaller.len() >= bytes.len() {
        return (kind, key, Stream::new(dictionary, bytes.to_vec()));
    }
    dictionary.set("Filter", name("FlateDecode"));
    (kind, key, Stream::new(dictionary, smaller))
}

/// 9.8.1.
fn descriptor(font_name: Object, measures: &Measures) -> Dictionary {
    dictionary([
        ("Type", name("FontDescriptor")),
        ("FontName", font_name),
        ("Flags", integer(flags(measures))),
        ("FontBBox", measures.bounds.map(integer).to_vec().into()),
        ("ItalicAngle", integer(measures.italic_angle.round() as i64)),
        ("Ascent", integer(measures.ascent)),
        ("Descent", integer(measures.descent)),
        ("CapHeight", integer(measures.cap_height)),
        ("XHeight", integer(measures.x_height)),
        ("StemV", integer(stem_width(measures.weight))),
    ])
}

/// Table 123. A subset addressed by glyph number is symbolic.
fn flags(measures: &Measures) -> i64 {
    const FIXED_PITCH: i64 = 1;
    const SYMBOLIC: i64 = 1 << 2;
    const ITALIC: i64 = 1 << 6;
    let mut flags = SYMBOLIC;
    if measures.fixed_pitch {
        flags |= FIXED_PITCH;
    }
    if measures.italic_angle != 0.0 {
        flags |= ITALIC;
    }
    flags
}

/// About the width of an upright stem, which no table of a font gives: 80 at weight 400, 140 at 700.
fn stem_width(weight: u16) -> i64 {
    i64::from(weight) / 5
}

/// Advances by code (9.7.4.3), which run on from 1.
fn widths(typeface: &Typeface) -> Object {
    let widths: Vec<Object> = typeface.codes.iter().map(|code| integer(code.width)).collect();
    vec![integer(1), widths.into()].into()
}

/// From codes to glyphs (9.7.4.2): a table, or none if each code is its glyph's number.
fn code_table(typeface: &Typeface) -> Option<Stream> {
    let is_identity = (1..).zip(&typeface.codes).all(|(number, code)| code.glyph == number);
    let glyphs = [0].into_iter().chain(typeface.codes.iter().map(|code| code.glyph));
    (!is_identity).then(|| Stream::new(Dictionary::new(), glyphs.flat_map(u16::to_be_bytes).collect()))
}

/// The most mappings that one block of a CMap may hold.
const BLOCK: usize = 100;

/// What each code is read as (9.10.3).
fn to_unicode(typeface: &Typeface) -> String {
    let (range, digits) = if typeface.is_narrow() { ("<00><FF>", 2) } else { ("<0000><FFFF>", 4) };
    let mut cmap = format!(
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
         /CMapName/Adobe-Identity-UCS def/CMapType 2 def\n\
         1 begincodespacerange{range}endcodespacerange\n"
    );
    let mut number = 0;
    for block in typeface.codes.chunks(BLOCK) {
        // Writing to a string does not fail.
        let _ = writeln!(cmap, "{} beginbfchar", block.len());
        for code in block {
            number += 1;
            let _ = write!(cmap, "<{number:0digits$X}><");
            for unit in code.text.encode_utf16() {
                let _ = write!(cmap, "{unit:04X}");
            }
            cmap.push_str(">\n");
        }
        cmap.push_str("endbfchar\n");
    }
    cmap.push_str("endcmap CMapName currentdict/CMap defineresource pop end end");
    cmap
}
