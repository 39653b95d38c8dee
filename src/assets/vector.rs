//! SVG: drawings that are shown as they are where a format can, and as pixels elsewhere.
//!
//! What is shown is never the file itself but what [`clean`] has written anew of it: a drawing without scripts, animation
//! and addresses. A file that would look otherwise without them, because it shows other files or HTML, is refused. What a
//! drawing may cost is reckoned before anything is drawn ([`weight`]).

mod clean;
mod fonts;
mod weight;

use image::{DynamicImage, RgbaImage};
use resvg::{tiny_skia, usvg};

/// The largest SVG file that is read, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The most elements and attributes of a file, before anything refers to anything.
const MAX_NODES: u32 = 100_000;
/// The most pixels of a drawing: enough for the full width of a page in print.
const MAX_PIXELS: f64 = 4_000_000.0;
/// How many pixels all elements may paint together, each the whole drawing.
const MAX_PAINTED: f64 = 4e9;
/// The widest a drawing is painted, in pixels.
const MAX_WIDTH: f64 = 2000.0;
/// Sides of drawings, in pixels of CSS: beyond, no reader shows them in proportion.
const SIDES: std::ops::RangeInclusive<f32> = 1.0..=20_000.0;

/// What is known of a drawing that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Width in pixels of CSS.
    pub width: u32,
    /// Height in pixels of CSS.
    pub height: u32,
    weight: u64,
    words: String,
}

/// Whether the bytes of a file look like SVG: an element `svg` comes first among elements.
pub fn is_svg(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 4096;
    let start = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start);
    let mut rest = start.trim_start_matches('\u{FEFF}').trim_start();
    while let Some(after) = rest.strip_prefix('<') {
        let skipped = if after.starts_with("!--") {
            after.split_once("-->")
        } else if after.starts_with('!') && after.contains('[') && after.find('[') < after.find('>') {
            after.split_once("]>").or_else(|| after.split_once("]"))
        } else if after.starts_with(['?', '!']) {
            after.split_once('>')
        } else {
            let name = after.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
            return name.is_some_and(|name| name == "svg" || name.ends_with(":svg"));
        };
        let Some((_, next)) = skipped else { return false };
        rest = next.trim_start_matches('>').trim_start();
    }
    false
}

