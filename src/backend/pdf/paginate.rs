//! Cutting the strip into pages: where each page ends, and how far down each slab stands on it.
//!
//! A page is filled until a slab does not fit, then ends at the last place where that is good: after a whole block
//! if possible, inside a call-out only if keeping it whole would leave much of the page empty, and anywhere only if
//! a chain of slabs is taller than a page.

use std::ops::Range;

use super::flow::{BoxLook, Flow, PageBreak, Slab};
use super::gap::Closeness;
use super::theme::{Strokes, Theme};

/// What stands on a page, and where.
#[derive(Debug)]
pub struct Sheet {
    /// Whether it begins with an article's opener.
    pub opener: bool,
    /// Its slabs.
    pub slabs: Range<usize>,
    /// Top of each slab.
    pub tops: Vec<f32>,
    /// Height of each slab.
    pub heights: Vec<f32>,
    /// Where text begins.
    pub top: f32,
    /// How far down it goes.
    pub filled: f32,
    /// The slabs of notes at its foot.
    pub notes: Vec<NotePlace>,
}

/// A slab of a note, and where its top is.
#[derive(Debug)]
pub struct NotePlace {
    /// Index of the note.
    pub note: usize,
    /// Index of the slab in it.
    pub slab: usize,
    /// Its top on the page.
    pub top: f32,
}

/// A note of which slabs from an index on are still to be placed.
type Waiting = (usize, usize);

/// How much of a page may stay empty to keep a box whole.
const KEEP_WHOLE: f32 = 0.25;
/// Space between footnotes.
const NOTE_GAP: f32 = 3.0;
/// Sums of heights may exceed the page by this before a slab counts as not fitting.
const TOLERANCE: f32 = 0.05;

/// Cuts a flow into pages.
pub fn paginate(flow: &Flow, theme: &Theme, closeness: Closeness) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut next = 0;
    let mut carried: Vec<Waiting> = Vec::new();
    while next < flow.slabs.len() || !carried.is_empty() {
        let opener = flow.slabs.get(next).is_some_and(|slab| slab.break_before == PageBreak::Opener)
            || sheets.is_empty();
        let mut filling = Filling::new(flow, theme, closeness, opener, next, carried);
        let fitting = filling.fill(next);
        let end = if next < flow.slabs.len() { page_end(flow, &filling, next, fitting, theme) } else { next };
        let filled = filling.bottom_before(end);
        let (notes, rest) = filling.set_notes(next..end, filled);
        let top = filling.top();
        filling.tops.truncate(end - next);
        filling.heights.truncate(end - next);
        let Filling { tops, heights, .. } = filling;
        sheets.push(Sheet { opener, slabs: next..end, tops, heights, top, filled, notes });
        carried = rest;
        next = end;
    }
    sheets
}

/// Where the page that starts at `start` ends, when slabs up to `fitting` would fit.
fn page_end(flow: &Flow, filling: &Filling<'_>, start: usize, fitting: usize, theme: &Theme) -> usize {
    if fitting >= flow.slabs.len() {
        return flow.slabs.len();
    }
    let rule = |at: usize| flow.slabs.get(at).map_or(PageBreak::Allowed, |slab| slab.break_before);
    if rule(fitting) == PageBreak::Opener {
        return fitting;
    }
    let last = |wanted: PageBreak| (start + 1..=fitting).rev().find(|at| rule(*at) == wanted);
    let empty = |at: usize| theme.page.bottom - filling.bottom_before(at);
    let most_empty = theme.page.text_height() * KEEP_WHOLE;
    match (last(PageBreak::Allowed), last(PageBreak::Avoid)) {
        (Some(good), Some(split)) if split > good && empty(good) > most_empty => split,
        (Some(good), _) => good,
        (None, Some(split)) => split,
        (None, None) => fitting.max(start + 1),
    }
}

/// A page being filled.
struct Filling<'a> {
    flow: &'a Flow,
    theme: &'a Theme,
    closeness: Closeness,
    opener: bool,
    /// Top of each placed slab, by its distance from the first.
    tops: Vec<f32>,
    /// Height of each placed slab.
    heights: Vec<f32>,
    /// Where text ends after each placed slab, boxes closed.
    bottoms: Vec<f32>,
    first: usize,
    /// Notes that an earlier page could not take.
    carried: Vec<Waiting>,
}

impl<'a> Filling<'a> {
    fn new(
        flow: &'a Flow,
        theme: &'a Theme,
        closeness: Closeness,
        opener: bool,
        first: usize,
        carried: Vec<Waiting>,
    ) -> Self {
        Self {
            flow,
            theme,
            closeness,
            opener,
            tops: Vec::new(),
            heights: Vec::new(),
            bottoms: Vec::new(),
            first,
            carried,
        }
    }

    fn top(&self) -> f32 {
        if self.opener { self.theme.page.opener } else { self.theme.page.top }
    }

    fn look(&self, index: usize) -> Option<&BoxLook> {
        self.flow.boxes.get(index)
    }

