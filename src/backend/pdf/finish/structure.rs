//! The structure tree (ISO 32000-1, 14.7): tags with the numbers of the content that is read at their slots.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Links;
use super::values::{byte_string, dictionary, integer, name};
use super::written::Written;
use crate::backend::pdf::paint::Sequence;
use crate::backend::pdf::paint::content::{Bounds, text_bytes};
use crate::backend::pdf::tags::{Attributes, Kid, ListNumbering, Role, Scope, SlotId, Tag, TagId, TagTree};

/// Writes the tree; the result is its root, and its elements.
pub fn write(
    document: &mut Document,
    tags: &TagTree,
    pages: &[ObjectId],
    sequences: &[Vec<Sequence>],
    links: &Links,
) -> (ObjectId, Written) {
    let content = Content::gather(tags, sequences, links);
    let kept = kept(tags, &content);
    let root = document.new_object_id();
    let ids: Vec<Option<ObjectId>> =
        kept.iter().map(|&is_kept| is_kept.then(|| document.new_object_id())).collect();
    let tree = Tree { tags, pages, content, ids, root };

    let mut elements = Written::default();
    for (id, tag) in tags.iter() {
        if let Some(object) = tree.object(id) {
            elements.add(object, |out| tree.element(id, tag, out));
        }
    }
    let parents = document.add_object(tree.parents(sequences, links));
    let mut dictionary = dictionary([
        ("Type", name("StructTreeRoot")),
        ("K", tree.object(tags.root()).map_or(Object::Null, Object::Reference)),
        ("ParentTree", parents.into()),
        ("ParentTreeNextKey", integer(pages.len() + links.annotations.len())),
    ]);
    let roles = tree.roles();
    if !roles.is_empty() {
        dictionary.set("RoleMap", roles);
    }
    let names = tree.names();
    if !names.is_empty() {
        let names = document.add_object(self::dictionary([("Names", names.into())]));
        dictionary.set("IDTree", names);
    }
    document.objects.insert(root, dictionary.into());
    (root, elements)
}

/// Where the content of slots and tags is.
struct Content {
    /// For each slot, the page and number of each of its marked-content sequences.
    sequences: Vec<Vec<(usize, usize)>>,
    /// For each tag, the page and object of each of its annotations.
    annotations: Vec<Vec<(usize, ObjectId)>>,
    /// For each tag, the page where its content begins and the box around what of it is there.
    boxes: Vec<Option<(usize, Bounds)>>,
}

impl Content {
    fn gather(tags: &TagTree, pages: &[Vec<Sequence>], links: &Links) -> Self {
        let mut content = Self {
            sequences: vec![Vec::new(); tags.slot_count()],
            annotations: vec![Vec::new(); tags.len()],
            boxes: vec![None; tags.len()],
        };
        for (page, sequences) in pages.iter().enumerate() {
            for (number, sequence) in sequences.iter().enumerate() {
                if let Some(places) = content.sequences.get_mut(sequence.slot.index()) {
                    places.push((page, number));
                }
                if let (Some(tag), Some(bounds)) = (tags.owner(sequence.slot), sequence.bounds) {
                    content.grow(tag, page, bounds);
                }
            }
        }
        for annotation in &links.annotations {
            if let Some(of_tag) = content.annotations.get_mut(annotation.tag.index()) {
                of_tag.push((annotation.page, annotation.id));
            }
        }
        // Parents come before their children, so going backwards a box is complete when it is handed up.
        let parents: Vec<Option<TagId>> = tags.iter().map(|(_, tag)| tag.parent).collect();
        for (index, parent) in parents.iter().enumerate().rev() {
            if let (Some(parent), Some(Some((page, bounds)))) = (parent, content.boxes.get(index).copied()) {
                content.grow(*parent, page, bounds);
            }
        }
        content
    }

    fn grow(&mut self, tag: TagId, page: usize, bounds: Bounds) {
        if let Some(known) = self.boxes.get_mut(tag.index()) {
            *known = match *known {
                Some((on, around)) if on == page => Some((on, around.union(bounds))),
                Some((on, around)) if on < page => Some((on, around)),
                Some(_) | None => Some((page, bounds)),
            };
        }
    }
}

