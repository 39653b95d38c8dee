//! Tables too wide for any page: each row a record of `header: value`.

use super::super::flow::{PageBreak, Slab};
use super::super::gap::Gap;
use super::super::tags::{Attributes, ListNumbering, Role, TagId};
use super::super::theme::Strokes;
use super::table::rule_at;
use super::{Column, Stacker};
use crate::model::{Inline, Table};
use crate::source::Span;

impl Stacker<'_> {
    /// A table too wide for any page: each row as a record of `header: value`.
    pub(super) fn records(&mut self, table: &Table, column: Column, tag: TagId, span: Span) {
        let u = self.theme.u;
        let style = self.theme.styles.table;
        let attributes = Attributes { list_numbering: Some(ListNumbering::None), ..Attributes::default() };
        let list = self.out.tags.tag_with(tag, Role::L, attributes);
        let inner = Column { body: style, outer: false, ..column.ragged() };
        self.after = self.after.max(3.0 * u);
        if let Some(caption) = &table.caption {
            self.captioned_tables += 1;
            let label = self.labels.table.replace("{number}", &self.captioned_tables.to_string());
            self.caption_above(&label, caption, column.x, column.width, list, span);
        }
        for row in &table.rows {
            let item = self.out.tags.tag(list, Role::Li);
            let body = self.out.tags.tag(item, Role::LBody);
            let mut first = true;
            for (header, cell) in table.header.cells.iter().zip(&row.cells) {
                if cell.is_empty() {
                    continue;
                }
                let mut content = Vec::new();
                if !header.is_empty() {
                    content.push(Inline::Strong(header.clone()));
                    content.push(Inline::Text(self.labels.colon.clone()));
                }
                content.extend(cell.iter().cloned());
                let tag = self.out.tags.tag(body, Role::P);
                let rich = self.collect(&content, &style, tag);
                if !first {
                    self.keep = PageBreak::Avoid;
                }
                self.set(&rich, &style, inner, if first { 2.0 * u } else { Gap::NONE }, row.span);
                first = false;
            }
            self.after = 2.0 * u;
            let hair = rule_at(column.x, column.width, 0.0, Strokes::THIN, self.theme.colours.hair);
            self.push(
                Slab { height: Strokes::THIN, marks: vec![hair], ..Slab::default() },
                u,
                PageBreak::Never,
            );
            self.after = u;
        }
        self.space_after(4.0 * u);
    }
}
