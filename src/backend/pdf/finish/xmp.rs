//! The XMP packet (ISO 16684-1) with the identification of PDF/A (ISO 19005-2, 6.6.4) and PDF/UA (ISO 14289-1, 5).

use super::metadata::PRODUCER;
use crate::backend::pdf::fragment::About;

/// The packet. Dates and names are those of the Info dictionary.
pub fn packet(about: &About) -> String {
    let mut properties = String::new();
    let mut put = |text: String| properties.push_str(&text);
    put(element("dc:format", "application/pdf"));
    put(container("dc:title", "Alt", &[about.title.as_str()]));
    put(container("dc:language", "Bag", &[about.language.as_str()]));
    if !about.authors.is_empty() {
        put(container("dc:creator", "Seq", &about.authors));
    }
    if let Some(description) = &about.description {
        put(container("dc:description", "Alt", &[description.as_str()]));
    }
    if !about.keywords.is_empty() {
        put(container("dc:subject", "Bag", &about.keywords));
        put(element("pdf:Keywords", &about.keywords.join(", ")));
    }
    put(element("pdf:Producer", PRODUCER));
    put(element("xmp:CreatorTool", PRODUCER));
    if let Some(created) = about.created {
        put(element("xmp:CreateDate", &created.iso()));
    }
    if let Some(modified) = about.modified {
        put(element("xmp:ModifyDate", &modified.iso()));
    }
    put(element("pdfaid:part", "2"));
    put(element("pdfaid:conformance", "A"));
    put(element("pdfuaid:part", "1"));
    format!("{OPEN}{properties}{EXTENSION}{CLOSE}")
}

const OPEN: &str = "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" \
xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" \
xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">";

/// PDF/A knows no PDF/UA: a schema that it does not know must be described (ISO 19005-2, 6.6.2.3).
const EXTENSION: &str = "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas>";

const CLOSE: &str = "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";

fn element(name: &str, value: &str) -> String {
    format!("<{name}>{}</{name}>", escaped(value))
}

/// An array of values: `Bag`, `Seq`, or `Alt`, whose one value is the default of all languages.
fn container<T: AsRef<str>>(name: &str, kind: &str, values: &[T]) -> String {
    let language = if kind == "Alt" { " xml:lang=\"x-default\"" } else { "" };
    let items: String = values
        .iter()
        .map(|value| format!("<rdf:li{language}>{}</rdf:li>", escaped(value.as_ref())))
        .collect();
    format!("<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>")
}

/// Text in XML, without the characters that XML 1.0 cannot hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped() {
        let about =
            About { title: "A < B & \u{1}C".to_owned(), language: "en".to_owned(), ..About::default() };
        let packet = packet(&about);
        assert!(packet.contains("<rdf:li xml:lang=\"x-default\">A &lt; B &amp; C</rdf:li>"));
        assert!(!packet.contains("dc:creator") && !packet.contains("CreateDate"));
    }
}
