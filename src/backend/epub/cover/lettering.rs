//! Text as pixels: shaped, broken into even lines, drawn.

use std::sync::OnceLock;

use ab_glyph::FontRef;
use harfrust::{Buffer, Direction, Script, ShapeOptions, ShapePlan, ShaperFont};

use super::{SMALL_PRINT, masks};

/// A face of the covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Face {
    /// Titles.
    Serif,
    /// All else.
    Sans,
}

/// A line of text, shaped.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    face: Face,
    glyphs: Vec<Glyph>,
    /// Its width at size 1.
    width: f32,
}

/// A glyph and where it stands in its line, at size 1.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Glyph {
    id: u16,
    x: f32,
    y: f32,
}

/// Lines set to one measure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lines {
    /// The lines.
    pub(super) lines: Vec<Line>,
    /// Their size in pixels.
    pub(super) size: f32,
}

/// A face as its two readers see it: one shapes, the other draws.
struct Loaded {
    shaper: harfrust::Font,
    /// How Latin text is shaped, as most is.
    latin: ShapePlan,
    outlines: FontRef<'static>,
}

impl Face {
    fn load(self) -> Option<&'static Loaded> {
        static SERIF: OnceLock<Option<Loaded>> = OnceLock::new();
        static SANS: OnceLock<Option<Loaded>> = OnceLock::new();
        let (slot, bytes): (_, &'static [u8]) = match self {
            Self::Serif => (&SERIF, include_bytes!("../../../../assets/fonts/SourceSerif4_600SemiBold.ttf")),
            Self::Sans => (&SANS, include_bytes!("../../../../assets/fonts/SourceSans3_600SemiBold.ttf")),
        };
        let load = || {
            let shaper = harfrust::Font::new(bytes, 0)?;
            Some(Loaded {
                latin: ShapePlan::new(&shaper, Direction::LeftToRight, Some(Script::LATIN), None, &[]),
                shaper,
                outlines: FontRef::try_from_slice(bytes).ok()?,
            })
        };
        slot.get_or_init(load).as_ref()
    }

    /// How much of the ink it has.
    pub(super) fn strength(self) -> f32 {
        match self {
            Self::Serif => 1.0,
            Self::Sans => SMALL_PRINT,
        }
    }

    /// Its outlines.
    pub(super) fn outlines(self) -> Option<&'static FontRef<'static>> {
        self.load().map(|face| &face.outlines)
    }

    /// A line of text; none when the face cannot draw all of it.
    fn shape(self, text: &str) -> Option<Line> {
        let face = self.load()?;
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let is_latin = buffer.script() == face.latin.script()
            && buffer.direction() == face.latin.direction()
            && buffer.language().is_none();
        let options = ShapeOptions::new().plan(is_latin.then_some(&face.latin));
        harfrust::shape(&ShaperFont::new(&face.shaper), &mut buffer, options).ok()?;
        let em = f32::from(face.shaper.units_per_em().max(1));
        let mut glyphs = Vec::new();
        let mut x = 0.0;
        for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            let id = u16::try_from(info.glyph_id).ok().filter(|id| *id != 0)?;
            let (dx, dy) = (position.x_offset as f32 / em, position.y_offset as f32 / em);
            glyphs.push(Glyph { id, x: x + dx, y: -dy });
            x += position.x_advance as f32 / em;
        }
        Some(Line { face: self, glyphs, width: x })
    }
}

