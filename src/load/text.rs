//! Reading the text of a source.

use std::fs::File;
use std::io::{self, Read};

use super::Source;
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned, io_reason};
use crate::source::{SourceId, Span};

/// The largest source that is read, in bytes.
pub const MAX_SOURCE_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a source as text, without a byte order mark. Bytes that are not UTF-8 become U+FFFD, with a warning at the
/// first.
///
/// # Errors
/// The file cannot be read, or is larger than [`MAX_SOURCE_BYTES`].
pub fn read(source: &Source) -> Outcome<String> {
    let bytes = match &source.bytes {
        Some(bytes) => bytes.clone(),
        None => read_file(source).map_err(|error| {
            let message = format!("the file could not be read: {}", io_reason(&error));
            vec![Diagnostic::new(Code::UnreadableSource, message)]
        })?,
    };
    if bytes.len() as u64 > MAX_SOURCE_BYTES {
        let message = format!("the source is larger than {} MiB", MAX_SOURCE_BYTES / (1024 * 1024));
        return Err(vec![
            Diagnostic::new(Code::SourceTooLarge, message).help("divide it into several articles"),
        ]);
    }
    Ok(decode(source.id, bytes))
}

fn read_file(source: &Source) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte past the limit tells that there are more; an endless file (a device, a pipe) ends here too.
    File::open(&source.path)?.take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn decode(source: SourceId, mut bytes: Vec<u8>) -> Warned<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
