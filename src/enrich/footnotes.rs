//! Footnotes: in order of first call, numbered, their calls counted.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Document, Footnote, Inline, walk};

use super::{Setting, flow, folding::fold};

/// Orders and numbers footnotes. Calls within footnotes come after those of the body. A call without a footnote is
/// text again; a footnote without a call stays, behind the others.
pub fn run(document: &mut Document, _: &Setting<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut notes = std::mem::take(&mut document.footnotes);
    let mut order = Order::new(&notes);
    flow::inlines_mut(document, &mut |inline| order.meet(inline));
    let mut at = 0;
    loop {
        let Some(number) = order.called.get(at).copied() else {
            let Some(uncalled) = order.first_uncalled() else { break };
            if let Some(note) = notes.get(uncalled) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::UncalledFootnote,
                        format!("the footnote “{}” is never called", note.label),
                    )
                    .at(note.span)
                    .help(format!("call it where it belongs with `[^{}]`, or remove it", note.label)),
                );
            }
            order.place(uncalled);
            continue;
        };
        if let Some(note) = notes.get_mut(number) {
            walk::inlines_mut(&mut note.blocks, &mut |inline| order.meet(inline));
        }
        at += 1;
    }
    let places = order.places;
    let mut numbered: Vec<Footnote> = notes
        .into_iter()
        .zip(places)
        .map(|(note, place)| Footnote { number: place.number, mentions: place.mentions, ..note })
        .collect();
    numbered.sort_by_key(|note| note.number);
    document.footnotes = numbered;
}

/// Number and calls of a footnote.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    number: u32,
    mentions: u32,
}

/// The order in which footnotes are called.
struct Order {
    by_label: HashMap<String, usize>,
    /// One for each footnote as defined.
    places: Vec<Place>,
    /// Footnotes as defined, in order of first call.
    called: Vec<usize>,
    /// Every footnote before this one has a number.
    numbered: usize,
}

impl Order {
    fn new(notes: &[Footnote]) -> Self {
        let mut by_label = HashMap::new();
        for (at, note) in notes.iter().enumerate() {
            by_label.entry(fold(&note.label)).or_insert(at);
        }
        Self { by_label, places: vec![Place::default(); notes.len()], called: Vec::new(), numbered: 0 }
    }

    /// Numbers a call.
    fn meet(&mut self, inline: &mut Inline) {
        let Inline::FootnoteCall(call) = inline else { return };
        let found = self.by_label.get(&fold(&call.label)).copied();
        match found.and_then(|at| self.mention(at)) {
            Some(place) => (call.number, call.mention) = (place.number, place.mentions),
            None => *inline = Inline::Text(format!("[^{}]", call.label)),
        }
    }

    fn mention(&mut self, at: usize) -> Option<Place> {
        self.place(at);
        let place = self.places.get_mut(at)?;
        place.mentions += 1;
        Some(*place)
    }

    /// Gives a footnote the next number, unless it has one.
    fn place(&mut self, at: usize) {
        if let Some(place) = self.places.get_mut(at)
            && place.number == 0
        {
            self.called.push(at);
            place.number = u32::try_from(self.called.len()).unwrap_or(u32::MAX);
        }
    }

    fn first_uncalled(&mut self) -> Option<usize> {
        let ahead = self.places.iter().skip(self.numbered).position(|place| place.number == 0)?;
        self.numbered += ahead;
        Some(self.numbered)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::model::{Block, BlockKind};

    fn note(label: &str, content: Vec<Inline>) -> Footnote {
        Footnote {
            label: label.to_owned(),
            number: 0,
            mentions: 0,
            blocks: vec![block(BlockKind::Paragraph(content))],
            span: span(),
        }
    }

    fn calls(blocks: &[Block]) -> Vec<(String, u32, u32)> {
        let mut found = Vec::new();
        walk::inlines(blocks, &mut |inline| {
            if let Inline::FootnoteCall(call) = inline {
                found.push((call.label.clone(), call.number, call.mention));
            }
        });
        found
    }

    #[test]
    fn footnotes_follow_their_calls() {
        let mut document = document(vec![block(BlockKind::Paragraph(vec![
            call("b"),
            Inline::Strong(vec![call("a")]),
            call("B"),
            call("none"),
        ]))]);
        document.footnotes = vec![
            note("lost", vec![call("deep")]),
            note("a", vec![text("x")]),
            note("deep", vec![text("y")]),
            note("b", vec![call("late"), call("b")]),
            note("late", vec![text("z")]),
        ];
        let (document, findings) = identify_with(document, run);
        let order: Vec<_> =
            document.footnotes.iter().map(|note| (note.label.as_str(), note.number, note.mentions)).collect();
        assert_eq!(order, [("b", 1, 3), ("a", 2, 1), ("late", 3, 1), ("lost", 4, 0), ("deep", 5, 1)]);
        let as_call = |label: &str, number, mention| (label.to_owned(), number, mention);
        assert_eq!(calls(&document.blocks), [as_call("b", 1, 1), as_call("a", 2, 1), as_call("B", 1, 2)]);
        let BlockKind::Paragraph(content) = &document.blocks[0].kind else { panic!() };
        assert_eq!(content[3], text("[^none]"));
        assert_eq!(codes(&findings), ["uncalled-footnote"]);
    }
}