/// Which tags are written: those that hold content, and every row and cell of a table that does.
fn kept(tags: &TagTree, content: &Content) -> Vec<bool> {
    let mut kept = vec![false; tags.len()];
    let all: Vec<(TagId, &Tag)> = tags.iter().collect();
    for (id, tag) in all.iter().rev() {
        let has_content = tag.kids.iter().any(|kid| match kid {
            Kid::Tag(kid) => kept.get(kid.index()) == Some(&true),
            Kid::Slot(slot) => content.sequences.get(slot.index()).is_some_and(|places| !places.is_empty()),
        });
        let has_annotation = content.annotations.get(id.index()).is_some_and(|known| !known.is_empty());
        if let Some(slot) = kept.get_mut(id.index()) {
            *slot = has_content || has_annotation || tag.parent.is_none();
        }
    }
    for (id, tag) in all {
        let in_kept = tag.parent.is_some_and(|parent| kept.get(parent.index()) == Some(&true));
        if in_kept
            && matches!(tag.role, Role::Tr | Role::Th | Role::Td)
            && let Some(slot) = kept.get_mut(id.index())
        {
            *slot = true;
        }
    }
    kept
}

/// Something that an element holds.
#[derive(Clone, Copy)]
enum Item {
    Element(ObjectId),
    /// A marked-content sequence: its page and number.
    Sequence(usize, usize),
    /// An annotation and its page.
    Annotation(usize, ObjectId),
}

/// The tree on its way into the file.
struct Tree<'a> {
    tags: &'a TagTree,
    pages: &'a [ObjectId],
    content: Content,
    /// The object of each tag that is written.
    ids: Vec<Option<ObjectId>>,
    root: ObjectId,
}

