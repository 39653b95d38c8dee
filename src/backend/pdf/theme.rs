//! The look of the printed page: the only numbers of the layout. The file is long so that all of them are in one place.
//!
//! A hanging-column page: text stands in one column, section titles, boxes and wide tables start further left. Rank
//! is shown by position and weight first, size second, colour last. Serif is the author's voice, sans is apparatus.
//! Lengths are points. `u` is a quarter of the body's leading; every vertical space is a multiple of `u / 2`.

use super::font::{Family, Slant, Weight};
use super::fragment::Colour;
use super::gap::Gap;
use super::shape::FontStyle;
use crate::config::{Paper, Pdf};
use crate::model::{Binding, CalloutKind};

/// Geometry, type and colour of one publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The page.
    pub page: Geometry,
    /// The unit of vertical space.
    pub u: Gap,
    /// Type.
    pub styles: Styles,
    /// Colours.
    pub colours: Colours,
    /// Left edge of list text from the column's edge.
    pub list_indent: f32,
    /// Whether labels of boxes stand above their text instead of beside it.
    pub stacked_labels: bool,
    /// Whether the setting is large print: never justified, no long italics.
    pub large_print: bool,
    /// Whether running text is justified and its words are divided.
    pub justify: bool,
    /// Whether leaves are bound, so that left-hand pages mirror right-hand ones.
    pub facing: bool,
}

/// The page. `y` runs down from its top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// Page width.
    pub width: f32,
    /// Page height.
    pub height: f32,
    /// Outer edge: section titles, boxes, rules.
    pub x0: f32,
    /// How far the text column stands in from the outer edge.
    pub hang: f32,
    /// Width of the text column.
    pub measure: f32,
    /// Top of the text.
    pub top: f32,
    /// Bottom of the text.
    pub bottom: f32,
    /// Top of the running head's line box.
    pub head: f32,
    /// The rule under the running head.
    pub head_rule: f32,
    /// Top of the folio's line box.
    pub foot: f32,
    /// Top of an article's opener: its rule or cover.
    pub opener: f32,
}

impl Geometry {
    /// Left edge of the text column.
    pub fn x1(&self) -> f32 {
        self.x0 + self.hang
    }

    /// Width from the outer edge to the right edge of the text.
    pub fn full(&self) -> f32 {
        self.hang + self.measure
    }

    /// How far the text of a left-hand page stands from where it stands on a right-hand one.
    pub fn mirror(&self) -> f32 {
        self.width - 2.0 * self.x0 - self.full()
    }

    /// Height of the text area.
    pub fn text_height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// How a paragraph of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Family, weight, slant.
    pub font: FontStyle,
    /// Type size.
    pub size: f32,
    /// Height of a line.
    pub leading: f32,
    /// Colour.
    pub colour: Colour,
    /// Added after each glyph.
    pub tracking: f32,
}

impl TextStyle {
    /// Distance from the top of the line box to the baseline: the same formula for all faces, so that a superscript,
    /// a bold or a code word never moves a line.
    pub fn baseline(&self) -> f32 {
        (self.leading - self.size) / 2.0 + 0.8 * self.size
    }

    /// The same style in another colour.
    #[must_use]
    pub fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same style, bold.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { font: FontStyle { weight: Weight::Bold, ..self.font }, ..self }
    }
}

/// The type scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Styles {
    pub book_title: TextStyle,
    pub title: TextStyle,
    /// A title of over [`LONG_TITLE`] characters.
    pub long_title: TextStyle,
    pub category: TextStyle,
    pub deck: TextStyle,
    pub meta: TextStyle,
    pub h2: TextStyle,
    pub h3: TextStyle,
    pub h4: TextStyle,
    pub h5: TextStyle,
    pub body: TextStyle,
    pub number: TextStyle,
    pub label: TextStyle,
    pub stacked_label: TextStyle,
    pub table: TextStyle,
    pub table_small: TextStyle,
    pub continued: TextStyle,
    pub caption: TextStyle,
    pub code: TextStyle,
    pub math: TextStyle,
    pub footnote: TextStyle,
    pub reference: TextStyle,
    pub disclaimer: TextStyle,
    pub contents_1: TextStyle,
    pub contents_2: TextStyle,
    pub furniture: TextStyle,
}

/// Characters over which a title is set smaller.
pub const LONG_TITLE: usize = 90;

