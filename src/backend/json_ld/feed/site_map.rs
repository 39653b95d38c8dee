//! `sitemap.xml`: the addresses of all articles (sitemaps.org; images as Google reads them). No priorities and no
//! frequencies: nobody heeds them.

use std::io;

use super::entry::Entry;
use super::newest::Newest;
use super::xml::{Counted, NAMESPACE, Xml};
use super::{SITE_MAP_ADDRESSES, SITE_MAP_BYTES, Site};
use crate::backend::site_wide::{Shelf, put};

const IMAGE_NAMESPACE: &str = "http://www.google.com/schemas/sitemap-image/1.1";

/// The site map while it is written.
pub(super) struct SiteMap<'s> {
    site: &'s Site<'s>,
    shelf: &'s dyn Shelf,
    part: Option<Part<'s>>,
    /// Names of the parts that are full, with the date of the newest change in each.
    full: Vec<(String, Option<String>)>,
}

/// One file of addresses.
struct Part<'s> {
    xml: Xml<Counted<'s>>,
    addresses: usize,
    newest: Newest,
}

impl<'s> SiteMap<'s> {
    pub(super) fn new(site: &'s Site<'s>, shelf: &'s dyn Shelf) -> Self {
        Self { site, shelf, part: None, full: Vec::new() }
    }

    pub(super) fn add(&mut self, entry: &Entry) -> io::Result<()> {
        if self.part.as_ref().is_some_and(Part::is_full)
            && let Some(part) = self.part.take()
        {
            self.close_part(part)?;
        }
        let part = match &mut self.part {
            Some(part) => part,
            none => none.insert(Part::open(self.shelf)?),
        };
        part.add(entry)
    }

    /// Writes what is left, and the index when there are several parts. False when there is no address at all.
    pub(super) fn finish(mut self) -> io::Result<bool> {
        let Some(part) = self.part.take() else { return Ok(false) };
        if self.full.is_empty() {
            part.close("sitemap.xml")?;
            return Ok(true);
        }
        self.close_part(part)?;
        let mut xml = Xml::open(Vec::new(), "sitemapindex", &[("xmlns", NAMESPACE)])?;
        for (name, newest) in &self.full {
            xml.element("sitemap", &[], |xml| {
                xml.text("loc", &self.site.url(&format!("/{name}")))?;
                xml.optional("lastmod", newest.as_deref())
            })?;
        }
        put(self.shelf, "sitemap.xml", &xml.close()?)?;
        Ok(true)
    }

    fn close_part(&mut self, part: Part<'_>) -> io::Result<()> {
        let name = format!("sitemap-{:05}.xml", self.full.len() + 1);
        let newest = part.close(&name)?;
        self.full.push((name, newest));
        Ok(())
    }
}

impl<'s> Part<'s> {
    fn open(shelf: &'s dyn Shelf) -> io::Result<Self> {
        let file = Counted { file: shelf.open()?, bytes: 0 };
        let xml = Xml::open(file, "urlset", &[("xmlns", NAMESPACE), ("xmlns:image", IMAGE_NAMESPACE)])?;
        Ok(Self { xml, addresses: 0, newest: Newest::default() })
    }

    fn is_full(&self) -> bool {
        // No address is nearly as long as the margin.
        self.addresses >= SITE_MAP_ADDRESSES || self.xml.inner().bytes >= SITE_MAP_BYTES
    }

    fn add(&mut self, entry: &Entry) -> io::Result<()> {
        self.addresses += 1;
        self.newest.add(entry.modified.as_deref());
        self.xml.element("url", &[], |xml| {
            xml.text("loc", &entry.url)?;
            xml.optional("lastmod", entry.modified.as_deref())?;
            match &entry.image {
                Some(image) => xml.element("image:image", &[], |xml| xml.text("image:loc", image)),
                None => Ok(()),
            }
        })
    }

    /// Puts the file in its place. Returns the date of the newest change.
    fn close(self, name: &str) -> io::Result<Option<String>> {
        self.xml.close()?.file.close(name)?;
        Ok(self.newest.into_text())
    }
}
