//! Posts in pages: the newest on the first page, older ones in pages that are full and stay as they are.
//!
//! Full pages are numbered from the oldest, so a new post changes the first page only; once in [`PAGE_ITEMS`] posts it
//! fills another page, and the newest full page until then gets a link to it. The first page holds from
//! [`PAGE_ITEMS`] to twice as many posts: whoever looks in seldom still finds what is new there.

use std::io;

use super::PAGE_ITEMS;
use super::entry::Post;

/// A format of feeds that knows pages.
pub(super) trait Paged {
    /// Writes a full page of the number `number`, counted from 1 and the oldest. `newer` tells whether there is a page
    /// of the next number.
    fn archive(&self, number: usize, newer: bool, posts: &[Post]) -> io::Result<()>;

    /// Writes the first page, before which there are `archives` full ones.
    fn current(&self, archives: usize, posts: &[Post]) -> io::Result<()>;
}

/// Posts on their way into pages.
pub(super) struct Pages<F> {
    format: F,
    /// How many pages are full, the one waiting included.
    archives: usize,
    /// The newest full page: whether another follows is not known yet.
    waiting: Vec<Post>,
    /// Posts in no full page.
    recent: Vec<Post>,
}

impl<F: Paged> Pages<F> {
    pub(super) fn new(format: F) -> Self {
        Self { format, archives: 0, waiting: Vec::new(), recent: Vec::new() }
    }

    /// Takes the next post, in the order of publication.
    pub(super) fn add(&mut self, post: Post) -> io::Result<()> {
        self.recent.push(post);
        if self.recent.len() == 2 * PAGE_ITEMS {
            self.write_waiting(true)?;
            self.waiting = self.recent.drain(..PAGE_ITEMS).rev().collect();
            self.archives += 1;
        }
        Ok(())
    }

    /// Writes what is left. Each page begins with its newest post. Without a post there is no feed.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.recent.is_empty() {
            return Ok(());
        }
        self.write_waiting(false)?;
        self.recent.reverse();
        self.format.current(self.archives, &self.recent)
    }

    fn write_waiting(&mut self, newer: bool) -> io::Result<()> {
        if self.archives == 0 {
            return Ok(());
        }
        self.format.archive(self.archives, newer, &self.waiting)
    }
}
