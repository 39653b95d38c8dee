//! Random documents.

use pepexport::model::{
    Alignment, Anchor, Block, BlockKind, Callout, CalloutKind, Citation, CodeBlock, Definition, Document,
    Faq, Figure, Heading, Image, ImageSource, Inline, Language, Link, LinkTarget, List, ListItem, ListMarker,
    Metadata, Question, Reference, Route, Row, Table,
};
use pepexport::source::{SourceId, Span};
use proptest::collection::vec;
use proptest::prelude::*;

/// What a generated document may hold.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// Regular expression of a text.
    pub text: &'static str,
    /// Whether there are tables, whose cells stand beside each other.
    pub tables: bool,
    /// Whether there is code.
    pub code: bool,
}

/// Words as people write them.
pub const WORDS: Made = Made { text: "[a-z]{1,9}( [A-Za-z0-9]{1,9}[,.]?){0,30}", tables: true, code: false };
/// Whatever a string may be.
pub const ANYTHING: Made = Made { text: "\\PC{0,8}|(?s).{0,40}", tables: true, code: true };

fn span() -> Span {
    Span::default()
}

fn block(kind: BlockKind) -> Block {
    Block { kind, span: span() }
}

fn inlines(made: Made) -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        6 => made.text.prop_map(Inline::Text),
        1 => made.text.prop_map(Inline::Code),
        1 => Just(Inline::SoftBreak),
        1 => Just(Inline::LineBreak),
        1 => made.text.prop_map(|alt| Inline::Image(Box::new(image(alt)))),
    ];
    let inline = leaf.prop_recursive(2, 6, 3, |inner| {
        let content = || vec(inner.clone(), 1..3).prop_map(spaced);
        prop_oneof![
            content().prop_map(Inline::Strong),
            content().prop_map(Inline::Emphasis),
            content().prop_map(Inline::Strikethrough),
            (content(), 1..4_u32).prop_map(|(content, reference)| Inline::Citation(Box::new(Citation {
                reference,
                mention: 1,
                content,
                author_year: true,
                url: "https://doi.org/10.1/x".to_owned(),
                span: span(),
            }))),
            content().prop_map(|content| Inline::Link(Box::new(Link {
                target: LinkTarget::Contact("mailto:a@b.example".to_owned()),
                title: None,
                content,
                reference: None,
                mention: 0,
                span: span(),
            }))),
        ]
    });
    vec(inline, 1..5).prop_map(spaced)
}

/// Texts that meet would make one word of two.
fn spaced(inlines: Vec<Inline>) -> Vec<Inline> {
    inlines.into_iter().flat_map(|inline| [inline, Inline::Text(" ".to_owned())]).collect()
}

fn image(alt: String) -> Image {
    Image {
        source: ImageSource::Missing("x.png".to_owned()),
        alt,
        decorative: false,
        title: None,
        span: span(),
    }
}

fn heading(made: Made) -> impl Strategy<Value = Heading> {
    (2..7_u8, inlines(made)).prop_map(|(level, content)| Heading {
        level,
        anchor: Anchor::new("a"),
        content,
        span: span(),
    })
}

fn table(made: Made) -> impl Strategy<Value = BlockKind> {
    (1..5_usize).prop_flat_map(move |columns| {
        let row = || vec(inlines(made), columns).prop_map(|cells| Row { cells, span: span() });
        let alignment = prop_oneof![
            Just(Alignment::Default),
            Just(Alignment::Left),
            Just(Alignment::Centre),
            Just(Alignment::Right)
        ];
        (proptest::option::of(inlines(made)), vec(alignment, columns), row(), vec(row(), 0..4)).prop_map(
            |(caption, columns, header, rows)| {
                BlockKind::Table(Box::new(Table { caption, columns, header, rows }))
            },
        )
    })
}

fn blocks(made: Made) -> impl Strategy<Value = Vec<Block>> {
    let nothing = || Just(BlockKind::ThematicBreak);
    let leaf = prop_oneof![
        6 => inlines(made).prop_map(BlockKind::Paragraph),
        2 => heading(made).prop_map(BlockKind::Heading),
        1 => (made.text, proptest::option::of(inlines(made))).prop_map(|(alt, caption)| {
            let number = caption.as_ref().map(|_| 1);
            BlockKind::Figure(Box::new(Figure { image: image(alt), caption, number }))
        }),
        1 => inlines(made).prop_map(BlockKind::Disclaimer),
        1 => if made.tables { table(made).boxed() } else { nothing().boxed() },
        1 => if made.code {
            prop_oneof![
                made.text.prop_map(|text| BlockKind::Code(CodeBlock { language: None, text })),
                made.text.prop_map(BlockKind::Math),
            ].boxed()
        } else { nothing().boxed() },
    ]
    .prop_map(block);
    let nested = leaf.prop_recursive(3, 20, 4, move |inner| {
        let content = || vec(inner.clone(), 0..4);
        let item = (proptest::option::of(any::<bool>()), content()).prop_map(|(task, blocks)| ListItem {
            task,
            blocks,
            span: span(),
        });
        let start =
            if made.code { prop_oneof![0..120_u64, Just(u64::MAX)].boxed() } else { (0..120_u64).boxed() };
        let marker =
            prop_oneof![Just(ListMarker::Bullet), start.prop_map(|start| ListMarker::Ordered { start })];
        let kind = prop_oneof![
            Just(CalloutKind::Takeaways),
            Just(CalloutKind::Important),
            Just(CalloutKind::Warning)
        ];
        prop_oneof![
            (marker, any::<bool>(), vec(item, 1..4))
                .prop_map(|(marker, tight, items)| BlockKind::List(List { marker, tight, items })),
            content().prop_map(BlockKind::BlockQuote),
            (kind, made.text, content()).prop_map(|(kind, label, blocks)| BlockKind::Callout(Callout {
                kind,
                label,
                blocks
            })),
            vec((inlines(made), vec(content(), 1..3)), 1..2).prop_map(|entries| {
                let entry = |(term, definitions)| Definition { term, definitions, span: span() };
                BlockKind::DefinitionList(entries.into_iter().map(entry).collect())
            }),
            (heading(made), heading(made), content()).prop_map(|(heading, question, answer)| {
                let question = block(BlockKind::Question(Box::new(Question { heading: question, answer })));
                BlockKind::Faq(Box::new(Faq { heading, body: vec![question] }))
            }),
        ]
        .prop_map(block)
    });
    vec(nested, 0..5)
}

/// A document.
pub fn document(made: Made) -> impl Strategy<Value = Document> {
    (made.text, made.text, blocks(made), vec(made.text, 0..3)).prop_map(
        |(title, description, blocks, labels)| {
            let mut metadata = Metadata::new(Language::english());
            metadata.title = title;
            metadata.description = Some(description);
            let references = labels.into_iter().zip(1..).map(|(label, number)| Reference {
                number,
                label,
                url: format!("https://example.org/{number}"),
                work: None,
                mentions: 1,
            });
            Document {
                source: SourceId(0),
                route: Route::from_segments(["x"]),
                metadata,
                subtitle: None,
                blocks,
                footnotes: Vec::new(),
                references: references.collect(),
            }
        },
    )
}
