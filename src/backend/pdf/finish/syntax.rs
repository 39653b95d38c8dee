//! How values are written (ISO 32000-1, 7.3), as short as can be.

/// A number.
pub fn put_integer(out: &mut Vec<u8>, value: impl itoa::Integer) {
    out.extend(itoa::Buffer::new().format(value).as_bytes());
}

/// A name (7.3.5).
pub fn put_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    if name.iter().all(u8::is_ascii_alphanumeric) {
        out.extend(name);
        return;
    }
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

/// A literal string (7.3.4.2).
pub fn put_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    for &byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            // A bare carriage return would be read as a line feed.
            b'\r' => out.extend(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

/// A reference to the object of a number, or null for what is not in the file (7.3.10).
pub fn put_reference(out: &mut Vec<u8>, number: usize) {
    if number == 0 {
        out.extend(b"null");
    } else {
        put_integer(out, number);
        out.extend(b" 0 R");
    }
}
