//! Tables: rules above, below and under the header; widths from the content; records when columns cannot fit.

use super::super::flow::{PageBreak, Slab, TableParts, moved};
use super::super::fragment::{Colour, Mark, Owner, Rect, Shape};
use super::super::gap::{Closeness, Gap};
use super::super::lines::{Fit, Line};
use super::super::rich_text::RichText;
use super::super::tags::{Attributes, Role, Scope, TagId};
use super::super::theme::{Strokes, TextStyle};
use super::table_columns::{Align, alignments, fraction, is_number};
use super::table_widths::{Need, share, widen};
use super::{Column, Stacker};
use crate::model::{Inline, Row, Table, TextDirection, plain_text};
use crate::source::Span;

/// Space above and below the text of a cell.
const PAD_Y: f32 = 5.0;
/// Space between two columns.
const GUTTER: f32 = 16.0;
/// Rows up to which a table is kept on one page.
const WHOLE_ROWS: usize = 8;
/// Lines up to which a row is never split.
const WHOLE_LINES: usize = 6;
/// From “(continued)” to the top rule.
const CONTINUED_GAP: f32 = 4.0;

/// Where and how a table is set.
struct Plan {
    x: f32,
    width: f32,
    style: TextStyle,
    columns: Vec<ColumnPlan>,
}

#[derive(Debug, Clone, Copy)]
struct ColumnPlan {
    x: f32,
    width: f32,
    align: Align,
    /// Width that all decimals of the column need after the separator.
    decimals: f32,
}

/// What the cells of a table are tagged as, and which cells head which.
struct Heads {
    /// Number of the table in the file.
    table: usize,
    /// Columns that have a header.
    columns: Vec<bool>,
    /// Whether the first column heads the rows.
    rows: bool,
}

impl Heads {
    fn of(table: &Table, number: usize) -> Self {
        let columns = table.header.cells.iter().map(|cell| !plain_text(cell).trim().is_empty()).collect();
        Self { table: number, columns, rows: table.heads_rows() }
    }

    /// The role and attributes of a cell; `row` counts from 0, and none is the header row.
    ///
    /// Under column headers alone the scope of each says all. Where rows have headers too, every cell names its own:
    /// not every reader finds two kinds of headers by scope (ISO 14289-1, 7.5).
    fn cell(&self, row: Option<usize>, column: usize) -> (Role, Attributes) {
        let headed = self.columns.get(column) == Some(&true);
        let column_id = || format!("table-{}-column-{}", self.table, column + 1);
        let row_id = |row: usize| format!("table-{}-row-{}", self.table, row + 1);
        match row {
            None if headed => {
                let id = self.rows.then(column_id);
                (Role::Th, Attributes { scope: Some(Scope::Column), id, ..Attributes::default() })
            }
            None => (Role::Td, Attributes::default()),
            Some(row) if self.rows && column == 0 => {
                let id = Some(row_id(row));
                (Role::Th, Attributes { scope: Some(Scope::Row), id, ..Attributes::default() })
            }
            Some(row) if self.rows => {
                let headers = headed.then(column_id).into_iter().chain([row_id(row)]).collect();
                (Role::Td, Attributes { headers, ..Attributes::default() })
            }
            Some(_) => (Role::Td, Attributes::default()),
        }
    }
}

/// A row whose cells are collected and tagged.
struct CollectedRow {
    cells: Vec<RichText>,
    span: Span,
}