/// The colours. Text never goes below a contrast of 4.5:1; nothing is told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    pub ink: Colour,
    pub head: Colour,
    pub accent: Colour,
    pub muted: Colour,
    pub note: Colour,
    pub warning: Colour,
    pub important: Colour,
    pub tip: Colour,
    pub rule: Colour,
    pub hair: Colour,
    pub tint: Colour,
    pub code_background: Colour,
    pub paper: Colour,
}

impl Colours {
    const STANDARD: Self = Self {
        ink: Colour(0x1B, 0x1D, 0x1F),
        head: Colour(0x0F, 0x34, 0x43),
        accent: Colour(0x0B, 0x5A, 0x6F),
        muted: Colour(0x53, 0x5E, 0x66),
        note: Colour(0x3F, 0x4A, 0x52),
        warning: Colour(0x8E, 0x1B, 0x1B),
        important: Colour(0x6E, 0x46, 0x00),
        tip: Colour(0x22, 0x56, 0x3A),
        rule: Colour(0x8E, 0x9B, 0xA2),
        hair: Colour(0xC9, 0xD1, 0xD5),
        tint: Colour(0xEF, 0xF4, 0xF5),
        code_background: Colour(0xF3, 0xF5, 0xF6),
        paper: Colour(0xFF, 0xFF, 0xFF),
    };
}

/// Rules: stroke widths.
#[derive(Debug, Clone, Copy)]
pub struct Strokes;

impl Strokes {
    /// Over the title of an article without a cover.
    pub const OPENER: f32 = 2.5;
    /// From the opener's rule to the category.
    pub const OPENER_GAP: f32 = 8.5;
    /// From the cover to the category.
    pub const COVER_GAP: f32 = 17.0;
    /// Thin rules: under the meta line, the running head, between questions and rows.
    pub const THIN: f32 = 0.5;
    /// Above and below the disclaimer.
    pub const DISCLAIMER: f32 = 0.75;
    /// Over a table.
    pub const TABLE_TOP: f32 = 1.25;
    /// Under a table's header and at its end.
    pub const TABLE: f32 = 0.75;
    /// Under a link.
    pub const UNDERLINE: f32 = 0.5;
    /// The short rule over footnotes: width and clearance below.
    pub const NOTE_RULE: (f32, f32) = (72.0, 8.5);
    /// Width of a thematic break.
    pub const THEMATIC_BREAK: f32 = 72.0;
}

/// How a kind of call-out is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalloutLook {
    /// Colour of label, bar and frame.
    pub colour: Colour,
    /// Bar inside the left edge.
    pub bar: f32,
    /// Frame.
    pub frame: f32,
    /// Rule on top.
    pub top_rule: f32,
    /// Panel colour.
    pub fill: Option<Colour>,
    /// Padding: top, right, bottom.
    pub padding: (f32, f32, f32),
    /// Whether the label is white on the colour.
    pub reversed_label: bool,
}

impl Theme {
    /// The theme of a configuration. Unless that says otherwise, guides are ragged for clear print and books are
    /// justified.
    pub fn new(config: &Pdf, binding: Binding) -> Self {
        let scale = Scale::of(config);
        let mut page = geometry(config);
        let margins = config.margins;
        let facing = config.mirror_margins && binding == Binding::Book;
        let right = page.width - page.x0 - page.full();
        if margins.left.is_some() || margins.right.is_some() {
            let left = margins.left.unwrap_or(page.x0);
            page.x0 = left;
            page.measure = (page.width - left - margins.right.unwrap_or(right) - page.hang).max(MIN_MEASURE);
        }
        let outer = page.width - page.x0 - page.full();
        if facing && margins.left.is_none() && outer > page.x0 {
            // The binding takes the wider margin.
            page.x0 = outer;
        }
        page.top = margins.top.unwrap_or(page.top);
        page.bottom =
            margins.bottom.map_or(page.bottom, |bottom| page.height - bottom).max(page.top + MIN_MEASURE);
        let mut colours = Colours::STANDARD;
        if let Some(accent) = config.accent.as_deref().and_then(parse_colour) {
            colours.accent = accent;
        }
        let styles = styles(scale, &colours);
        Self {
            page,
            u: Gap::flexible(styles.body.leading / 4.0),
            styles,
            colours,
            list_indent: match scale {
                Scale::Standard => 16.0,
                Scale::Small => 14.0,
                Scale::Large => 24.0,
            },
            stacked_labels: page.hang == 0.0,
            large_print: scale == Scale::Large,
            justify: scale != Scale::Large && config.justify.unwrap_or(binding == Binding::Book),
            facing,
        }
    }

