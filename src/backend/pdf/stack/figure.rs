//! Images: figures with their captions, covers, and pictures within text.

use std::sync::Arc;

use super::super::alternative::alternative;
use super::super::flow::{PageBreak, Slab};
use super::super::fragment::{Mark, Owner, Rect, Shape};
use super::super::gap::Gap;
use super::super::image::PdfImage;
use super::super::lines::Fit;
use super::super::rich_text::{Object, RichText};
use super::super::tags::{Attributes, Role, TagId};
use super::super::theme::TextStyle;
use super::{Column, Stacker};
use crate::assets::{PictureError, PictureFormat};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Figure, Image, ImageSource, Inline};
use crate::source::Span;

/// Pixels an inch up to which an image is worth keeping.
const MOST_DPI: f32 = 300.0;
/// An image is never enlarged below this.
const LEAST_DPI: f32 = 150.0;
/// Pixels of CSS an inch (CSS Values and Units 4, 6.2).
const CSS_DPI: f32 = 96.0;
/// Share of the text's height that a figure may take.
const MOST_HEIGHT: f32 = 0.55;
/// How much of its height a figure may give up to stay on its page.
const MOST_SHRINK: f32 = 0.2;
/// A figure wider than this ratio may use the full width.
const WIDE: f32 = 2.0;
/// Height of a picture within text against the type size.
const INLINE_HEIGHT: f32 = 1.15;
/// Height of the box that stands for a missing image.
const MISSING_HEIGHT: f32 = 72.0;
/// Cover: width to height, the least pixels across, and the narrowest shape that is cropped to it.
const COVER_RATIO: f32 = 12.0 / 5.0;
const COVER_PIXELS: u32 = 920;
const COVER_NARROWEST: f32 = 4.0 / 3.0;