impl Drawing {
    /// Reads a drawing, and writes it anew: as SVG without anything that acts or lies elsewhere.
    ///
    /// # Errors
    /// It is no SVG, is beyond the limits, or shows what cannot be kept; in words for its author.
    pub fn read(bytes: &[u8]) -> Result<(Self, String), String> {
        if bytes.len() > MAX_BYTES {
            return Err(format!("{} bytes are more than {MAX_BYTES} of SVG", bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| "the SVG is not UTF-8".to_owned())?;
        let options = usvg::roxmltree::ParsingOptions {
            allow_dtd: true,
            nodes_limit: MAX_NODES,
            ..usvg::roxmltree::ParsingOptions::default()
        };
        let document =
            usvg::roxmltree::Document::parse_with_options(text.trim_start_matches('\u{FEFF}'), options)
                .map_err(|error| format!("the SVG is damaged: {error}"))?;
        let weight = weight::of(&document)?;
        let cleaned = clean::clean(&document)?;
        // Without fonts: its size needs no words.
        let tree = usvg::Tree::from_str(&cleaned.svg, &usvg::Options::default())
            .map_err(|error| format!("the SVG cannot be drawn: {error}"))?;
        let size = tree.size();
        if !SIDES.contains(&size.width()) || !SIDES.contains(&size.height()) {
            return Err(format!("the SVG is {} × {} pixels", size.width(), size.height()));
        }
        let side = |length: f32| length.round() as u32;
        let drawing =
            Self { width: side(size.width()), height: side(size.height()), weight, words: cleaned.words };
        Ok((drawing, cleaned.svg))
    }

    /// The drawing as pixels, on nothing, fine enough for print. `svg` is what [`Self::read`] wrote: the picture has it.
    ///
    /// # Errors
    /// It has words that the bundled faces cannot draw.
    pub fn draw(&self, svg: &[u8]) -> Result<DynamicImage, String> {
        if let Some(lacking) = fonts::first_lacking(&self.words) {
            return Err(format!(
                "the SVG has the character “{lacking}”, which the bundled faces cannot draw; draw its words as paths"
            ));
        }
        let options = usvg::Options {
            fontdb: fonts::bundled(),
            font_family: fonts::SANS.to_owned(),
            font_resolver: fonts::resolver(),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_data(svg, &options).map_err(|error| error.to_string())?;
        let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
        let scale = self.scale(width, height);
        let side = |length: f64| ((length * scale).round() as u32).max(1);
        let (columns, rows) = (side(width), side(height));
        let mut canvas = tiny_skia::Pixmap::new(columns, rows).ok_or("the SVG has no size")?;
        let transform = tiny_skia::Transform::from_scale(
            (f64::from(columns) / width) as f32,
            (f64::from(rows) / height) as f32,
        );
        resvg::render(&tree, transform, &mut canvas.as_mut());
        let pixels = canvas.pixels().iter().flat_map(|pixel| {
            let colour = pixel.demultiply();
            [colour.red(), colour.green(), colour.blue(), colour.alpha()]
        });
        let pixels = RgbaImage::from_raw(columns, rows, pixels.collect()).ok_or("the SVG has no pixels")?;
        Ok(DynamicImage::ImageRgba8(pixels))
    }

    /// The most pixels it is painted with.
    pub fn pixels(&self) -> u64 {
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        (width * height * self.scale(width, height).powi(2)).ceil() as u64
    }

    /// How many pixels a pixel of CSS becomes.
    fn scale(&self, width: f64, height: f64) -> f64 {
        let most = (MAX_PAINTED / self.weight.max(1) as f64).min(MAX_PIXELS);
        (MAX_WIDTH / width).min((most / (width * height)).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"20\">{inside}</svg>"
        )
    }

    fn read(inside: &str) -> Result<Drawing, String> {
        Drawing::read(svg(inside).as_bytes()).map(|(drawing, _)| drawing)
    }

    fn drawn(inside: &str) -> Result<RgbaImage, String> {
        let (drawing, svg) = Drawing::read(svg(inside).as_bytes())?;
        Ok(drawing.draw(svg.as_bytes())?.to_rgba8())
    }

    #[test]
    fn svg_is_told_by_its_first_element() {
        for text in [
            "<svg/>",
            "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC \"a\" \"b\">\n<svg xmlns=\"x\">",
            "<!DOCTYPE svg [ <!ENTITY a \"b\"> ]>\n<s:svg xmlns:s=\"x\"/>",
        ] {
            assert!(is_svg(text.as_bytes()), "{text}");
        }
        for text in ["", "svg", "<html><svg/></html>", "<!-- <svg/>", "<svgs/>", "\u{89}PNG<svg>"] {
            assert!(!is_svg(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_drawing_is_painted_at_a_size_for_print() {
        let half = "<rect width=\"20\" height=\"20\" fill=\"#ff0000\"/>";
        let drawing = read(half).unwrap();
        assert_eq!((drawing.width, drawing.height, drawing.pixels()), (40, 20, 2_000_000));
        let pixels = drawn(half).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (2000, 1000));
        assert_eq!(pixels.get_pixel(10, 10).0, [255, 0, 0, 255]);
        assert_eq!(pixels.get_pixel(1500, 10).0, [0, 0, 0, 0]);
    }

    #[test]
    fn words_are_drawn_with_the_bundled_faces() {
        let ink = |inside: &str| {
            let pixels = drawn(inside).unwrap();
            pixels.pixels().filter(|pixel| pixel.0[3] > 0).count()
        };
        let words = |font: &str| {
            ink(&format!("<text x=\"2\" y=\"14\" font-size=\"10\" font-family=\"{font}\">Wide</text>"))
        };
        assert!(words("Helvetica") > 10_000);
        assert_ne!(words("Georgia"), words("Helvetica"));
        assert_ne!(words("Courier New, monospace"), words("Helvetica"));
        assert_eq!(words("Arial, serif"), words("Helvetica"), "the first name decides");
    }

    #[test]
    fn words_that_no_face_draws_are_told() {
        assert!(drawn("<text>5 μg 剂</text>").unwrap_err().contains("“剂”"));
    }

    #[test]
    fn a_heavy_drawing_is_painted_smaller() {
        let light = read("<rect width=\"1\" height=\"1\"/>").unwrap();
        let heavy = read(&"<rect width=\"1\" height=\"1\"/>".repeat(30_000)).unwrap();
        assert_eq!(light.pixels(), 2_000_000);
        assert!((130_000..=134_000).contains(&heavy.pixels()), "{}", heavy.pixels());
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in [
            "<svg/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"1\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e9\" height=\"1\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\">",
        ] {
            assert!(Drawing::read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Drawing::read(b"<svg \xFF/>").is_err());
    }
}