impl Tree<'_> {
    fn object(&self, tag: TagId) -> Option<ObjectId> {
        self.ids.get(tag.index()).copied().flatten()
    }

    fn put_page(&self, index: usize, out: &mut Written) {
        if let Some(page) = self.pages.get(index) {
            out.name("Pg");
            out.reference(*page);
        }
    }

    /// A structure element (table 323).
    fn element(&self, id: TagId, tag: &Tag, out: &mut Written) {
        out.open();
        out.names(["S", tag.role.name(), "P"]);
        out.reference(tag.parent.and_then(|parent| self.object(parent)).unwrap_or(self.root));
        let (home, items) = self.items(id, tag);
        if let Some(page) = home {
            self.put_page(page, out);
        }
        if !items.is_empty() {
            out.name("K");
            out.one_or_more(items.len(), |out| {
                items.iter().for_each(|item| self.put_item(*item, home, out));
            });
        }
        self.describe(id, tag, out);
        out.close();
    }

    /// The page that most of an element's own content is on, and what it holds in reading order.
    fn items(&self, id: TagId, tag: &Tag) -> (Option<usize>, Vec<Item>) {
        let places =
            |slot: &SlotId| self.content.sequences.get(slot.index()).map(Vec::as_slice).unwrap_or_default();
        let mut items = Vec::with_capacity(tag.kids.len());
        let mut home = None;
        for kid in &tag.kids {
            match kid {
                Kid::Tag(tag) => items.extend(self.object(*tag).map(Item::Element)),
                Kid::Slot(slot) => {
                    home = home.or(places(slot).first().map(|(page, _)| *page));
                    items.extend(places(slot).iter().map(|(page, number)| Item::Sequence(*page, *number)));
                }
            }
        }
        let annotations = self.content.annotations.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        items.extend(annotations.iter().map(|(page, annotation)| Item::Annotation(*page, *annotation)));
        (home, items)
    }

    fn put_item(&self, item: Item, home: Option<usize>, out: &mut Written) {
        match item {
            Item::Element(element) => out.reference(element),
            Item::Sequence(page, number) if Some(page) == home => out.integer(number),
            Item::Sequence(page, number) => {
                self.put_elsewhere("MCR", page, out, |out| {
                    out.name("MCID");
                    out.integer(number);
                });
            }
            Item::Annotation(page, annotation) => {
                self.put_elsewhere("OBJR", page, out, |out| {
                    out.name("Obj");
                    out.reference(annotation);
                });
            }
        }
    }

    /// Content that is not of the element's own page, or no marked content (tables 324 and 325).
    fn put_elsewhere(&self, kind: &str, page: usize, out: &mut Written, what: impl FnOnce(&mut Written)) {
        out.open();
        out.names(["Type", kind]);
        self.put_page(page, out);
        what(out);
        out.close();
    }

    /// What an element says beyond its type and place.
    fn describe(&self, id: TagId, tag: &Tag, out: &mut Written) {
        let Attributes { language, alt, actual_text, title, .. } = tag.attributes();
        for (key, value) in [("Lang", language), ("Alt", alt), ("ActualText", actual_text), ("T", title)] {
            if let Some(value) = value {
                out.name(key);
                out.string(&text_bytes(value));
            }
        }
        if let Some(known) = identifier(id, tag) {
            out.name("ID");
            out.string(known.as_bytes());
        }
        self.attribute_objects(id, tag, out);
    }

    /// Attribute objects (14.7.5), one for each owner.
    fn attribute_objects(&self, id: TagId, tag: &Tag, out: &mut Written) {
        let Attributes { list_numbering, scope, headers, column_span, .. } = tag.attributes();
        let in_table = scope.is_some() || !headers.is_empty() || column_span.is_some();
        let has_box = matches!(tag.role, Role::Figure | Role::Formula);
        let bounds = self.content.boxes.get(id.index()).copied().flatten().filter(|_| has_box);
        let owners =
            usize::from(list_numbering.is_some()) + usize::from(in_table) + usize::from(bounds.is_some());
        if owners == 0 {
            return;
        }
        out.name("A");
        out.one_or_more(owners, |out| {
            if let Some(numbering) = list_numbering {
                out.open();
                out.names(["O", "List", "ListNumbering", numbering_name(*numbering)]);
                out.close();
            }
            if in_table {
                out.open();
                if let Some(scope) = scope {
                    out.names(["Scope", scope_name(*scope)]);
                }
                if !headers.is_empty() {
                    out.name("Headers");
                    out.open_array();
                    headers.iter().for_each(|id| out.string(id.as_bytes()));
                    out.close_array();
                }
                if let Some(columns) = column_span {
                    out.name("ColSpan");
                    out.integer(*columns);
                }
                out.names(["O", "Table"]);
                out.close();
            }
            if let Some((_, Bounds { left, bottom, right, top })) = bounds {
                out.open();
                out.names(["O", "Layout", "BBox"]);
                out.open_array();
                [left, bottom, right, top].into_iter().for_each(|side| out.hundredths(side));
                out.close_array();
                out.close();
            }
        });
    }

    /// From each page's sequences, and each annotation, back to the element (14.7.4.4).
    fn parents(&self, sequences: &[Vec<Sequence>], links: &Links) -> Dictionary {
        let mut numbers = Vec::with_capacity(2 * (self.pages.len() + links.annotations.len()));
        for (page, sequences) in sequences.iter().enumerate() {
            let owner = |sequence: &Sequence| {
                self.tags
                    .owner(sequence.slot)
                    .and_then(|tag| self.object(tag))
                    .map_or(Object::Null, Object::Reference)
            };
            numbers.push(integer(page));
            numbers.push(Object::Array(sequences.iter().map(owner).collect()));
        }
        for (index, annotation) in links.annotations.iter().enumerate() {
            numbers.push(integer(self.pages.len() + index));
            numbers.push(self.object(annotation.tag).map_or(Object::Null, Object::Reference));
        }
        dictionary([("Nums", numbers.into())])
    }

    /// Our own structure types that are in use, and what they stand for.
    fn roles(&self) -> Dictionary {
        let used: BTreeSet<(&str, &str)> = self
            .tags
            .iter()
            .filter(|(id, _)| self.object(*id).is_some())
            .filter_map(|(_, tag)| Some((tag.role.name(), tag.role.stands_for()?)))
            .collect();
        used.into_iter().map(|(ours, standard)| (ours, name(standard))).collect()
    }

    /// The names of elements, in order, each with its element.
    fn names(&self) -> Vec<Object> {
        let mut names = BTreeMap::new();
        for (id, tag) in self.tags.iter() {
            if let (Some(identifier), Some(object)) = (identifier(id, tag), self.object(id)) {
                names.entry(identifier.into_bytes()).or_insert(object);
            }
        }
        names.into_iter().flat_map(|(name, object)| [byte_string(name), object.into()]).collect()
    }
}

/// The identifier of an element. A note must have one (ISO 14289-1, 7.9).
fn identifier(id: TagId, tag: &Tag) -> Option<String> {
    match (&tag.attributes().id, tag.role) {
        (Some(identifier), _) => Some(identifier.clone()),
        (None, Role::Note) => Some(format!("note {}", id.index())),
        (None, _) => None,
    }
}

fn numbering_name(numbering: ListNumbering) -> &'static str {
    match numbering {
        ListNumbering::None => "None",
        ListNumbering::Disc => "Disc",
        ListNumbering::Circle => "Circle",
        ListNumbering::Decimal => "Decimal",
        ListNumbering::LowerAlpha => "LowerAlpha",
        ListNumbering::LowerRoman => "LowerRoman",
    }
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Column => "Column",
        Scope::Row => "Row",
    }
}
