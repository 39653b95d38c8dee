//! XML files of addresses, written as a stream.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::backend::site_wide::SiteFile;

/// The namespace of site maps and of their indexes (sitemaps.org).
pub(super) const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A document while it is written: an element that is open.
pub(super) struct Xml<W: Write> {
    writer: Writer<W>,
    root: &'static str,
}

impl<W: Write> Xml<W> {
    /// Begins a document.
    pub(super) fn open(to: W, root: &'static str, attributes: &[(&str, &str)]) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(to, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let start = BytesStart::new(root).with_attributes(attributes.iter().copied());
        writer.write_event(Event::Start(start))?;
        Ok(Self { writer, root })
    }

    /// Writes an element with what `content` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Start(start))?;
        content(self)?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element of text.
    pub(super) fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.writer.create_element(name).write_text_content(BytesText::new(text)).map(drop)
    }

    /// Writes an element of text, when there is text.
    pub(super) fn optional(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        text.map_or(Ok(()), |text| self.text(name, text))
    }

    /// What is written to.
    pub(super) fn inner(&self) -> &W {
        self.writer.get_ref()
    }

    /// Ends the document.
    pub(super) fn close(mut self) -> io::Result<W> {
        self.writer.write_event(Event::End(BytesEnd::new(self.root)))?;
        let mut to = self.writer.into_inner();
        to.write_all(b"\n")?;
        Ok(to)
    }
}

/// A file whose bytes are counted.
pub(super) struct Counted<'s> {
    pub file: Box<dyn SiteFile + 's>,
    pub bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
