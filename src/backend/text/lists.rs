//! Lists: markers that hang left of their items.

use super::writer::{Writer, narrowed, prefixed};
use crate::model::{Definition, List, ListItem, ListMarker};
use crate::typography::numerals::{letters, roman};

/// What definitions stand in.
const INDENT: &str = "    ";

/// The last number that a list shows as letters: `zz`.
const LAST_LETTERS: u64 = 26 * 27;

/// Where a block stands among the lists and boxes around it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Depth {
    bullets: usize,
    numbers: usize,
    tight: bool,
    inside: bool,
}

impl Depth {
    /// The same depth, within a box or item.
    pub(super) fn inside(self) -> Self {
        Self { tight: false, inside: true, ..self }
    }

    /// Whether the block stands in something else than the flow of the document.
    pub(super) fn is_inside(self) -> bool {
        self.inside
    }

    /// Whether paragraphs and lists stand without space between them.
    pub(super) fn is_tight(self) -> bool {
        self.tight
    }

    fn below(self, list: &List) -> Self {
        let (bullets, numbers) = match list.marker {
            ListMarker::Bullet => (self.bullets + 1, self.numbers),
            ListMarker::Ordered { .. } => (self.bullets, self.numbers + 1),
        };
        Self { bullets, numbers, tight: list.tight, inside: true }
    }
}

impl Writer<'_> {
    pub(super) fn list(&self, list: &List, width: usize, depth: Depth) -> Vec<String> {
        let markers: Vec<String> =
            list.items.iter().zip(0..).map(|(item, index)| marker(list.marker, item, index, depth)).collect();
        let hang = markers.iter().map(String::len).max().unwrap_or(0) + 1;
        let mut lines = Vec::new();
        for (item, marker) in list.items.iter().zip(&markers) {
            // Numbers end where the text begins; bullets and boxes start where the list does.
            let (first, hang) = match item.task {
                Some(_) => (format!("{marker} "), marker.len() + 1),
                None => (format!("{marker:>0$} ", hang - 1), hang),
            };
            let mut own = self.blocks(&item.blocks, narrowed(width, hang), depth.below(list));
            if own.is_empty() {
                own.push(String::new());
            }
            if !list.tight && !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(prefixed(own, &first, &" ".repeat(hang)));
        }
        lines
    }

    pub(super) fn definitions(&self, entries: &[Definition], width: usize, depth: Depth) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for entry in entries {
            let mut own = self.paragraph(&entry.term, width);
            let mut several = false;
            for definition in &entry.definitions {
                let definition = self.blocks(definition, narrowed(width, INDENT.len()), depth.inside());
                if several && !definition.is_empty() {
                    own.push(String::new());
                }
                several |= !definition.is_empty();
                own.extend(prefixed(definition, INDENT, INDENT));
            }
            if !lines.is_empty() && !own.is_empty() {
                lines.push(String::new());
            }
            lines.extend(own);
        }
        lines
    }
}

/// What stands before an item: `*` `-` `+` by depth, `1.` `a.` `i.` by depth, `[x]`.
fn marker(kind: ListMarker, item: &ListItem, index: u64, depth: Depth) -> String {
    match (item.task, kind) {
        (Some(true), _) => "[x]".to_owned(),
        (Some(false), _) => "[ ]".to_owned(),
        (None, ListMarker::Bullet) => ["*", "-", "+"].get(depth.bullets % 3).unwrap_or(&"*").to_string(),
        (None, ListMarker::Ordered { start }) => {
            let number = start.saturating_add(index);
            let number = match depth.numbers % 3 {
                1 if number <= LAST_LETTERS => letters(number),
                2 => roman(number),
                _ => None,
            }
            .unwrap_or_else(|| number.to_string());
            format!("{number}.")
        }
    }
}
