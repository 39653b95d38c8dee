//! Cutting the strip into pages: where each page ends, and what stands where on it.
//!
//! A page is filled until a slab does not fit, then ends at the last place where that is good: after a whole block
//! if possible, inside a call-out only if keeping it whole would leave much of the page empty, and anywhere only if
//! a chain of slabs is taller than a page.

use super::flow::{Flow, PageBreak, Slab, moved, scaled};
use super::fragment::{LinkArea, Mark, Owner, Page, Rect, Shape};
use super::theme::{Strokes, Theme};

/// A page with what its furniture needs to know.
#[derive(Debug, Default)]
pub struct LaidPage {
    /// The page.
    pub page: Page,
    /// Destinations on it, with the distance from its top.
    pub destinations: Vec<(String, f32)>,
    /// The section that starts on it, or goes on.
    pub section: Option<String>,
    /// Whether it begins with an article's opener.
    pub opener: bool,
    /// The part of the publication it belongs to, as an index; one past the last for what stands before all parts, two
    /// for what stands after them.
    pub part: usize,
    /// How far down its text goes.
    pub filled: f32,
    /// Whether nothing stands on it.
    pub blank: bool,
}

/// How much of a page may stay empty to keep a box whole.
const KEEP_WHOLE: f32 = 0.25;
/// Space between footnotes.
const NOTE_GAP: f32 = 3.0;
/// Sums of heights may exceed the page by this before a slab counts as not fitting.
const TOLERANCE: f32 = 0.05;

/// Cuts a flow into pages. What was placed is gone from the flow, so that a long book is not held twice.
pub fn paginate(flow: &mut Flow, theme: &Theme) -> Vec<LaidPage> {
    let mut pages = Vec::new();
    let mut next = 0;
    let mut carried: Vec<(usize, usize)> = Vec::new();
    let mut section = None;
    while next < flow.slabs.len() || !carried.is_empty() {
        let opener = flow.slabs.get(next).is_some_and(|slab| slab.break_before == PageBreak::Opener)
            || pages.is_empty();
        let mut sheet = Sheet::new(flow, theme, opener, next, std::mem::take(&mut carried));
        let fitting = sheet.fill(next);
        let end = if next < flow.slabs.len() { page_end(flow, &sheet, next, fitting, theme) } else { next };
        let (page, rest) = sheet.paint(next, end, &mut section);
        pages.push(page);
        for slab in flow.slabs.get_mut(next..end).unwrap_or_default() {
            (slab.marks, slab.links) = (Vec::new(), Vec::new());
        }
        carried = rest;
        next = end;
    }
    pages
}

/// Where the page that starts at `start` ends, when slabs up to `fitting` would fit.
fn page_end(flow: &Flow, sheet: &Sheet<'_>, start: usize, fitting: usize, theme: &Theme) -> usize {
    if fitting >= flow.slabs.len() {
        return flow.slabs.len();
    }
    let rule = |at: usize| flow.slabs.get(at).map_or(PageBreak::Allowed, |slab| slab.break_before);
    if rule(fitting) == PageBreak::Opener {
        return fitting;
    }
    let last = |wanted: PageBreak| (start + 1..=fitting).rev().find(|at| rule(*at) == wanted);
    let empty = |at: usize| theme.page.bottom - sheet.bottom_before(at);
    let most_empty = theme.page.text_height() * KEEP_WHOLE;
    match (last(PageBreak::Allowed), last(PageBreak::Avoid)) {
        (Some(good), Some(split)) if split > good && empty(good) > most_empty => split,
        (Some(good), _) => good,
        (None, Some(split)) => split,
        (None, None) => fitting.max(start + 1),
    }
}

/// A page being filled.
struct Sheet<'a> {
    flow: &'a Flow,
    theme: &'a Theme,
    opener: bool,
    /// Top of each placed slab, by its distance from the first.
    tops: Vec<f32>,
    /// Height of each placed slab.
    heights: Vec<f32>,
    /// Where text ends after each placed slab, boxes closed.
    bottoms: Vec<f32>,
    first: usize,
    /// Notes (or the rest of one) that an earlier page could not take: index, first slab.
    carried: Vec<(usize, usize)>,
}