impl Stacker<'_> {
    pub(super) fn table(&mut self, table: &Table, column: Column, tag: TagId, span: Span) {
        self.in_table = true;
        match self.plan(table, column, span) {
            Some(plan) => self.columns(table, &plan, tag, span),
            None => self.records(table, column, tag, span),
        }
        self.in_table = false;
    }

    /// A table whose columns fit.
    fn columns(&mut self, table: &Table, plan: &Plan, tag: TagId, span: Span) {
        let u = self.theme.u;
        let tag = self.out.tags.tag(tag, Role::Table);
        self.after = self.after.max(3.0 * u);
        let label = table.caption.as_ref().map(|caption| {
            self.captioned_tables += 1;
            let label = self.labels.table.replace("{number}", &self.captioned_tables.to_string());
            self.caption_above(&label, caption, plan.x, plan.width, tag, span);
            label
        });
        let index = self.out.flow.tables.len();
        let closing = (Strokes::TABLE, self.theme.colours.head);
        self.out.flow.tables.push(TableParts {
            x: plan.x,
            width: plan.width,
            repeated: Vec::new(),
            repeated_height: 0.0,
            closing,
        });
        let from = self.out.flow.slabs.len();
        let heads = Heads::of(table, index + 1);
        self.header(table, plan, &heads, index, tag, label.as_deref());
        let body = self.out.tags.tag(tag, Role::TBody);
        let count = table.rows.len();
        for (number, row) in table.rows.iter().enumerate() {
            let row_tag = self.out.tags.tag(body, Role::Tr);
            let collected =
                self.collect_row(row, &plan.style, row_tag, |column| heads.cell(Some(number), column));
            // At least two rows stand on either side of a page break.
            let rule = if number < 2 || number + 1 == count { PageBreak::Never } else { PageBreak::Allowed };
            self.row(&collected, plan, index, number + 1 == count, rule);
        }
        let range = from..self.out.flow.slabs.len();
        if count <= WHOLE_ROWS
            && self.height(range.clone(), Closeness::Usual) <= self.theme.page.text_height()
        {
            self.limit_breaks(range, PageBreak::Never);
        }
        self.space_after(4.0 * u);
    }

    /// Finds type size, edges and column widths. `None` when the columns cannot fit the page.
    fn plan(&mut self, table: &Table, column: Column, span: Span) -> Option<Plan> {
        let page = self.theme.page;
        let styles = self.theme.styles;
        let gutters = GUTTER * table.columns.len().saturating_sub(1) as f32;
        let too_many = self.theme.large_print && table.columns.len() > 4;
        for style in [styles.table, styles.table_small] {
            let needs = self.needs(table, &style, span);
            let natural: f32 = needs.iter().map(|need| need.max).sum::<f32>() + gutters;
            let wide = column.outer && natural > column.width;
            let (x, width) = if wide { (page.x0, page.full()) } else { (column.x, column.width) };
            if too_many {
                return None;
            }
            let Some(mut widths) = share(&needs, width - gutters) else { continue };
            let slack = width - gutters - widths.iter().sum::<f32>();
            let aligns = alignments(table);
            widen(&mut widths, &aligns, slack);
            let mut left = x;
            let mut columns = Vec::new();
            for (index, (width, align)) in widths.into_iter().zip(aligns).enumerate() {
                let decimals = if align == Align::Right { self.decimals(table, index, &style) } else { 0.0 };
                columns.push(ColumnPlan { x: left, width, align, decimals });
                left += width + GUTTER;
            }
            return Some(Plan { x, width, style, columns });
        }
        None
    }

    /// What each column needs, header included.
    fn needs(&mut self, table: &Table, style: &TextStyle, span: Span) -> Vec<Need> {
        let bold = style.bold();
        (0..table.columns.len())
            .map(|index| {
                let mut need = Need { min: 0.0, max: 0.0 };
                let cells =
                    table.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| (cell, *style));
                for (cell, style) in
                    table.header.cells.get(index).map(|cell| (cell, bold)).into_iter().chain(cells)
                {
                    let (min, max) = self.measure(cell, &style, span);
                    need.min = need.min.max(min);
                    need.max = need.max.max(max);
                }
                need
            })
            .collect()
    }

    /// Narrowest and widest setting of a cell, measured outside the tag tree.
    fn measure(&mut self, cell: &[Inline], style: &TextStyle, span: Span) -> (f32, f32) {
        let rich = self.unread(cell, style);
        // A hair more than measured, so that rounding never breaks a line that fits.
        self.shaped(&rich, style, span, false, |shaped| {
            (shaped.min_width() + 0.02, shaped.max_width() + 0.02)
        })
    }

    /// Width of the longest part after a decimal separator in a column.
    fn decimals(&mut self, table: &Table, index: usize, style: &TextStyle) -> f32 {
        let parts: Vec<String> = table
            .rows
            .iter()
            .filter_map(|row| row.cells.get(index))
            .map(|cell| fraction(&plain_text(cell)).to_owned())
            .collect();
        parts
            .iter()
            .map(|part| if part.is_empty() { 0.0 } else { self.width_of(part, style) })
            .fold(0.0, f32::max)
    }

    fn collect_row(
        &mut self,
        row: &Row,
        style: &TextStyle,
        tag: TagId,
        kind: impl Fn(usize) -> (Role, Attributes),
    ) -> CollectedRow {
        let cells = row
            .cells
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let (role, attributes) = kind(column);
                let tag = self.out.tags.tag_with(tag, role, attributes);
                self.collect(cell, style, tag)
            })
            .collect();
        CollectedRow { cells, span: row.span }
    }

    fn header(
        &mut self,
        table: &Table,
        plan: &Plan,
        heads: &Heads,
        index: usize,
        tag: TagId,
        label: Option<&str>,
    ) {
        let head = self.theme.colours.head;
        let head_tag = self.out.tags.tag(tag, Role::THead);
        let row_tag = self.out.tags.tag(head_tag, Role::Tr);
        let style = plan.style.bold().coloured(head);
        let collected = self.collect_row(&table.header, &style, row_tag, |column| heads.cell(None, column));
        let set = self.set_cells(&collected, plan, &style, Fit::Balanced);
        let lines = set.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let height = lines as f32 * style.leading + 2.0 * PAD_Y;
        let mut slab = Slab { height, table: Some(index), ..Slab::default() };
        slab.marks.push(rule(plan, 0.0, Strokes::TABLE_TOP, head));
        for (cell, (lines_of_cell, column)) in collected.cells.iter().zip(set.into_iter().zip(&plan.columns))
        {
            // Headers stand at the foot of their row.
            let down = (lines - lines_of_cell.len()) as f32 * style.leading;
            for (number, line) in lines_of_cell.into_iter().enumerate() {
                let y = PAD_Y + down + number as f32 * style.leading;
                self.place_line(line, cell, &style, column, y, 0.0, &mut slab, collected.span);
            }
        }
        slab.marks.push(rule(plan, height - Strokes::TABLE, Strokes::TABLE, head));
        self.repeat(index, plan, label, &slab, collected.span);
        self.push(slab, 3.0 * self.theme.u, PageBreak::Allowed);
    }

    /// Keeps what is repeated on later pages: “Table 1 (continued)”, then the header, all artifacts.
    fn repeat(&mut self, index: usize, plan: &Plan, label: Option<&str>, header: &Slab, span: Span) {
        let style = self.theme.styles.continued;
        let continued = format!("({})", self.labels.continued);
        let text = label.map_or_else(|| continued.clone(), |label| format!("{label} {continued}"));
        let width = self.width_of(&text, &style);
        let mut repeated = self.artifact_line(&text, &style, plan.x + plan.width - width, width + 1.0, span);
        let down = style.leading + CONTINUED_GAP;
        repeated.extend(
            header
                .marks
                .iter()
                .map(|mark| moved(Mark { owner: Owner::Decoration, shape: mark.shape.clone() }, 0.0, down)),
        );
        if let Some(parts) = self.out.flow.tables.get_mut(index) {
            parts.repeated = repeated;
            parts.repeated_height = down + header.height;
        }
    }

    /// A row: one slab, or one a line when it is tall.
    fn row(&mut self, row: &CollectedRow, plan: &Plan, index: usize, last: bool, break_before: PageBreak) {
        let set = self.set_cells(row, plan, &plan.style, Fit::Ragged);
        let count = set.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let leading = plan.style.leading;
        let slices: Vec<std::ops::Range<usize>> = if count <= WHOLE_LINES {
            std::iter::once(0..count).collect()
        } else {
            (0..count).map(|line| line..line + 1).collect()
        };
        let total = slices.len();
        let offsets = self.decimal_offsets(row, plan);
        for (number, slice) in slices.into_iter().enumerate() {
            let (first, end) = (number == 0, number + 1 == total);
            let pad = if first { PAD_Y } else { 0.0 };
            let height = slice.len() as f32 * leading + pad + if end { PAD_Y } else { 0.0 };
            let resumed = if first { 0.0 } else { PAD_Y };
            let mut slab = Slab { height, resumed, table: Some(index), ..Slab::default() };
            for (((cell, lines), column), offset) in
                row.cells.iter().zip(&set).zip(&plan.columns).zip(&offsets)
            {
                for (down, line) in slice.clone().enumerate() {
                    if let Some(line) = lines.get(line) {
                        let y = pad + down as f32 * leading;
                        self.place_line(
                            line.clone(),
                            cell,
                            &plan.style,
                            column,
                            y,
                            *offset,
                            &mut slab,
                            row.span,
                        );
                    }
                }
            }
            if end {
                let (stroke, colour) = if last {
                    (Strokes::TABLE, self.theme.colours.head)
                } else {
                    (Strokes::THIN, self.theme.colours.hair)
                };
                slab.marks.push(rule(plan, height - stroke, stroke, colour));
            }
            let rule = match number {
                0 => break_before,
                1 => PageBreak::Never,
                _ if end => PageBreak::Never,
                _ => PageBreak::Avoid,
            };
            self.push(slab, Gap::NONE, rule);
        }
    }

    fn set_cells(&mut self, row: &CollectedRow, plan: &Plan, style: &TextStyle, fit: Fit) -> Vec<Vec<Line>> {
        row.cells
            .iter()
            .zip(&plan.columns)
            .map(|(cell, column)| {
                if cell.text.is_empty() {
                    Vec::new()
                } else {
                    self.lines(cell, style, column.width, fit, row.span)
                }
            })
            .collect()
    }

    /// How far each cell of a numeric column moves left so that decimal separators stand in line.
    fn decimal_offsets(&mut self, row: &CollectedRow, plan: &Plan) -> Vec<f32> {
        row.cells
            .iter()
            .zip(&plan.columns)
            .map(|(cell, column)| {
                if column.decimals <= 0.0 || !is_number(&cell.text) {
                    return 0.0;
                }
                let own = fraction(&cell.text);
                column.decimals - if own.is_empty() { 0.0 } else { self.width_of(own, &plan.style) }
            })
            .collect()
    }

    #[expect(clippy::too_many_arguments, reason = "one line has a place, a style and an owner")]
    fn place_line(
        &mut self,
        line: Line,
        cell: &RichText,
        style: &TextStyle,
        column: &ColumnPlan,
        y: f32,
        from_right: f32,
        slab: &mut Slab,
        span: Span,
    ) {
        let free = column.width - line.width;
        let x = column.x
            + match column.align {
                Align::Left => 0.0,
                Align::Centre => free / 2.0,
                // Figures stand at the right in every script, which is where such lines begin.
                Align::Right if self.language.direction() == TextDirection::RightToLeft => from_right,
                Align::Right => (free - from_right).max(0.0),
            };
        let placed = self.line_slab(line, cell, style, x, span);
        slab.marks.extend(placed.marks.into_iter().map(|mark| moved(mark, 0.0, y)));
        slab.notes.extend(placed.notes);
        slab.links.extend(placed.links.into_iter().map(|mut link| {
            link.area.y += y;
            link
        }));
    }

    /// `Table 1.` and what the author says of it, above the table.
    pub(super) fn caption_above(
        &mut self,
        label: &str,
        caption: &[Inline],
        x: f32,
        width: f32,
        tag: TagId,
        span: Span,
    ) {
        let style = self.theme.styles.caption;
        let tag = self.out.tags.tag(tag, Role::Caption);
        let mut content =
            vec![Inline::Strong(vec![Inline::Text(format!("{label}."))]), Inline::Text(" ".to_owned())];
        content.extend(caption.iter().cloned());
        let rich = self.collect(&content, &style, tag);
        let lines = self.lines(&rich, &style, width, Fit::Ragged, span);
        self.push_whole(lines, &rich, &style, x, 3.0 * self.theme.u, span);
        self.keep = PageBreak::Never;
        self.after = 1.5 * self.theme.u;
    }
}

fn rule(plan: &Plan, y: f32, stroke: f32, colour: Colour) -> Mark {
    rule_at(plan.x, plan.width, y, stroke, colour)
}

pub(super) fn rule_at(x: f32, width: f32, y: f32, stroke: f32, colour: Colour) -> Mark {
    Mark {
        owner: Owner::Decoration,
        shape: Shape::Fill { rect: Rect { x, y, width, height: stroke }, colour },
    }
}
