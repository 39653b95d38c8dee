//! Reading the text of a source.

use super::Source;
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned, io_reason};
use crate::source::{SourceId, Span, read_past};

/// The largest source that is read, in bytes.
pub const MAX_SOURCE_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a source as text, without a byte order mark. A source whose byte order mark says UTF-16 is read as that, with
/// a warning. Bytes that are no text become U+FFFD, with a warning at the first.
///
/// # Errors
/// The file cannot be read, or is larger than [`MAX_SOURCE_BYTES`].
pub fn read(source: &Source) -> Outcome<String> {
    text(source, bytes(source)?)
}

/// Reads the bytes of a source, at most one beyond [`MAX_SOURCE_BYTES`].
///
/// # Errors
/// The file cannot be read.
pub fn bytes(source: &Source) -> Result<Vec<u8>, Vec<Diagnostic>> {
    match &source.bytes {
        Some(bytes) => Ok(bytes.clone()),
        None => read_past(&source.path, MAX_SOURCE_BYTES).map_err(|error| {
            let message = format!("the file could not be read: {}", io_reason(&error));
            vec![Diagnostic::new(Code::UnreadableSource, message)]
        }),
    }
}

/// The bytes of a source as text, as [`read`] gives it.
///
/// # Errors
/// They are more than [`MAX_SOURCE_BYTES`].
pub fn text(source: &Source, bytes: Vec<u8>) -> Outcome<String> {
    if bytes.len() as u64 > MAX_SOURCE_BYTES {
        let message = format!("the source is larger than {} MiB", MAX_SOURCE_BYTES / (1024 * 1024));
        return Err(vec![
            Diagnostic::new(Code::SourceTooLarge, message).help("divide it into several articles"),
        ]);
    }
    Ok(decode(source.id, bytes))
}

fn decode(source: SourceId, mut bytes: Vec<u8>) -> Warned<String> {
    if let Some(read) = utf_16(source, &bytes) {
        return read;
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Warned::clean(text),
        Err(error) => {
            let first = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let replaced = first..first + char::REPLACEMENT_CHARACTER.len_utf8();
            let warning =
                Diagnostic::new(Code::InvalidUtf8, "these bytes are not UTF-8, and were replaced by U+FFFD")
                    .at(Span::new(source, replaced))
                    .help("save the file as UTF-8");
            Warned { value: text, diagnostics: vec![warning] }
        }
    }
}

/// The text of a source that begins with a byte order mark of UTF-16 (Unicode 16, 23.8).
fn utf_16(source: SourceId, bytes: &[u8]) -> Option<Warned<String>> {
    let unit: fn([u8; 2]) -> u16 = match bytes.get(..2)? {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, rest) = bytes.get(2..)?.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut bad = None;
    for read in char::decode_utf16(pairs.iter().copied().map(unit)) {
        let at = text.len();
        text.push(read.unwrap_or_else(|_| {
            bad.get_or_insert(at);
            char::REPLACEMENT_CHARACTER
        }));
    }
    if !rest.is_empty() {
        bad.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let help = "save the file as UTF-8, which every tool reads";
    let mut diagnostics =
        vec![Diagnostic::new(Code::Utf16Source, "the file is UTF-16; it was read as that").help(help)];
    diagnostics.extend(bad.map(|at| {
        Diagnostic::new(Code::InvalidUtf8, "this is no character of UTF-16, and was replaced by U+FFFD")
            .at(Span::new(source, at..at + char::REPLACEMENT_CHARACTER.len_utf8()))
            .help(help)
    }));
    Some(Warned { value: text, diagnostics })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_read_in_both_byte_orders() {
        let units: Vec<u16> = "\u{feff}µ 😀\r\n".encode_utf16().collect();
        let codes = |read: &Warned<String>| read.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>();
        for bytes in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let bytes: Vec<u8> = units.iter().flat_map(|unit| bytes(*unit)).collect();
            let read = decoded(&bytes);
            assert_eq!(read.value, "µ 😀\r\n");
            assert_eq!(codes(&read), [Code::Utf16Source]);
            let cut = decoded(&bytes[..bytes.len() - 1]);
            assert_eq!(cut.value, "µ 😀\r\u{fffd}");
            assert_eq!(codes(&cut), [Code::Utf16Source, Code::InvalidUtf8]);
        }
        assert_eq!(decoded(b"\xFF\xFE\x00\xD8a\x00").value, "\u{fffd}a");
        assert_eq!(decoded(b"\xFF\xFE").value, "");
        assert_eq!(decoded(b"\xFF").value, "\u{fffd}");
    }

    fn decoded(bytes: &[u8]) -> Warned<String> {
        decode(SourceId(3), bytes.to_vec())
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(decoded(b"\xEF\xBB\xBFa"), Warned::clean("a".to_owned()));
    }

    #[test]
    fn bad_bytes_are_replaced_with_a_warning_at_the_first() {
        let read = decoded(b"caf\xE9 cr\xE8me");
        assert_eq!(read.value, "caf\u{fffd} cr\u{fffd}me");
        let [warning] = read.diagnostics.as_slice() else { panic!("one warning") };
        assert_eq!(warning.code, Code::InvalidUtf8);
        assert_eq!(read.value.get(warning.span.unwrap().range()), Some("\u{fffd}"));
    }
}
