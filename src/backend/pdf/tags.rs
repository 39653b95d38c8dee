//! The tag tree: the logical structure of the document (ISO 32000-1, 14.7; ISO 14289-1).
//!
//! It is built from the model in document order, before anything has a place on a page. A tag's children are other
//! tags and *slots*. A slot is a place in reading order where painted content goes: layout gives each mark its slot,
//! painting numbers the marked content, finishing puts the numbers where the slots are. So a footnote painted at the
//! foot of a page is still read where it belongs.

/// A tag in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagId(u32);

/// A place in reading order for painted content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlotId(u32);

/// A standard structure type (ISO 32000-1, 14.8.4), or one of ours that the role map maps to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Document,
    Part,
    Sect,
    Div,
    /// A call-out; mapped to `Sect`.
    Aside,
    BlockQuote,
    Caption,
    Toc,
    Toci,
    Heading(u8),
    P,
    L,
    Li,
    Lbl,
    LBody,
    Table,
    Tr,
    Th,
    Td,
    THead,
    TBody,
    Span,
    Note,
    Reference,
    Code,
    Link,
    Figure,
    Formula,
}

impl Role {
    /// Its name in the file. Headings beyond the sixth level are written as the sixth, the last that there is.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Part => "Part",
            Self::Sect => "Sect",
            Self::Div => "Div",
            Self::Aside => "Aside",
            Self::BlockQuote => "BlockQuote",
            Self::Caption => "Caption",
            Self::Toc => "TOC",
            Self::Toci => "TOCI",
            Self::Heading(0 | 1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(3) => "H3",
            Self::Heading(4) => "H4",
            Self::Heading(5) => "H5",
            Self::Heading(_) => "H6",
            Self::P => "P",
            Self::L => "L",
            Self::Li => "LI",
            Self::Lbl => "Lbl",
            Self::LBody => "LBody",
            Self::Table => "Table",
            Self::Tr => "TR",
            Self::Th => "TH",
            Self::Td => "TD",
            Self::THead => "THead",
            Self::TBody => "TBody",
            Self::Span => "Span",
            Self::Note => "Note",
            Self::Reference => "Reference",
            Self::Code => "Code",
            Self::Link => "Link",
            Self::Figure => "Figure",
            Self::Formula => "Formula",
        }
    }

    /// The standard type that stands in for one of ours (`RoleMap`).
    pub fn stands_for(self) -> Option<&'static str> {
        match self {
            Self::Aside => Some("Sect"),
            _ => None,
        }
    }
}

/// The numbering of a list (ISO 32000-1, 14.8.5.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListNumbering {
    None,
    Disc,
    Circle,
    Decimal,
    LowerAlpha,
    LowerRoman,
}

/// What a header cell heads (ISO 32000-1, table 349).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Column,
    Row,
}

/// What a tag says beyond its role.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributes {
    /// BCP 47 tag, where it differs from the parent's.
    pub language: Option<String>,
    /// Alternate description (`Alt`).
    pub alt: Option<String>,
    /// Replacement text (`ActualText`).
    pub actual_text: Option<String>,
    /// The title of the element (`T`).
    pub title: Option<String>,
    /// Numbering of a list.
    pub list_numbering: Option<ListNumbering>,
    /// What a header cell heads.
    pub scope: Option<Scope>,
    /// Identifier of the element (`ID`), unique in the file. Required of `Note`.
    pub id: Option<String>,
    /// Identifiers of the header cells of this cell.
    pub headers: Vec<String>,
    /// Columns a cell covers, when more than one.
    pub column_span: Option<u16>,
}

/// A child of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kid {
    /// Another tag.
    Tag(TagId),
    /// Painted content.
    Slot(SlotId),
}

/// One tag.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Its role.
    pub role: Role,
    /// Its parent; none for the root.
    pub parent: Option<TagId>,
    /// Children in reading order.
    pub kids: Vec<Kid>,
    /// What it says beyond its role, as few do.
    attributes: Option<Box<Attributes>>,
}

impl Tag {
    /// What it says beyond its role.
    pub fn attributes(&self) -> &Attributes {
        static NONE: Attributes = Attributes {
            language: None,
            alt: None,
            actual_text: None,
            title: None,
            list_numbering: None,
            scope: None,
            id: None,
            headers: Vec::new(),
            column_span: None,
        };
        self.attributes.as_deref().unwrap_or(&NONE)
    }

    /// What it says beyond its role, to change.
    #[cfg(test)]
    pub fn attributes_mut(&mut self) -> &mut Attributes {
        self.attributes.get_or_insert_default()
    }
}

/// The tag tree. Its root is one `Document`.
#[derive(Debug, Clone)]
pub struct TagTree {
    tags: Vec<Tag>,
    /// The tag each slot belongs to.
    slots: Vec<TagId>,
}

impl Default for TagTree {
    fn default() -> Self {
        Self::new()
    }
}

impl TagTree {
    /// A tree that holds only its root.
    pub fn new() -> Self {
        let root = Tag { role: Role::Document, parent: None, kids: Vec::new(), attributes: None };
        Self { tags: vec![root], slots: Vec::new() }
    }

    /// The root, a `Document`.
    pub fn root(&self) -> TagId {
        TagId(0)
    }

    /// Adds a tag as the last child of `parent`.
    pub fn tag(&mut self, parent: TagId, role: Role) -> TagId {
        self.add(parent, role, None)
    }

    /// Adds a tag with attributes as the last child of `parent`.
    pub fn tag_with(&mut self, parent: TagId, role: Role, attributes: Attributes) -> TagId {
        self.add(parent, role, Some(Box::new(attributes)))
    }

    fn add(&mut self, parent: TagId, role: Role, attributes: Option<Box<Attributes>>) -> TagId {
        let id = TagId(u32::try_from(self.tags.len()).unwrap_or(u32::MAX));
        self.tags.push(Tag { role, parent: Some(parent), kids: Vec::new(), attributes });
        if let Some(tag) = self.get_mut(parent) {
            tag.kids.push(Kid::Tag(id));
        }
        id
    }

    /// Adds a slot for painted content as the last child of `parent`.
    pub fn slot(&mut self, parent: TagId) -> SlotId {
        let id = SlotId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(parent);
        if let Some(tag) = self.get_mut(parent) {
            tag.kids.push(Kid::Slot(id));
        }
        id
    }

    /// The tag with this id.
    pub fn get(&self, id: TagId) -> Option<&Tag> {
        self.tags.get(id.0 as usize)
    }

    /// The tag with this id, to change.
    pub fn get_mut(&mut self, id: TagId) -> Option<&mut Tag> {
        self.tags.get_mut(id.0 as usize)
    }

    /// The tag a slot belongs to.
    pub fn owner(&self, slot: SlotId) -> Option<TagId> {
        self.slots.get(slot.0 as usize).copied()
    }

    /// How many tags there are, the root included.
    pub fn len(&self) -> usize {
        self.tags.len()
    }

    /// How many slots there are.
    pub fn slot_count(&self) -> usize {
        self.slots.len()
    }

    /// All tags with their ids, parents before children.
    pub fn iter(&self) -> impl Iterator<Item = (TagId, &Tag)> {
        self.tags.iter().enumerate().map(|(i, tag)| (TagId(u32::try_from(i).unwrap_or(u32::MAX)), tag))
    }
}

impl TagId {
    /// The tag's index in its tree.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl SlotId {
    /// The slot's index in its tree.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