    /// How a kind of call-out is drawn.
    pub fn callout(&self, kind: CalloutKind) -> CalloutLook {
        let c = &self.colours;
        let plain = CalloutLook {
            colour: c.note,
            bar: 1.0,
            frame: 0.0,
            top_rule: 0.0,
            fill: None,
            padding: (2.0, 0.0, 2.0),
            reversed_label: false,
        };
        let boxed = CalloutLook { padding: (8.0, 14.0, 10.0), ..plain };
        match kind {
            CalloutKind::Takeaways => {
                CalloutLook { colour: c.accent, bar: 0.0, top_rule: 2.0, fill: Some(c.tint), ..boxed }
            }
            CalloutKind::Finding => CalloutLook { colour: c.accent, bar: 3.0, ..plain },
            CalloutKind::Important => CalloutLook { colour: c.important, bar: 3.0, frame: 0.75, ..boxed },
            CalloutKind::Warning => {
                CalloutLook { colour: c.warning, bar: 6.0, frame: 1.5, reversed_label: true, ..boxed }
            }
            CalloutKind::Note => plain,
            CalloutKind::Tip => CalloutLook { colour: c.tip, ..plain },
        }
    }
}

/// The narrowest column that margins may leave.
const MIN_MEASURE: f32 = 120.0;

/// Which scale of type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    Standard,
    Small,
    Large,
}

impl Scale {
    fn of(config: &Pdf) -> Self {
        match (config.large_print, config.paper) {
            (true, _) => Self::Large,
            (false, Paper::A5) => Self::Small,
            (false, Paper::A4 | Paper::Letter) => Self::Standard,
        }
    }
}

fn geometry(config: &Pdf) -> Geometry {
    let a4 = Geometry {
        width: 595.28,
        height: 841.89,
        x0: 62.0,
        hang: 72.0,
        measure: 388.0,
        top: 76.0,
        bottom: 780.0,
        head: 38.0,
        head_rule: 54.0,
        foot: 801.0,
        opener: 42.0,
    };
    let letter = Geometry {
        width: 612.0,
        height: 792.0,
        x0: 70.0,
        top: 72.0,
        bottom: 728.0,
        head: 36.0,
        head_rule: 52.0,
        foot: 748.0,
        opener: 40.0,
        ..a4
    };
    let large = Geometry {
        x0: 54.0,
        hang: 0.0,
        measure: 487.0,
        top: 80.0,
        bottom: 755.0,
        head: 34.0,
        head_rule: 57.0,
        foot: 777.0,
        ..a4
    };
    match (config.large_print, config.paper) {
        (false, Paper::A4) => a4,
        (false, Paper::Letter) => letter,
        (false, Paper::A5) => Geometry {
            width: 419.53,
            height: 595.28,
            x0: 45.0,
            hang: 0.0,
            measure: 329.5,
            top: 60.0,
            bottom: 540.0,
            head: 28.0,
            head_rule: 43.0,
            foot: 558.0,
            opener: 34.0,
        },
        (true, Paper::Letter) => Geometry {
            width: 612.0,
            height: 792.0,
            x0: 62.5,
            bottom: 705.0,
            foot: 727.0,
            opener: 42.0,
            ..large
        },
        (true, Paper::A4 | Paper::A5) => large,
    }
}