impl Stacker<'_> {
    pub(super) fn figure(&mut self, figure: &Figure, column: Column, tag: TagId, span: Span) {
        let space = 3.0 * self.theme.u;
        let styles = self.theme.styles;
        // An image and its caption are one thing. The caption stands beside the Figure, not in it: what has an
        // alternative is read as that, and nothing within it.
        let tag = if figure.caption.is_some() { self.out.tags.tag(tag, Role::Div) } else { tag };
        let owner = if figure.image.decorative {
            Owner::Decoration
        } else {
            let alt = Some(alternative(&figure.image, figure.caption.as_deref(), &self.labels.image));
            let figure_tag =
                self.out.tags.tag_with(tag, Role::Figure, Attributes { alt, ..Attributes::default() });
            Owner::Content(self.out.tags.slot(figure_tag))
        };
        let picture = self.picture(&figure.image.source, self.theme.page.full(), span);
        match picture {
            Some((image, width, height)) => {
                let ratio = width / height.max(1.0);
                let wide = column.outer && ratio > WIDE;
                let (x, room) = if wide {
                    (self.theme.page.x0, self.theme.page.full())
                } else {
                    (column.x, column.width)
                };
                let most_height = self.theme.page.text_height() * MOST_HEIGHT;
                let natural = width * 72.0 / LEAST_DPI;
                let shown = natural.min(room).min(most_height * ratio);
                let rect = Rect { x, y: 0.0, width: shown, height: shown / ratio };
                let mark = Mark { owner, shape: Shape::Image { image, rect, clip: rect } };
                let shrink = rect.height * MOST_SHRINK;
                let slab = Slab { height: rect.height, shrink, marks: vec![mark], ..Slab::default() };
                self.push(slab, space, PageBreak::Allowed);
            }
            None => self.missing_image(&figure.image, column, owner, space, span),
        }
        if let Some(caption) = &figure.caption {
            self.keep = PageBreak::Never;
            self.after = 1.5 * self.theme.u;
            let mut content = Vec::new();
            if let Some(number) = figure.number {
                let label = self.labels.figure.replace("{number}", &number.to_string());
                content.push(Inline::Strong(vec![Inline::Text(format!("{label}."))]));
                content.push(Inline::Text(" ".to_owned()));
            }
            content.extend(caption.iter().cloned());
            let caption_tag = self.out.tags.tag(tag, Role::Caption);
            let rich = self.collect(&content, &styles.caption, caption_tag);
            let lines = self.lines(&rich, &styles.caption, column.width, Fit::Ragged, span);
            self.push_whole(lines, &rich, &styles.caption, column.x, Gap::NONE, span);
        }
        self.space_after(space);
    }

    /// The cover over a title: full width, cropped to 12:5 from the centre. `None` when there is none fit for it.
    pub(super) fn cover(&mut self, span: Span) -> Option<(Arc<PdfImage>, Rect, Rect)> {
        let cover = self.document?.metadata.cover.as_ref()?;
        let page = self.theme.page;
        let (image, width, height) = self.picture(&cover.source, page.full(), span)?;
        let ratio = width / height.max(1.0);
        if width < COVER_PIXELS as f32 || ratio < COVER_NARROWEST {
            return None;
        }
        let clip = Rect { x: page.x0, y: 0.0, width: page.full(), height: page.full() / COVER_RATIO };
        let (shown_width, shown_height) = if ratio > COVER_RATIO {
            (clip.height * ratio, clip.height)
        } else {
            (clip.width, clip.width / ratio)
        };
        let rect = Rect {
            x: clip.x - (shown_width - clip.width) / 2.0,
            y: -(shown_height - clip.height) / 2.0,
            width: shown_width,
            height: shown_height,
        };
        Some((image, rect, clip))
    }

    /// An image ready to paint, and its size in pixels of the file, of a drawing so that its pixels of CSS keep their
    /// size. A broken one warns.
    fn picture(
        &mut self,
        source: &ImageSource,
        widest: f32,
        span: Span,
    ) -> Option<(Arc<PdfImage>, f32, f32)> {
        let ImageSource::File(path) = source else { return None };
        let columns = (widest / 72.0 * MOST_DPI).ceil() as u32;
        let picture = match self.context.assets.picture(path) {
            Ok(picture) => picture,
            Err(error) => return self.broken(&error, span),
        };
        let made = picture.derived(u64::from(columns), |picture| {
            PdfImage::from_picture(picture, Some(columns)).map(Arc::new)
        });
        match made.as_ref() {
            Ok(image) => {
                let fine = if picture.format == PictureFormat::Svg { LEAST_DPI / CSS_DPI } else { 1.0 };
                Some((Arc::clone(image), picture.width as f32 * fine, picture.height as f32 * fine))
            }
            Err(error) => self.broken(error, span),
        }
    }

    fn broken<T>(&mut self, error: &PictureError, span: Span) -> Option<T> {
        let message = format!("the image cannot be used: {error}");
        self.out.diagnostics.push(
            Diagnostic::new(Code::BrokenImage, message)
                .at(span)
                .help("save it again as JPEG, PNG, WebP or plain SVG"),
        );
        None
    }

    /// A framed box that says what is missing.
    fn missing_image(&mut self, image: &Image, column: Column, owner: Owner, space: Gap, span: Span) {
        let style = self.theme.styles.caption.coloured(self.theme.colours.muted);
        let words = if image.alt.is_empty() {
            self.labels.image_missing.clone()
        } else {
            format!("{}{}{}", self.labels.image_missing, self.labels.colon, image.alt)
        };
        let rich = self.unread(&[Inline::Text(words.to_owned())], &style);
        let lines = self.lines(&rich, &style, column.width - 24.0, Fit::Ragged, span);
        let text_height = lines.len() as f32 * style.leading;
        let height = MISSING_HEIGHT.max(text_height + 16.0);
        let rect = Rect { x: column.x, y: 0.0, width: column.width, height };
        let colour = self.theme.colours.hair;
        let mut slab = Slab { height, ..Slab::default() };
        let frame = Shape::Frame { rect, stroke: 0.75, colour, top: true, bottom: true };
        slab.marks.push(Mark { owner: Owner::Decoration, shape: frame });
        for (index, line) in lines.into_iter().enumerate() {
            let y = (height - text_height) / 2.0 + index as f32 * style.leading;
            let x = column.x + (column.width - line.width) / 2.0;
            slab.marks.extend(
                line.marks.into_iter().map(|mark| super::super::flow::moved(Mark { owner, ..mark }, x, y)),
            );
        }
        self.push(slab, space, PageBreak::Allowed);
    }

    /// Widths of the pictures within a paragraph's text.
    pub(super) fn object_widths(&mut self, rich: &RichText, style: &TextStyle) -> Vec<f32> {
        rich.objects
            .iter()
            .map(|(_, object)| self.inline_size(&object.image, style).map_or(style.size, |(width, _)| width))
            .collect()
    }

    /// Size of a picture within text: as high as a line allows.
    fn inline_size(&mut self, image: &Image, style: &TextStyle) -> Option<(f32, f32)> {
        let ImageSource::File(path) = &image.source else { return None };
        let picture = self.context.assets.picture(path).ok()?;
        let height = style.size * INLINE_HEIGHT;
        let ratio = picture.width as f32 / picture.height.max(1) as f32;
        Some(((height * ratio).min(self.theme.page.measure), height))
    }

    pub(super) fn paint_object(
        &mut self,
        object: &Object,
        x: f32,
        style: &TextStyle,
        slab: &mut Slab,
        span: Span,
    ) {
        let size = self.inline_size(&object.image, style);
        let picture = self.picture(&object.image.source, self.theme.page.measure, span);
        let owner = object.slot.map_or(Owner::Decoration, Owner::Content);
        let baseline = style.baseline();
        match (picture, size) {
            (Some((image, ..)), Some((width, height))) => {
                let rect = Rect { x, y: baseline + 0.2 * style.size - height, width, height };
                slab.marks.push(Mark { owner, shape: Shape::Image { image, rect, clip: rect } });
            }
            _ => {
                let side = style.size * 0.7;
                let rect = Rect { x: x + 1.0, y: baseline - side, width: side, height: side };
                let colour = self.theme.colours.rule;
                slab.marks.push(Mark {
                    owner,
                    shape: Shape::Frame { rect, stroke: 0.75, colour, top: true, bottom: true },
                });
            }
        }
    }
}