impl<'a> Sheet<'a> {
    fn new(
        flow: &'a Flow,
        theme: &'a Theme,
        opener: bool,
        first: usize,
        carried: Vec<(usize, usize)>,
    ) -> Self {
        Self {
            flow,
            theme,
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

    fn look(&self, index: usize) -> Option<&super::flow::BoxLook> {
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
                    (y + closed + slab.before, boxes_after(&slab.boxes, kept))
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
        let over = slab.height + caption.map(|next| next.before + next.height).sum::<f32>() - room;
        if over > 0.0 && over <= slab.shrink { slab.height - over } else { slab.height }
    }

    /// Height of what is repeated above a slab that goes on from an earlier page.
    fn continuation_height(&self, slab: &Slab, at: usize) -> f32 {
        let mut height = 0.0;
        if let Some(table) = slab.table.filter(|_| self.goes_on(at, |before| before.table == slab.table)) {
            height += self.flow.tables.get(table).map_or(0.0, |table| table.repeated_height + slab.resumed);
        }
        for index in &slab.boxes {
            if self.goes_on(at, |before| before.boxes.contains(index)) {
                height += self.look(*index).map_or(0.0, |look| look.continued.1);
            }
        }
        height
    }

    /// Whether the slab before `at` satisfies a test, so that something goes on over the page break.
    fn goes_on(&self, at: usize, test: impl Fn(&Slab) -> bool) -> bool {
        at.checked_sub(1).and_then(|before| self.flow.slabs.get(before)).is_some_and(test)
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
        2.0 * self.theme.u + Strokes::THIN + Strokes::NOTE_RULE.1
    }

    fn note_slabs(&self, note: usize) -> &[Slab] {
        self.flow.notes.get(note).map_or(&[], Vec::as_slice)
    }

    /// Where text would end if the page ended before slab `at`.
    fn bottom_before(&self, at: usize) -> f32 {
        let last = at.saturating_sub(self.first + 1);
        self.bottoms.get(last).copied().unwrap_or(self.top())
    }

    /// Paints slabs `start..end` and the notes at the foot; returns the notes that are left over.
    fn paint(
        &self,
        start: usize,
        end: usize,
        section: &mut Option<String>,
    ) -> (LaidPage, Vec<(usize, usize)>) {
        let page = self.theme.page;
        if self.opener {
            // A section of the article before does not go on in this one.
            *section = None;
        }
        let mut laid = LaidPage {
            page: Page { width: page.width, height: page.height, ..Page::default() },
            opener: self.opener,
            part: self.flow.slabs.get(start).or(self.flow.slabs.last()).map_or(0, |slab| slab.part),
            filled: self.bottom_before(end),
            ..LaidPage::default()
        };
        let mut backdrop = Vec::new();
        let mut own_section = None;
        let mut called = self.carried.clone();
        self.paint_boxes(start, end, &mut backdrop, &mut laid.page.marks);
        for (at, (top, height)) in (start..end).zip(self.tops.iter().zip(&self.heights)) {
            let Some(slab) = self.flow.slabs.get(at) else { continue };
            if at > start {
                self.paint_separator(slab, *top, &mut backdrop);
            } else {
                self.paint_table_head(slab, at, *top, &mut laid.page.marks);
            }
            own_section = own_section.or_else(|| slab.section.clone());
            if let Some(name) = &slab.section {
                *section = Some(name.clone());
            }
            called.extend(slab.notes.iter().map(|note| (*note, 0)));
            self.place(slab, *top, *height, &mut laid);
            let last = at + 1 == end;
            let goes_on =
                self.flow.slabs.get(end).is_some_and(|next| next.table.is_some() && next.table == slab.table);
            if last && goes_on {
                self.paint_table_foot(slab, *top + slab.height, &mut laid.page.marks);
            }
        }
        laid.section = own_section.or_else(|| section.clone());
        let rest = self.paint_notes(&called, &mut laid);
        laid.page.marks.splice(0..0, backdrop);
        (laid, rest)
    }

    /// Puts a slab's content on the page with its top at `y`, scaled to `height`.
    fn place(&self, slab: &Slab, y: f32, height: f32, laid: &mut LaidPage) {
        let factor = if height < slab.height { height / slab.height } else { 1.0 };
        laid.page.marks.extend(slab.marks.iter().map(|mark| moved(scaled(mark.clone(), factor), 0.0, y)));
        laid.destinations.extend(slab.destinations.iter().map(|name| (name.clone(), y)));
        for link in &slab.links {
            let area = Rect { y: link.area.y + y, ..link.area };
            match laid.page.links.iter_mut().find(|known| known.tag == link.tag) {
                Some(known) => known.areas.push(area),
                None => laid.page.links.push(LinkArea {
                    tag: link.tag,
                    areas: vec![area],
                    target: link.target.clone(),
                    contents: link.contents.clone(),
                }),
            }
        }
    }

    fn paint_separator(&self, slab: &Slab, top: f32, marks: &mut Vec<Mark>) {
        let Some(rule) = slab.separator else { return };
        let rect = Rect { x: rule.x, y: top - rule.below, width: rule.width, height: rule.stroke };
        marks.push(decoration(rect, rule.colour));
    }

    fn paint_table_head(&self, slab: &Slab, at: usize, top: f32, marks: &mut Vec<Mark>) {
        let Some(table) = slab.table.filter(|_| self.goes_on(at, |before| before.table == slab.table)) else {
            return;
        };
        let Some(table) = self.flow.tables.get(table) else { return };
        let y = top - slab.resumed - table.repeated_height;
        marks.extend(table.repeated.iter().map(|mark| moved(mark.clone(), 0.0, y)));
    }

    fn paint_table_foot(&self, slab: &Slab, bottom: f32, marks: &mut Vec<Mark>) {
        let Some(table) = slab.table.and_then(|table| self.flow.tables.get(table)) else { return };
        let (stroke, colour) = table.closing;
        let rect = Rect { x: table.x, y: bottom - stroke, width: table.width, height: stroke };
        marks.push(decoration(rect, colour));
    }

    /// Draws the boxes that hold slabs of this page, outer before inner.
    fn paint_boxes(&self, start: usize, end: usize, backdrop: &mut Vec<Mark>, marks: &mut Vec<Mark>) {
        let mut drawn: Vec<usize> = Vec::new();
        let on_page = || (start..end).filter_map(|at| self.flow.slabs.get(at).map(|slab| (at, slab)));
        for (at, slab) in on_page() {
            for (depth, index) in slab.boxes.iter().enumerate() {
                if drawn.contains(index) {
                    continue;
                }
                drawn.push(*index);
                let Some(look) = self.look(*index) else { continue };
                let last = on_page()
                    .filter(|(_, slab)| slab.boxes.contains(index))
                    .map(|(at, _)| at)
                    .max()
                    .unwrap_or(at);
                let inner = |slab: &Slab, from: usize, side: fn(&super::flow::BoxLook) -> f32| -> f32 {
                    slab.boxes.iter().skip(from).filter_map(|b| self.look(*b)).map(side).sum()
                };
                let begun = self.goes_on(at, |before| before.boxes.contains(index)) && at == start;
                let repeated = if begun { look.continued.1 } else { 0.0 };
                let top = self.top_of(at) - inner(slab, depth, |b| b.padding_top) - repeated;
                let last_slab = self.flow.slabs.get(last).unwrap_or(slab);
                let bottom =
                    self.top_of(last) + last_slab.height + inner(last_slab, depth, |b| b.padding_bottom);
                let goes_on = self.flow.slabs.get(last + 1).is_some_and(|next| next.boxes.contains(index));
                draw_box(look, top, bottom, begun, goes_on, backdrop);
                if begun {
                    let y = self.top_of(at) - repeated;
                    marks.extend(look.continued.0.iter().map(|mark| moved(mark.clone(), 0.0, y)));
                }
            }
        }
    }

    fn top_of(&self, at: usize) -> f32 {
        self.tops.get(at.saturating_sub(self.first)).copied().unwrap_or(self.top())
    }

    /// Sets the called notes at the foot of the page, as many lines as there is room for.
    fn paint_notes(&self, called: &[(usize, usize)], laid: &mut LaidPage) -> Vec<(usize, usize)> {
        if called.is_empty() {
            return Vec::new();
        }
        let page = self.theme.page;
        let room = page.bottom + TOLERANCE - laid.filled - self.note_head();
        let mut placed: Vec<(&Slab, f32)> = Vec::new();
        let mut rest = Vec::new();
        let mut height = 0.0;
        for (note, from) in called {
            if !placed.is_empty() {
                height += NOTE_GAP;
            }
            for (index, slab) in self.note_slabs(*note).iter().enumerate().skip(*from) {
                let crowded =
                    height + slab.height > room && !(placed.is_empty() && laid.page.marks.is_empty());
                if crowded || !rest.is_empty() {
                    rest.push((*note, index));
                    break;
                }
                placed.push((slab, height));
                height += slab.height;
            }
        }
        if placed.is_empty() {
            return rest;
        }
        let top = page.bottom - height;
        let (width, clearance) = Strokes::NOTE_RULE;
        let rect = Rect { x: page.x1(), y: top - clearance, width, height: Strokes::THIN };
        laid.page.marks.push(decoration(rect, self.theme.colours.rule));
        for (slab, y) in placed {
            self.place(slab, top + y, slab.height, laid);
        }
        rest
    }
}

/// How many boxes two slabs share, from the outermost.
fn common(a: &[usize], b: &[usize]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

fn boxes_after(boxes: &[usize], kept: usize) -> &[usize] {
    boxes.get(kept..).unwrap_or_default()
}

fn decoration(rect: Rect, colour: super::fragment::Colour) -> Mark {
    Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour } }
}

fn draw_box(
    look: &super::flow::BoxLook,
    top: f32,
    bottom: f32,
    begun: bool,
    goes_on: bool,
    marks: &mut Vec<Mark>,
) {
    let area = Rect { x: look.x, y: top, width: look.width, height: bottom - top };
    if let Some(colour) = look.fill {
        marks.push(decoration(area, colour));
    }
    if let Some((stroke, colour)) = look.frame {
        let shape = Shape::Frame { rect: area, stroke, colour, top: !begun, bottom: !goes_on };
        marks.push(Mark { owner: Owner::Decoration, shape });
    }
    if let Some((width, colour)) = look.bar {
        marks.push(decoration(Rect { width, ..area }, colour));
    }
    if let Some((height, colour)) = look.top_rule {
        marks.push(decoration(Rect { height, ..area }, colour));
    }
    if let Some((height, colour)) = look.bottom_rule.filter(|_| !goes_on) {
        marks.push(decoration(Rect { y: bottom - height, height, ..area }, colour));
    }
}
