//! `feed/articles.jsonl`: the graph of every page on a line of its own, for `jq`, data warehouses and loaders of
//! agents.

use std::io;

use serde_json::value::RawValue;

use crate::backend::site_wide::{Shelf, SiteFile};

/// The file while it is written.
pub(super) struct Lines<'s> {
    file: Box<dyn SiteFile + 's>,
    any: bool,
}

impl<'s> Lines<'s> {
    pub(super) fn new(shelf: &'s dyn Shelf) -> io::Result<Self> {
        Ok(Self { file: shelf.open()?, any: false })
    }

    pub(super) fn add(&mut self, page: &RawValue) -> io::Result<()> {
        self.any = true;
        self.file.write_all(page.get().as_bytes())?;
        self.file.write_all(b"\n")
    }

    pub(super) fn finish(self) -> io::Result<()> {
        if !self.any {
            return Ok(());
        }
        self.file.close("feed/articles.jsonl").map(drop)
    }
}
