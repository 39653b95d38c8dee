//! Object values in short.

use lopdf::{Dictionary, Object, StringFormat};

use crate::backend::pdf::paint::content::{Bounds, text_bytes};

/// A dictionary of these entries in this order.
pub fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    Dictionary::from_iter(entries)
}

/// A name.
pub fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A text string (ISO 32000-1, 7.9.2.2).
pub fn text(text: &str) -> Object {
    byte_string(text_bytes(text))
}

/// A byte string.
pub fn byte_string(bytes: impl Into<Vec<u8>>) -> Object {
    Object::String(bytes.into(), StringFormat::Literal)
}

/// An integer.
pub fn integer(value: impl TryInto<i64>) -> Object {
    Object::Integer(value.try_into().unwrap_or(i64::MAX))
}

/// A length of so many hundredths.
pub fn hundredths(value: i64) -> Object {
    if value % 100 == 0 { Object::Integer(value / 100) } else { Object::Real(value as f32 / 100.0) }
}

/// A rectangle (ISO 32000-1, 7.9.5).
pub fn rectangle(bounds: Bounds) -> Object {
    Object::Array([bounds.left, bounds.bottom, bounds.right, bounds.top].map(hundredths).into())
}
