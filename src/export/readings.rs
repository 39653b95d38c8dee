//! Articles that pass one read and pass two need again. Those of a small site are kept between the passes; of a large
//! one as many as do not count, and the rest is read twice.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::fingerprint::Fingerprint;
use crate::diagnostic::Diagnostic;
use crate::model::Document;
use crate::source::SourceId;

/// Text of which documents are kept, in bytes. A document is some three times as large.
const ROOM: usize = 4 * 1024 * 1024;

/// An article as it was read.
#[derive(Debug)]
pub struct Kept {
    /// Its text.
    pub text: String,
    /// The name of its bytes.
    pub content: Option<Fingerprint>,
    /// What it says, as far as it can be understood alone.
    pub document: Document,
    /// What was noticed.
    pub noticed: Vec<Diagnostic>,
}

/// Articles kept between the passes.
#[derive(Debug)]
pub struct Readings(Mutex<Shelf>);

#[derive(Debug)]
struct Shelf {
    room: usize,
    readings: HashMap<SourceId, Kept>,
}

impl Default for Readings {
    fn default() -> Self {
        Self(Mutex::new(Shelf { room: ROOM, readings: HashMap::new() }))
    }
}

impl Readings {
    /// Keeps an article if there is room.
    pub fn keep(&self, source: SourceId, reading: Kept) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = shelf.room.checked_sub(reading.text.len()) {
            shelf.room = room;
            shelf.readings.insert(source, reading);
        }
    }

    /// The article, if it was kept; it is no longer.
    pub fn take(&self, source: SourceId) -> Option<Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).readings.remove(&source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(length: usize) -> Kept {
        let mut noticed = Vec::new();
        let language = crate::model::Language::english();
        let route = crate::model::Route::from_segments(["a"]);
        let document =
            crate::read::read(SourceId(0), "# A", &route, &language).unwrap().drain_into(&mut noticed);
        Kept { text: "x".repeat(length), content: None, document, noticed }
    }

    #[test]
    fn as_much_is_kept_as_there_is_room_for() {
        let readings = Readings::default();
        readings.keep(SourceId(1), reading(ROOM / 2));
        readings.keep(SourceId(2), reading(ROOM));
        readings.keep(SourceId(3), reading(ROOM / 2));
        readings.keep(SourceId(4), reading(1));
        assert!(readings.take(SourceId(1)).is_some() && readings.take(SourceId(1)).is_none());
        assert!(readings.take(SourceId(2)).is_none());
        assert!(readings.take(SourceId(3)).is_some());
        assert!(readings.take(SourceId(4)).is_none());
    }
}
