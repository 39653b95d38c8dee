//! The faces that words of drawings are set in: ours, on every machine.

use std::sync::{Arc, LazyLock};

use resvg::usvg::{Font, FontFamily, FontResolver, FontStyle, fontdb};

/// The family for all that asks for no serifs and no fixed widths.
pub(super) const SANS: &str = "Source Sans 3";
const SERIF: &str = "Source Serif 4";
const MONO: &str = "Source Code Pro";

static BUNDLED: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    macro_rules! faces {
        ($($file:literal),+ $(,)?) => {
            [$(include_bytes!(concat!("../../../assets/fonts/", $file)).as_slice()),+]
        };
    }
    let mut fonts = fontdb::Database::new();
    for face in faces![
        "SourceSans3_400Regular.ttf",
        "SourceSans3_400Regular_Italic.ttf",
        "SourceSans3_600SemiBold.ttf",
        "SourceSans3_600SemiBold_Italic.ttf",
        "SourceSerif4_400Regular.ttf",
        "SourceSerif4_400Regular_Italic.ttf",
        "SourceSerif4_600SemiBold.ttf",
        "SourceSerif4_600SemiBold_Italic.ttf",
        "SourceCodePro_400Regular.ttf",
        "SourceCodePro_600SemiBold.ttf",
    ] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(face)));
    }
    Arc::new(fonts)
});

/// Our faces.
pub(super) fn bundled() -> Arc<fontdb::Database> {
    Arc::clone(&BUNDLED)
}

/// The first character of `words` that none of our faces has.
pub(super) fn first_lacking(words: &str) -> Option<char> {
    let drawn = |c: char| {
        c.is_whitespace()
            || BUNDLED.faces().any(|face| {
                let has = |data: &[u8], index: u32| {
                    ttf_parser::Face::parse(data, index).is_ok_and(|face| face.glyph_index(c).is_some())
                };
                BUNDLED.with_face_data(face.id, has).unwrap_or(false)
            })
    };
    let mut seen: Vec<char> = words.chars().filter(|c| !c.is_ascii_graphic()).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.into_iter().find(|c| !drawn(*c))
}

/// Finds the face for a wish: the kind of the first family named, its weight and its slant.
pub(super) fn resolver() -> FontResolver<'static> {
    FontResolver {
        select_font: Box::new(|font, fonts| select(font, fonts)),
        select_fallback: FontResolver::default_fallback_selector(),
    }
}

fn select(font: &Font, fonts: &fontdb::Database) -> Option<fontdb::ID> {
    let family = font.families().first().map_or(SANS, kind);
    fonts.query(&fontdb::Query {
        families: &[fontdb::Family::Name(family)],
        weight: fontdb::Weight(font.weight()),
        stretch: fontdb::Stretch::Normal,
        style: match font.style() {
            FontStyle::Normal => fontdb::Style::Normal,
            FontStyle::Italic => fontdb::Style::Italic,
            FontStyle::Oblique => fontdb::Style::Oblique,
        },
    })
}

/// Which of our families stands for one that the drawing names.
fn kind(family: &FontFamily) -> &'static str {
    const FIXED: [&str; 6] = ["mono", "courier", "consol", "code", "menlo", "typewriter"];
    const SERIFS: [&str; 10] = [
        "times", "georgia", "garamond", "palatino", "cambria", "book", "roman", "century", "minion", "serif",
    ];
    match family {
        FontFamily::Serif => SERIF,
        FontFamily::Monospace => MONO,
        FontFamily::SansSerif | FontFamily::Cursive | FontFamily::Fantasy => SANS,
        FontFamily::Named(name) => {
            let name = name.to_lowercase();
            let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
            if has(&FIXED) {
                MONO
            } else if has(&SERIFS) && !name.contains("sans") {
                SERIF
            } else {
                SANS
            }
        }
    }
}