impl Lines {
    /// Sets text in the largest of `sizes` at which it needs at most `most` lines of `measure` pixels; none when it
    /// fits at no size, or the face cannot draw it.
    pub(super) fn set(face: Face, text: &str, sizes: &[f32], measure: f32, most: usize) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let lone = words.iter().map(|word| face.shape(word)).collect::<Option<Vec<_>>>()?;
        let space = face.shape(" ")?.width;
        let widths: Vec<f32> = lone.iter().map(|line| line.width).collect();
        let (size, breaks) = sizes.iter().find_map(|size| {
            let breaks = balanced(&widths, space, measure / size);
            breaks.filter(|breaks| breaks.len() <= most).map(|breaks| (*size, breaks))
        })?;
        let mut rest = words.as_slice();
        let mut lines = Vec::new();
        for count in breaks {
            let (line, after) = rest.split_at_checked(count)?;
            lines.push(face.shape(&line.join(" "))?);
            rest = after;
        }
        Some(Self { lines, size })
    }

    /// Height of the lines, set with a leading of `leading` times the size.
    pub(super) fn height(&self, leading: f32) -> f32 {
        self.lines.len() as f32 * self.size * leading
    }

    /// Draws the lines below `top`, calling `paint` with rows of shades as [`masks::draw`] does.
    pub(super) fn draw(&self, left: f32, top: f32, leading: f32, mut paint: impl FnMut(i32, i32, &[u8])) {
        let mut line_top = top;
        for line in &self.lines {
            // The baseline as everywhere: 0.8 of the size below the top of the size, which stands in mid leading.
            let baseline = line_top + (leading - 1.0) / 2.0 * self.size + 0.8 * self.size;
            for glyph in &line.glyphs {
                let at = (left + glyph.x * self.size, baseline + glyph.y * self.size);
                masks::draw(line.face, self.size, glyph.id, at, &mut paint);
            }
            line_top += self.size * leading;
        }
    }
}

/// How many words each line holds: as few lines as fit, then the narrowest measure that keeps their number. None
/// when a word alone is wider than the measure.
fn balanced(widths: &[f32], space: f32, measure: f32) -> Option<Vec<usize>> {
    let mut best = greedy(widths, space, measure)?;
    let mut narrower = measure * 0.97;
    while narrower > measure * 0.4 {
        match greedy(widths, space, narrower) {
            Some(lines) if lines.len() == best.len() => best = lines,
            _ => break,
        }
        narrower -= measure * 0.03;
    }
    Some(best)
}

fn greedy(widths: &[f32], space: f32, measure: f32) -> Option<Vec<usize>> {
    let mut lines: Vec<usize> = Vec::new();
    let mut used = 0.0;
    for width in widths {
        if *width > measure {
            return None;
        }
        match lines.last_mut() {
            Some(count) if used + space + width <= measure => {
                *count += 1;
                used += space + width;
            }
            _ => {
                lines.push(1);
                used = *width;
            }
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_even() {
        assert_eq!(greedy(&[1.0, 1.0, 1.0, 1.0], 0.1, 3.5), Some(vec![3, 1]));
        assert_eq!(balanced(&[1.0, 1.0, 1.0, 1.0], 0.1, 3.5), Some(vec![2, 2]));
        assert_eq!(greedy(&[5.0], 0.1, 3.5), None);
    }

    #[test]
    fn size_gives_way_to_length() {
        let set = |text| {
            Lines::set(Face::Serif, text, &[100.0, 60.0], 800.0, 3).map(|set| (set.lines.len(), set.size))
        };
        assert_eq!(set("Cerebrolysin"), Some((1, 100.0)));
        assert_eq!(set("What the Evidence Can and Cannot Tell You About the Brain"), Some((3, 60.0)));
        assert_eq!(set(&"word ".repeat(60)), None);
    }

    #[test]
    fn what_the_face_lacks_is_not_set() {
        assert!(Face::Serif.shape("Ελληνικά Русский Łódź").is_some());
        assert!(Face::Serif.shape("日本").is_none());
    }

    #[test]
    fn letters_cover_pixels_where_they_stand() {
        let lines = Lines::set(Face::Sans, "HH", &[100.0], 800.0, 1).unwrap();
        let (mut left, mut right, mut top, mut bottom) = (i32::MAX, 0, i32::MAX, 0);
        lines.draw(50.0, 20.0, 1.0, |pair, y, row| {
            let shades = row.iter().flat_map(|pair| [pair >> 4, pair & 0x0F]);
            for (x, _) in (2 * pair..).zip(shades).filter(|(_, shade)| *shade > 6) {
                (left, right, top, bottom) = (left.min(x), right.max(x), top.min(y), bottom.max(y));
            }
        });
        // Capitals of 0.66 em on a baseline at 20 + 80.
        assert!((50..70).contains(&left) && (150..200).contains(&right), "{left} {right}");
        assert!((30..38).contains(&top) && (98..=100).contains(&bottom), "{top} {bottom}");
    }
}
