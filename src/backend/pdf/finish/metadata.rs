//! What the file says about itself (ISO 32000-1, 14.3; ISO 19005-2, 6.6).

use lopdf::{Dictionary, Document, ObjectId, Stream};

use super::values::{byte_string, dictionary, name, text};
use super::xmp;
use crate::backend::pdf::fragment::About;
use crate::model::Date;

/// The program that made the file.
pub const PRODUCER: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The Info dictionary. It says what the XMP packet says, for readers that know only the older of the two.
pub fn info(about: &About) -> Dictionary {
    let mut info = dictionary([("Title", text(&about.title))]);
    if !about.authors.is_empty() {
        info.set("Author", text(&about.authors.join("; ")));
    }
    if let Some(description) = &about.description {
        info.set("Subject", text(description));
    }
    if !about.keywords.is_empty() {
        info.set("Keywords", text(&about.keywords.join(", ")));
    }
    info.set("Creator", text(PRODUCER));
    info.set("Producer", text(PRODUCER));
    if let Some(created) = about.created {
        info.set("CreationDate", byte_string(pdf_date(created)));
    }
    if let Some(modified) = about.modified {
        info.set("ModDate", byte_string(pdf_date(modified)));
    }
    info
}

/// Writes the XMP packet.
pub fn write(document: &mut Document, about: &About) -> ObjectId {
    let dictionary = dictionary([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    document.add_object(Stream::new(dictionary, xmp::packet(about).into_bytes()))
}

/// A date as PDF has it (ISO 32000-1, 7.9.4): `D:20260214`, `D:20260214083000+01'00'`.
fn pdf_date(date: Date) -> String {
    let iso = date.iso();
    let (day, time) = iso.split_once('T').unwrap_or((&iso, ""));
    let mut written = format!("D:{}", day.replace('-', ""));
    match time.split_at_checked("hh:mm:ss".len()) {
        Some((clock, offset)) => {
            written.push_str(&clock.replace(':', ""));
            written.push_str(&offset.replace(':', "'"));
            if offset.contains(':') {
                written.push('\'');
            }
        }
        None => written.push_str(&time.replace(':', "")),
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_what_is_known() {
        let date = |text| pdf_date(Date::parse(text).unwrap());
        assert_eq!(date("2026-02-14"), "D:20260214");
        assert_eq!(date("2026-02-14T08:30:00+01:00"), "D:20260214083000+01'00'");
        assert_eq!(date("2026-02-14T08:30:00Z"), "D:20260214083000+00'00'");
    }
}
