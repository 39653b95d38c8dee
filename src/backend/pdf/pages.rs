//! The pages: what stands where on each of them.

use super::flow::{BoxLook, Flow, PlacedLink, Slab, moved, scaled};
use super::fragment::{Colour, LinkArea, Mark, Owner, Page, Rect, Shape};
use super::gap::Closeness;
use super::paginate::Sheet;
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

/// Puts the slabs of a flow on their pages. They are gone from the flow then, so that a long book is not held twice.
pub fn compose(flow: &mut Flow, sheets: &[Sheet], theme: &Theme, closeness: Closeness) -> Vec<LaidPage> {
    let mut section = None;
    sheets
        .iter()
        .map(|sheet| Composer { flow: &mut *flow, theme, closeness, sheet }.compose(&mut section))
        .collect()
}

/// A page being put together.
struct Composer<'a> {
    flow: &'a mut Flow,
    theme: &'a Theme,
    closeness: Closeness,
    sheet: &'a Sheet,
}

impl Composer<'_> {
    fn compose(&mut self, section: &mut Option<String>) -> LaidPage {
        let (page, sheet) = (self.theme.page, self.sheet);
        let (start, end) = (sheet.slabs.start, sheet.slabs.end);
        if sheet.opener {
            // A section of the article before does not go on in this one.
            *section = None;
        }
        let mut laid = LaidPage {
            page: Page { width: page.width, height: page.height, ..Page::default() },
            opener: sheet.opener,
            part: self.flow.slabs.get(start).or(self.flow.slabs.last()).map_or(0, |slab| slab.part),
            filled: sheet.filled,
            ..LaidPage::default()
        };
        let mut backdrop = Vec::new();
        let mut own_section = None;
        self.paint_boxes(start, end, &mut backdrop, &mut laid.page.marks);
        for (at, (top, height)) in (start..end).zip(sheet.tops.iter().zip(&sheet.heights)) {
            let Some(slab) = self.flow.slabs.get_mut(at) else { continue };
            let content = Content::of(slab);
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
            content.place(slab, *top, *height, &mut laid);
            let last = at + 1 == end;
            let goes_on =
                self.flow.slabs.get(end).is_some_and(|next| next.table.is_some() && next.table == slab.table);
            if last && goes_on {
                self.paint_table_foot(slab, *top + slab.height, &mut laid.page.marks);
            }
        }
        laid.section = own_section.or_else(|| section.clone());
        self.paint_notes(&mut laid);
        laid.page.marks.splice(0..0, backdrop);
        laid
    }

    fn paint_separator(&self, slab: &Slab, top: f32, marks: &mut Vec<Mark>) {
        let Some(rule) = slab.separator else { return };
        let rect = Rect {
            x: rule.x,
            y: top - rule.below.at(self.closeness),
            width: rule.width,
            height: rule.stroke,
        };
        marks.push(decoration(rect, rule.colour));
    }

    fn paint_table_head(&self, slab: &Slab, at: usize, top: f32, marks: &mut Vec<Mark>) {
        let Some(table) = slab.table.filter(|_| self.flow.goes_on(at, |before| before.table == slab.table))
        else {
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
                let Some(look) = self.flow.boxes.get(*index) else { continue };
                let last = on_page()
                    .filter(|(_, slab)| slab.boxes.contains(index))
                    .map(|(at, _)| at)
                    .max()
                    .unwrap_or(at);
                let inner = |slab: &Slab, from: usize, side: fn(&BoxLook) -> f32| -> f32 {
                    slab.boxes.iter().skip(from).filter_map(|b| self.flow.boxes.get(*b)).map(side).sum()
                };
                let begun = self.flow.goes_on(at, |before| before.boxes.contains(index)) && at == start;
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
        let index = at.saturating_sub(self.sheet.slabs.start);
        self.sheet.tops.get(index).copied().unwrap_or(self.sheet.top)
    }

    /// Draws the rule over the notes and sets them.
    fn paint_notes(&mut self, laid: &mut LaidPage) {
        let Some(first) = self.sheet.notes.first() else { return };
        let (width, clearance) = Strokes::NOTE_RULE;
        let rect = Rect { x: self.theme.page.x1(), y: first.top - clearance, width, height: Strokes::THIN };
        laid.page.marks.push(decoration(rect, self.theme.colours.rule));
        for place in &self.sheet.notes {
            let slab = self.flow.notes.get_mut(place.note).and_then(|note| note.get_mut(place.slab));
            let Some(slab) = slab else { continue };
            Content::of(slab).place(slab, place.top, slab.height, laid);
        }
    }
}

/// What of a slab goes to its page.
struct Content {
    marks: Vec<Mark>,
    links: Vec<PlacedLink>,
    destinations: Vec<String>,
}

impl Content {
    /// Takes it from the slab.
    fn of(slab: &mut Slab) -> Self {
        Self {
            marks: std::mem::take(&mut slab.marks),
            links: std::mem::take(&mut slab.links),
            destinations: std::mem::take(&mut slab.destinations),
        }
    }

    /// Puts it on the page with the slab's top at `y`, scaled to `height`.
    fn place(self, slab: &Slab, y: f32, height: f32, laid: &mut LaidPage) {
        let factor = if height < slab.height { height / slab.height } else { 1.0 };
        laid.page.marks.extend(self.marks.into_iter().map(|mark| moved(scaled(mark, factor), 0.0, y)));
        laid.destinations.extend(self.destinations.into_iter().map(|name| (name, y)));
        for PlacedLink { tag, area, target, contents } in self.links {
            let area = Rect { y: area.y + y, ..area };
            match laid.page.links.iter_mut().find(|known| known.tag == tag) {
                Some(known) => known.areas.push(area),
                None => laid.page.links.push(LinkArea { tag, areas: vec![area], target, contents }),
            }
        }
    }
}

fn decoration(rect: Rect, colour: Colour) -> Mark {
    Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour } }
}

fn draw_box(look: &BoxLook, top: f32, bottom: f32, begun: bool, goes_on: bool, marks: &mut Vec<Mark>) {
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
