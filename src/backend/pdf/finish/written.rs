//! Objects that are written as they are made. lopdf has a map with keys of their own for each dictionary: for the many
//! small ones of a structure tree that took longer than all else about it.

use lopdf::ObjectId;

use super::syntax::{put_integer, put_name, put_reference, put_string};
use crate::backend::pdf::paint::content::put_hundredths;

/// Objects as text, each with the references in it: their numbers are not known before all objects are.
#[derive(Debug, Default)]
pub struct Written {
    text: Vec<u8>,
    /// Where in the text references stand, and to what.
    references: Vec<(usize, ObjectId)>,
    /// In the order of their numbers.
    objects: Vec<Place>,
}

/// Where an object stands in the text and among the references.
#[derive(Debug)]
struct Place {
    id: ObjectId,
    text: usize,
    references: usize,
}

impl Written {
    /// Adds an object, which `write` writes. Objects come in the order of their numbers.
    pub fn add(&mut self, id: ObjectId, write: impl FnOnce(&mut Self)) {
        self.objects.push(Place { id, text: self.text.len(), references: self.references.len() });
        write(self);
    }

    /// The index of an object.
    pub fn index(&self, id: ObjectId) -> Option<usize> {
        self.objects.binary_search_by_key(&id, |place| place.id).ok()
    }

    /// The greatest number of an object.
    pub fn last_number(&self) -> u32 {
        self.objects.last().map_or(0, |place| place.id.0)
    }

    /// What the object at an index refers to, in order.
    pub fn references(&self, index: usize) -> impl Iterator<Item = ObjectId> + '_ {
        self.references_of(index).iter().map(|(_, id)| *id)
    }

    fn references_of(&self, index: usize) -> &[(usize, ObjectId)] {
        let from = self.objects.get(index).map_or(0, |place| place.references);
        let to = self.objects.get(index + 1).map_or(self.references.len(), |place| place.references);
        self.references.get(from..to).unwrap_or_default()
    }

    /// Copies the object at an index, with the numbers that objects have.
    pub fn put(&self, index: usize, out: &mut Vec<u8>, number: impl Fn(ObjectId) -> usize) {
        let mut from = self.objects.get(index).map_or(0, |place| place.text);
        let to = self.objects.get(index + 1).map_or(self.text.len(), |place| place.text);
        for (at, id) in self.references_of(index) {
            out.extend(self.text.get(from..*at).unwrap_or_default());
            put_reference(out, number(*id));
            from = *at;
        }
        out.extend(self.text.get(from..to).unwrap_or_default());
    }

    /// Begins a dictionary.
    pub fn open(&mut self) {
        self.text.extend(b"<<");
    }

    /// Ends a dictionary.
    pub fn close(&mut self) {
        self.text.extend(b">>");
    }

    /// Begins an array.
    pub fn open_array(&mut self) {
        self.text.push(b'[');
    }

    /// Ends an array.
    pub fn close_array(&mut self) {
        self.text.push(b']');
    }

    /// A name, or the key of what follows.
    pub fn name(&mut self, name: &str) {
        put_name(&mut self.text, name.as_bytes());
    }

    /// Names, or keys, in a row.
    pub fn names<const N: usize>(&mut self, names: [&str; N]) {
        names.into_iter().for_each(|name| self.name(name));
    }

    /// What `write` writes: in an array, if it is several.
    pub fn one_or_more(&mut self, count: usize, write: impl FnOnce(&mut Self)) {
        if count == 1 {
            return write(self);
        }
        self.open_array();
        write(self);
        self.close_array();
    }

    /// A string.
    pub fn string(&mut self, bytes: &[u8]) {
        put_string(&mut self.text, bytes);
    }

    /// An integer.
    pub fn integer(&mut self, value: impl itoa::Integer) {
        self.separate();
        put_integer(&mut self.text, value);
    }

    /// A length of so many hundredths.
    pub fn hundredths(&mut self, value: i64) {
        self.separate();
        let mut number = String::new();
        put_hundredths(&mut number, value);
        self.text.extend(number.bytes());
    }

    /// A reference.
    pub fn reference(&mut self, id: ObjectId) {
        self.separate();
        self.references.push((self.text.len(), id));
    }

    /// Space before what begins with no delimiter.
    fn separate(&mut self) {
        let follows_reference = self.references.last().is_some_and(|(at, _)| *at == self.text.len());
        if follows_reference || self.text.last() != Some(&b'[') {
            self.text.push(b' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_get_their_numbers_when_objects_are_put() {
        let mut written = Written::default();
        written.add((4, 0), |out| {
            out.open();
            out.name("P");
            out.reference((7, 0));
            out.name("K");
            out.open_array();
            out.integer(3);
            out.reference((9, 0));
            out.reference((7, 0));
            out.close_array();
            out.name("Nums");
            out.open_array();
            out.reference((7, 0));
            out.reference((7, 0));
            out.integer(5);
            out.close_array();
            out.close();
        });
        written.add((7, 0), |out| out.string(b"a(b"));
        let put = |index| {
            let mut out = Vec::new();
            written.put(index, &mut out, |id| if id.0 == 7 { 12 } else { 0 });
            String::from_utf8(out).unwrap()
        };
        assert_eq!(put(0), "<</P 12 0 R/K[3 null 12 0 R]/Nums[12 0 R 12 0 R 5]>>");
        assert_eq!(put(1), "(a\\(b)");
        assert_eq!(written.references(0).collect::<Vec<_>>(), [(7, 0), (9, 0), (7, 0), (7, 0), (7, 0)]);
        assert_eq!((written.index((7, 0)), written.index((5, 0)), written.last_number()), (Some(1), None, 7));
    }

    #[test]
    fn lengths_are_short() {
        let mut written = Written::default();
        written.add((1, 0), |out| {
            out.open_array();
            [100, 0, -50, 12_345].into_iter().for_each(|value| out.hundredths(value));
            out.close_array();
        });
        let mut out = Vec::new();
        written.put(0, &mut out, |_| 0);
        assert_eq!(String::from_utf8(out).unwrap(), "[1 0 -0.5 123.45]");
    }
}