fn styles(scale: Scale, c: &Colours) -> Styles {
    let style = |family, weight, slant, (size, leading): (f32, f32), colour| {
        let (size, leading) = match scale {
            Scale::Standard => (size, leading),
            Scale::Small => {
                let small = (size * 0.913).max(8.5);
                (small, leading * small / size * 1.02)
            }
            Scale::Large => {
                let large = (size * 1.565).max(14.5);
                (large, leading * 1.5625)
            }
        };
        TextStyle { font: FontStyle { family, weight, slant }, size, leading, colour, tracking: 0.0 }
    };
    // Sizes that a scale sets by name instead of by ratio.
    let fixed =
        |family, weight, standard: (f32, f32), small: (f32, f32), large: (f32, f32), tracking, colour| {
            let (size, leading) = match scale {
                Scale::Standard => standard,
                Scale::Small => small,
                Scale::Large => large,
            };
            let font = FontStyle { family, weight, slant: Slant::Upright };
            TextStyle { font, size, leading, colour, tracking }
        };
    let (regular, bold) = (Weight::Regular, Weight::Bold);
    let (serif, sans, mono) = (Family::Serif, Family::Sans, Family::Mono);
    let (upright, italic) = (Slant::Upright, Slant::Italic);
    Styles {
        book_title: fixed(serif, bold, (44.0, 50.0), (34.0, 39.0), (48.0, 54.0), -0.6, c.head),
        title: fixed(serif, bold, (30.0, 36.0), (24.0, 29.0), (38.0, 46.0), -0.3, c.head),
        long_title: fixed(serif, bold, (26.0, 31.0), (21.0, 25.5), (32.0, 39.0), -0.3, c.head),
        category: TextStyle { tracking: 0.8, ..style(sans, bold, upright, (10.0, 14.0), c.accent) },
        deck: fixed(sans, regular, (13.5, 19.0), (12.5, 17.5), (20.0, 28.0), 0.0, c.note),
        meta: style(sans, regular, upright, (10.0, 14.0), c.muted),
        h2: fixed(serif, bold, (19.0, 24.0), (15.5, 19.5), (24.0, 30.0), -0.1, c.head),
        h3: fixed(sans, bold, (12.5, 16.0), (11.5, 15.0), (19.5, 25.0), 0.0, c.head),
        h4: style(sans, bold, italic, (11.5, 16.0), c.ink),
        h5: style(sans, regular, italic, (11.5, 16.0), c.ink),
        body: fixed(serif, regular, (11.5, 16.0), (10.5, 15.0), (18.0, 25.0), 0.0, c.ink),
        number: style(sans, bold, upright, (10.5, 16.0), c.accent),
        label: style(sans, bold, upright, (10.25, 13.0), c.note),
        stacked_label: style(sans, bold, upright, (10.25, 15.0), c.note),
        table: fixed(sans, regular, (10.25, 14.0), (9.5, 13.0), (16.0, 22.0), 0.0, c.ink),
        table_small: fixed(sans, regular, (9.25, 12.5), (8.5, 11.5), (14.5, 20.0), 0.0, c.ink),
        continued: style(sans, regular, italic, (9.5, 14.0), c.muted),
        caption: style(sans, regular, upright, (10.0, 14.0), c.ink),
        code: style(mono, regular, upright, (9.5, 14.0), c.ink),
        math: style(serif, regular, upright, (12.5, 17.0), c.ink),
        footnote: style(sans, regular, upright, (9.75, 13.5), c.ink),
        reference: style(sans, regular, upright, (10.0, 14.0), c.ink),
        disclaimer: style(sans, regular, upright, (10.5, 15.0), c.ink),
        contents_1: style(serif, bold, upright, (12.0, 16.0), c.head),
        contents_2: style(sans, regular, upright, (10.5, 16.0), c.ink),
        furniture: style(sans, regular, upright, (9.25, 12.0), c.muted),
    }
}

/// `#RRGGBB`.
fn parse_colour(text: &str) -> Option<Colour> {
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |range| u8::from_str_radix(hex.get(range)?, 16).ok();
    Some(Colour(part(0..2)?, part(2..4)?, part(4..6)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_area_holds_whole_lines() {
        for (paper, large_print, lines) in [
            (Paper::A4, false, 44),
            (Paper::Letter, false, 41),
            (Paper::A5, false, 32),
            (Paper::A4, true, 27),
            (Paper::Letter, true, 25),
        ] {
            let theme = Theme::new(&Pdf { paper, large_print, ..Pdf::default() }, Binding::Article);
            assert_eq!((theme.page.text_height() / theme.styles.body.leading).round() as i32, lines);
        }
    }

    #[test]
    fn margins_change_the_measure_and_an_accent_the_colour() {
        let config = Pdf {
            margins: crate::config::Margins { left: Some(40.0), ..Default::default() },
            accent: Some("#102030".to_owned()),
            ..Pdf::default()
        };
        let theme = Theme::new(&config, Binding::Article);
        assert_eq!(theme.page.x0, 40.0);
        assert!((theme.page.measure - 410.0).abs() < 0.01);
        assert_eq!(theme.colours.accent, Colour(16, 32, 48));
    }
}
