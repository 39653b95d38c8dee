//! The file: objects in object streams, a cross-reference stream, and nothing that depends on the time or the run
//! (ISO 32000-1, 7.5).

use std::borrow::Cow;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use twox_hash::XxHash3_128;

use super::syntax::{put_integer, put_name, put_reference, put_string};
use super::values::{byte_string, dictionary, integer, name};
use super::written::Written;
use crate::backend::pdf::deflate::deflate;

/// The comment after the version holds four bytes above 127, so that no one takes the file for text
/// (ISO 19005-2, 6.1.2).
const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// Objects in one object stream: many enough to compress well, few enough to reach one without reading all.
const OBJECTS_A_STREAM: usize = 200;

/// Room for what is written besides streams, in bytes: enough for an article.
const SLACK: usize = 1 << 15;

/// Writes every object that can be reached from the catalog and the Info dictionary.
pub fn write(document: &Document, written: &Written, catalog: ObjectId, info: ObjectId) -> Vec<u8> {
    let reached = Reached::from(document, written, &[catalog, info]);
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let size: usize = streams.map(|stream| stream.content.len()).sum();
    let mut bytes = Vec::with_capacity(size + SLACK);
    bytes.extend(HEADER);
    let mut file = File { bytes, places: vec![Place::Free; reached.order.len() + 1] };

    let mut packed = Vec::new();
    for (number, met) in (1..).zip(&reached.order) {
        match met {
            Met::Object(Object::Stream(stream)) => file.stream(number, compressed(stream), &reached),
            _ => packed.push((number, *met)),
        }
    }
    for objects in packed.chunks(OBJECTS_A_STREAM) {
        file.object_stream(objects, &reached);
    }
    // What the file consists of tells it from others (14.4); no secret depends on it.
    let identifier = byte_string(XxHash3_128::oneshot(&file.bytes).to_be_bytes());
    let trailer = dictionary([
        ("Root", Object::Reference(catalog)),
        ("Info", Object::Reference(info)),
        ("ID", vec![identifier.clone(), identifier].into()),
    ]);
    file.finish(trailer, &reached)
}

/// The objects in use, numbered anew from 1 in the order they are met.
struct Reached<'a> {
    written: &'a Written,
    order: Vec<Met<'a>>,
    /// The new number by the old one; 0 for what is not in use. Every object is of generation 0.
    numbers: Vec<usize>,
}

/// An object.
#[derive(Clone, Copy)]
enum Met<'a> {
    Object(&'a Object),
    /// One that is written already, by its index.
    Written(usize),
}

impl<'a> Reached<'a> {
    fn from(document: &'a Document, written: &'a Written, roots: &[ObjectId]) -> Self {
        let last = document.objects.last_key_value().map_or(0, |((number, _), _)| *number);
        let numbers = vec![0; last.max(written.last_number()) as usize + 1];
        let mut reached = Self { written, order: Vec::with_capacity(numbers.len()), numbers };
        roots.iter().for_each(|&root| reached.meet(document, root));
        let mut next = 0;
        while let Some(met) = reached.order.get(next).copied() {
            match met {
                Met::Object(object) => reached.follow(document, object),
                Met::Written(index) => written.references(index).for_each(|id| reached.meet(document, id)),
            }
            next += 1;
        }
        reached
    }

    fn meet(&mut self, document: &'a Document, id: ObjectId) {
        if let Some(number) = self.numbers.get_mut(id.0 as usize)
            && *number == 0
        {
            let written = || self.written.index(id).map(Met::Written);
            let Some(met) = document.objects.get(&id).map(Met::Object).or_else(written) else { return };
            self.order.push(met);
            *number = self.order.len();
        }
    }

    fn follow(&mut self, document: &'a Document, object: &Object) {
        match object {
            Object::Reference(id) => self.meet(document, *id),
            Object::Array(items) => items.iter().for_each(|item| self.follow(document, item)),
            Object::Dictionary(dictionary) | Object::Stream(Stream { dict: dictionary, .. }) => {
                dictionary.iter().for_each(|(_, value)| self.follow(document, value));
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..) => {}
        }
    }