    /// Places slabs until one does not fit; returns its index. At least one is placed.
    fn fill(&mut self, start: usize) -> usize {
        let mut y = self.top();
        let mut notes: Vec<usize> = Vec::new();
        let mut previous: Option<&Slab> = None;
        let mut at = start;
        while let Some(slab) = self.flow.slabs.get(at) {
            if at > start && slab.break_before == PageBreak::Opener {
                break;
            }
            let (top, open) = match previous {
                None => (y + self.continuation_height(slab, at), slab.boxes.as_slice()),
                Some(previous) => {
                    let kept = common(&previous.boxes, &slab.boxes);
                    let closed: f32 = boxes_after(&previous.boxes, kept)
                        .iter()
                        .filter_map(|b| self.look(*b))
                        .map(|b| b.padding_bottom)
                        .sum();
                    (y + closed + slab.before.at(self.closeness), boxes_after(&slab.boxes, kept))
                }
            };
            let padding: f32 = open.iter().filter_map(|b| self.look(*b)).map(|b| b.padding_top).sum();
            let top = top + padding;
            let closing: f32 =
                slab.boxes.iter().filter_map(|b| self.look(*b)).map(|b| b.padding_bottom).sum();
            let note_height = self.notes_height(notes.iter().chain(&slab.notes).copied());
            let room = self.theme.page.bottom + TOLERANCE - note_height - closing - top;
            let height = self.height_within(slab, at, room);
            let bottom = top + height;
            if height > room && at > start {
                break;
            }
            self.tops.push(top);
            self.heights.push(height);
            self.bottoms.push(bottom + closing);
            notes.extend(&slab.notes);
            y = bottom;
            previous = Some(slab);
            at += 1;
        }
        at
    }

    /// The height of a slab: less than its own if a figure and its caption then fit what is left of the page.
    fn height_within(&self, slab: &Slab, at: usize, room: f32) -> f32 {
        if slab.shrink <= 0.0 {
            return slab.height;
        }
        let caption =
            self.flow.slabs.iter().skip(at + 1).take_while(|next| next.break_before == PageBreak::Never);
        let over = slab.height
            + caption.map(|next| next.before.at(self.closeness) + next.height).sum::<f32>()
            - room;
        if over > 0.0 && over <= slab.shrink { slab.height - over } else { slab.height }
    }

    /// Height of what is repeated above a slab that goes on from an earlier page.
    fn continuation_height(&self, slab: &Slab, at: usize) -> f32 {
        let mut height = 0.0;
        if let Some(table) = slab.table.filter(|_| self.flow.goes_on(at, |before| before.table == slab.table))
        {
            height += self.flow.tables.get(table).map_or(0.0, |table| table.repeated_height + slab.resumed);
        }
        for index in &slab.boxes {
            if self.flow.goes_on(at, |before| before.boxes.contains(index)) {
                height += self.look(*index).map_or(0.0, |look| look.continued.1);
            }
        }
        height
    }

    fn notes_height(&self, called: impl Iterator<Item = usize>) -> f32 {
        let carried: f32 = self
            .carried
            .iter()
            .map(|(note, from)| {
                self.note_slabs(*note).iter().skip(*from).map(|slab| slab.height).sum::<f32>() + NOTE_GAP
            })
            .sum();
        let own: f32 = called
            .map(|note| self.note_slabs(note).iter().map(|slab| slab.height).sum::<f32>() + NOTE_GAP)
            .sum();
        let all = carried + own;
        if all > 0.0 { all - NOTE_GAP + self.note_head() } else { 0.0 }
    }

    fn note_head(&self) -> f32 {
        2.0 * self.theme.u.at(self.closeness) + Strokes::THIN + Strokes::NOTE_RULE.1
    }

    fn note_slabs(&self, note: usize) -> &[Slab] {
        self.flow.notes.get(note).map_or(&[], Vec::as_slice)
    }

    /// Where text would end if the page ended before slab `at`.
    fn bottom_before(&self, at: usize) -> f32 {
        let last = at.saturating_sub(self.first + 1);
        self.bottoms.get(last).copied().unwrap_or(self.top())
    }

    /// Sets the called notes at the foot of the page, as many lines as there is room for; says which are left over.
    fn set_notes(&self, slabs: Range<usize>, filled: f32) -> (Vec<NotePlace>, Vec<Waiting>) {
        let is_bare = slabs.is_empty();
        let own = self.flow.slabs.get(slabs).unwrap_or_default().iter().flat_map(|slab| &slab.notes);
        let called = self.carried.iter().copied().chain(own.map(|note| (*note, 0)));
        let page = self.theme.page;
        let room = page.bottom + TOLERANCE - filled - self.note_head();
        let (mut placed, mut rest) = (Vec::new(), Vec::new());
        let mut height = 0.0;
        for (note, from) in called {
            if !placed.is_empty() {
                height += NOTE_GAP;
            }
            for (index, slab) in self.note_slabs(note).iter().enumerate().skip(from) {
                let crowded = height + slab.height > room && !(placed.is_empty() && is_bare);
                if crowded || !rest.is_empty() {
                    rest.push((note, index));
                    break;
                }
                placed.push(NotePlace { note, slab: index, top: height });
                height += slab.height;
            }
        }
        placed.iter_mut().for_each(|place| place.top += page.bottom - height);
        (placed, rest)
    }
}

/// How many boxes two slabs share, from the outermost.
fn common(a: &[usize], b: &[usize]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

fn boxes_after(boxes: &[usize], kept: usize) -> &[usize] {
    boxes.get(kept..).unwrap_or_default()
}
