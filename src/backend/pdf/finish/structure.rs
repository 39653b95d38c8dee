//! The structure tree (ISO 32000-1, 14.7): tags with the numbers of the content that is read at their slots.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Links;
use super::values::{byte_string, dictionary, integer, name, rectangle, text};
use crate::backend::pdf::paint::Sequence;
use crate::backend::pdf::paint::content::Bounds;
use crate::backend::pdf::tags::{Attributes, Kid, ListNumbering, Role, Scope, Tag, TagId, TagTree};

/// Writes the tree; the result is its root.
pub fn write(
    document: &mut Document,
    tags: &TagTree,
    pages: &[ObjectId],
    sequences: &[Vec<Sequence>],
    links: &Links,
) -> ObjectId {
    let content = Content::gather(tags, sequences, links);
    let kept = kept(tags, &content);
    let root = document.new_object_id();
    let ids: Vec<Option<ObjectId>> =
        kept.iter().map(|&is_kept| is_kept.then(|| document.new_object_id())).collect();
    let tree = Tree { tags, pages, content, ids, root };

    for (id, tag) in tags.iter() {
        if let Some(object) = tree.object(id) {
            document.objects.insert(object, tree.element(id, tag).into());
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
    root
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

    fn page(&self, index: usize) -> Object {
        self.pages.get(index).map_or(Object::Null, |&id| id.into())
    }

    /// A structure element (table 323).
    fn element(&self, id: TagId, tag: &Tag) -> Dictionary {
        let parent = tag.parent.and_then(|parent| self.object(parent)).unwrap_or(self.root);
        let mut element = dictionary([("S", name(tag.role.name())), ("P", parent.into())]);
        let (page, kids) = self.kids(id, tag);
        if let Some(page) = page {
            element.set("Pg", self.page(page));
        }
        match <[Object; 1]>::try_from(kids) {
            Ok([only]) => element.set("K", only),
            Err(kids) if kids.is_empty() => {}
            Err(kids) => element.set("K", kids),
        }
        self.describe(&mut element, id, tag);
        element
    }

    /// The page that most of an element's own content is on, and its kids in reading order.
    fn kids(&self, id: TagId, tag: &Tag) -> (Option<usize>, Vec<Object>) {
        let own = |kid: &Kid| match kid {
            Kid::Tag(_) => None,
            Kid::Slot(slot) => self.content.sequences.get(slot.index())?.first().map(|&(page, _)| page),
        };
        let home = tag.kids.iter().find_map(own);
        let mut kids = Vec::with_capacity(tag.kids.len());
        for kid in &tag.kids {
            match kid {
                Kid::Tag(tag) => kids.extend(self.object(*tag).map(Object::Reference)),
                Kid::Slot(slot) => {
                    let places =
                        self.content.sequences.get(slot.index()).map(Vec::as_slice).unwrap_or_default();
                    kids.extend(places.iter().map(|&(page, number)| {
                        if Some(page) == home {
                            return integer(number);
                        }
                        let reference =
                            [("Type", name("MCR")), ("Pg", self.page(page)), ("MCID", integer(number))];
                        dictionary(reference).into()
                    }));
                }
            }
        }
        let annotations = self.content.annotations.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        kids.extend(annotations.iter().map(|&(page, annotation)| {
            let reference = [("Type", name("OBJR")), ("Pg", self.page(page)), ("Obj", annotation.into())];
            Object::from(dictionary(reference))
        }));
        (home, kids)
    }

    /// What an element says beyond its type and place.
    fn describe(&self, element: &mut Dictionary, id: TagId, tag: &Tag) {
        let Attributes { language, alt, actual_text, title, .. } = &tag.attributes;
        for (key, value) in [("Lang", language), ("Alt", alt), ("ActualText", actual_text), ("T", title)] {
            if let Some(value) = value {
                element.set(key, text(value));
            }
        }
        if let Some(known) = identifier(id, tag) {
            element.set("ID", byte_string(known));
        }
        let mut owners = self.attribute_objects(id, tag);
        match owners.len() {
            0 => {}
            1 => element.set("A", owners.remove(0)),
            _ => element.set("A", owners),
        }
    }

    /// Attribute objects (14.7.5), one for each owner.
    fn attribute_objects(&self, id: TagId, tag: &Tag) -> Vec<Object> {
        let attributes = &tag.attributes;
        let mut owners = Vec::new();
        if let Some(numbering) = attributes.list_numbering {
            let numbering = name(numbering_name(numbering));
            owners.push(dictionary([("O", name("List")), ("ListNumbering", numbering)]).into());
        }
        let mut table = Dictionary::new();
        if let Some(scope) = attributes.scope {
            table.set("Scope", name(scope_name(scope)));
        }
        if !attributes.headers.is_empty() {
            let headers = attributes.headers.iter().map(|id| byte_string(id.as_str())).collect::<Vec<_>>();
            table.set("Headers", headers);
        }
        if let Some(columns) = attributes.column_span {
            table.set("ColSpan", integer(columns));
        }
        if !table.is_empty() {
            table.set("O", name("Table"));
            owners.push(table.into());
        }
        let has_box = matches!(tag.role, Role::Figure | Role::Formula);
        if let Some(Some((_, bounds))) = self.content.boxes.get(id.index()).filter(|_| has_box) {
            owners.push(dictionary([("O", name("Layout")), ("BBox", rectangle(*bounds))]).into());
        }
        owners
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
    match (&tag.attributes.id, tag.role) {
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