    fn number(&self, id: ObjectId) -> usize {
        self.numbers.get(id.0 as usize).copied().unwrap_or(0)
    }
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Free,
    Offset(usize),
    /// In the object stream of this number, at this index.
    Packed(usize, usize),
}

struct File {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

impl File {
    /// Notes that object `number` begins here.
    fn begin(&mut self, number: usize) {
        let offset = self.bytes.len();
        if let Some(place) = self.places.get_mut(number) {
            *place = Place::Offset(offset);
        }
    }

    fn stream(
        &mut self,
        number: usize,
        (mut dictionary, data): (Dictionary, Cow<'_, [u8]>),
        reached: &Reached<'_>,
    ) {
        self.begin(number);
        dictionary.set("Length", integer(data.len()));
        put_integer(&mut self.bytes, number);
        self.bytes.extend(b" 0 obj\n");
        put_dictionary(&mut self.bytes, &dictionary, reached);
        self.bytes.extend(b"\nstream\n");
        self.bytes.extend(&*data);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    fn object_stream(&mut self, objects: &[(usize, Met<'_>)], reached: &Reached<'_>) {
        let stream = self.places.len();
        let (mut index, mut body) = (Vec::new(), Vec::new());
        for (at, &(number, met)) in objects.iter().enumerate() {
            put_integer(&mut index, number);
            index.push(b' ');
            put_integer(&mut index, body.len());
            index.push(b' ');
            match met {
                Met::Object(object) => put(&mut body, object, reached),
                Met::Written(index) => reached.written.put(index, &mut body, |id| reached.number(id)),
            }
            body.push(b'\n');
            if let Some(place) = self.places.get_mut(number) {
                *place = Place::Packed(stream, at);
            }
        }
        self.places.push(Place::Free);
        let dictionary = dictionary([
            ("Type", name("ObjStm")),
            ("N", integer(objects.len())),
            ("First", integer(index.len())),
            ("Filter", name("FlateDecode")),
        ]);
        index.extend(&body);
        self.stream(stream, (dictionary, deflate(&index).into()), reached);
    }

    /// Adds the cross-reference stream (7.5.8) and the end.
    fn finish(mut self, trailer: Dictionary, reached: &Reached<'_>) -> Vec<u8> {
        let number = self.places.len();
        self.places.push(Place::Free);
        self.begin(number);
        let start = self.bytes.len();
        let width = byte_width(start.max(number));
        // Each row is a type and two fields; the last is an index in an object stream.
        let row = 1 + width + 2;
        let mut table = Vec::with_capacity(self.places.len() * (row + 1));
        let mut above = vec![0; row];
        for (object, place) in self.places.iter().enumerate() {
            let (kind, first, second) = match *place {
                Place::Free => (0, 0, if object == 0 { usize::from(u16::MAX) } else { 0 }),
                Place::Offset(offset) => (1, offset, 0),
                Place::Packed(stream, index) => (2, stream, index),
            };
            let current: Vec<u8> =
                [kind].into_iter().chain(be_bytes(first, width)).chain(be_bytes(second, 2)).collect();
            // Rows as differences from the row above compress to a quarter.
            table.push(2);
            table.extend(current.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
            above = current;
        }
        let rows = dictionary([("Predictor", integer(12)), ("Columns", integer(row))]);
        let mut dictionary = dictionary([
            ("Type", name("XRef")),
            ("Size", integer(self.places.len())),
            ("W", [1, width, 2].map(integer).to_vec().into()),
            ("Filter", name("FlateDecode")),
            ("DecodeParms", rows.into()),
        ]);
        dictionary.extend(&trailer);
        self.stream(number, (dictionary, deflate(&table).into()), reached);
        self.bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        self.bytes
    }
}

fn byte_width(largest: usize) -> usize {
    (1..size_of::<usize>()).find(|width| largest >> (8 * width) == 0).unwrap_or(size_of::<usize>())
}

fn be_bytes(value: usize, width: usize) -> impl Iterator<Item = u8> {
    value.to_be_bytes().into_iter().skip(size_of::<usize>().saturating_sub(width))
}

/// The dictionary and data of a stream, compressed unless they already are. Metadata stays as it is, for programs
/// that know nothing of PDF (ISO 19005-2, 6.6.2.1, and custom).
fn compressed(stream: &Stream) -> (Dictionary, Cow<'_, [u8]>) {
    let mut dictionary = stream.dict.clone();
    let is_metadata = dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"Metadata");
    if !dictionary.has(b"Filter") && !is_metadata {
        let smaller = deflate(&stream.content);
        if smaller.len() < stream.content.len() {
            dictionary.set("Filter", name("FlateDecode"));
            return (dictionary, smaller.into());
        }
    }
    (dictionary, stream.content.as_slice().into())
}

fn put(out: &mut Vec<u8>, object: &Object, reached: &Reached<'_>) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().bytes()),
        Object::Integer(value) => put_integer(out, *value),
        Object::Real(value) => out.extend((value + 0.0).to_string().bytes()),
        Object::Name(name) => put_name(out, name),
        Object::String(text, StringFormat::Literal) => put_string(out, text),
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            text.iter().for_each(|byte| out.extend(format!("{byte:02X}").bytes()));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 && !begins_with_delimiter(item) {
                    out.push(b' ');
                }
                put(out, item, reached);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => put_dictionary(out, dictionary, reached),
        // A stream is an object of its own; here it could only be a mistake.
        Object::Stream(_) => out.extend(b"null"),
        Object::Reference(id) => put_reference(out, reached.number(*id)),
    }
}

fn put_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary, reached: &Reached<'_>) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        put_name(out, key);
        if !begins_with_delimiter(value) {
            out.push(b' ');
        }
        put(out, value, reached);
    }
    out.extend(b">>");
}

fn begins_with_delimiter(object: &Object) -> bool {
    match object {
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_) => true,
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Stream(_)
        | Object::Reference(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(object: &Object) -> String {
        let mut out = Vec::new();
        let nothing = Written::default();
        put(&mut out, object, &Reached { written: &nothing, order: Vec::new(), numbers: Vec::new() });
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_are_short() {
        let object: Object =
            vec![1.into(), name("A b"), Object::Real(-0.0), Object::Real(12.25), true.into()].into();
        assert_eq!(written(&object), "[1/A#20b 0 12.25 true]");
        assert_eq!(written(&dictionary([("K", byte_string("a(b)\\\r"))]).into()), "<</K(a\\(b\\)\\\\\\r)>>");
    }

    #[test]
    fn only_what_is_reached_is_written() {
        let mut document = Document::with_version("1.7");
        let _lost = document.add_object(dictionary([("Lost", true.into())]));
        let page = document.add_object(dictionary([("Kept", true.into())]));
        let catalog = document.add_object(dictionary([("Type", name("Catalog")), ("X", page.into())]));
        let info = document.add_object(dictionary([("Title", byte_string("T"))]));
        let bytes = write(&document, &Written::default(), catalog, info);
        assert_eq!(bytes, write(&document, &Written::default(), catalog, info));
        let read = Document::load_mem(&bytes).unwrap();
        assert_eq!(read.objects.values().filter(|object| object.as_dict().is_ok()).count(), 3);
        assert!(read.catalog().unwrap().has(b"X"));
    }

    #[test]
    fn fields_are_as_wide_as_needed() {
        assert_eq!([0, 255, 256, 65_535, 65_536].map(byte_width), [1, 1, 2, 2, 3]);
        assert_eq!(be_bytes(258, 3).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
