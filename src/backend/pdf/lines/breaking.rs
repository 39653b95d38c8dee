//! Where a shaped paragraph breaks at a given width.

use std::borrow::Cow;
use std::ops::Range;

use super::super::break_lines::{Piece, SPLIT_PENALTY, balanced_width, break_after_colon, total_fit};
use super::super::justify::{Spread, justified_fit};
use super::super::pieces::Pieces;
use super::super::theme::TextStyle;
use super::{Fit, Line, Shaped};

impl Shaped<'_> {
    /// Width of the widest piece that cannot be broken.
    pub fn min_width(&self) -> f32 {
        self.set.pieces.pieces.iter().map(|piece| piece.trimmed).fold(0.0, f32::max)
    }

    /// Width when only forced line ends break.
    pub fn max_width(&self) -> f32 {
        let (mut widest, mut line) = (0.0f32, 0.0);
        for piece in &self.set.pieces.pieces {
            widest = widest.max(line + piece.trimmed);
            line = if piece.ends_line { 0.0 } else { line + piece.advance };
        }
        widest
    }

    /// Breaks the paragraph into lines of at most `width`.
    pub fn lines(&self, width: f32, fit: Fit, base: &TextStyle) -> Vec<Line> {
        let mut fitted = self.fitted(width);
        let ragged = |ends: Vec<usize>| ends.into_iter().map(|end| (end, Spread::NONE)).collect();
        let chosen: Vec<(usize, Spread)> = match fit {
            Fit::Ragged => ragged(total_fit(&fitted.pieces, width)),
            Fit::Balanced => {
                if let Some(colon) = self.colon(&fitted.ranges) {
                    break_after_colon(&mut fitted.to_mut().pieces, colon, width);
                }
                ragged(total_fit(&fitted.pieces, balanced_width(&fitted.pieces, width)))
            }
            Fit::Justified => {
                justified_fit(&fitted.pieces, width).into_iter().map(|line| (line.end, line.spread)).collect()
            }
        };
        let mut lines = Vec::with_capacity(chosen.len());
        let mut from = 0;
        for (end, spread) in chosen {
            let first = fitted.ranges.get(from).map_or(0, |range| range.start);
            let last = fitted.ranges.get(end - 1).map_or(first, |range| range.end);
            let piece = fitted.pieces.get(end - 1).filter(|_| end < fitted.pieces.len());
            let hyphenated = piece.is_some_and(|piece| piece.hyphen > 0.0);
            lines.push(self.line(first..last, base, spread, hyphenated));
            from = end;
        }
        lines
    }

    /// The piece of a title that ends in its colon.
    fn colon(&self, ranges: &[Range<usize>]) -> Option<usize> {
        let ends_in_colon = |range: &Range<usize>| {
            let clusters = self.set.clusters.get(range.clone()).unwrap_or_default();
            let text = clusters
                .first()
                .zip(clusters.last())
                .and_then(|(a, b)| self.rich.text.get(a.start()..b.end()));
            text.is_some_and(|text| text.trim_end().ends_with(':'))
        };
        ranges.iter().position(ends_in_colon)
    }

    /// The pieces; those wider than the measure are cut where typographers would rather not, or between any clusters.
    fn fitted(&self, width: f32) -> Cow<'_, Pieces> {
        let fits = |(piece, range): &(&Piece, &Range<usize>)| {
            piece.trimmed + piece.hyphen <= width || range.len() < 2
        };
        let all = &self.set.pieces;
        if all.pieces.iter().zip(&all.ranges).all(|piece| fits(&piece)) {
            return Cow::Borrowed(all);
        }
        let mut fitted = Pieces::default();
        for (piece, range) in all.pieces.iter().zip(&all.ranges) {
            if fits(&(piece, range)) {
                fitted.push(*piece, range.clone());
            } else {
                self.cut(range.clone(), piece, width, &mut fitted);
            }
        }
        Cow::Owned(fitted)
    }

    fn cut(&self, range: Range<usize>, piece: &Piece, width: f32, fitted: &mut Pieces) {
        let mut start = range.start;
        let mut used = 0.0;
        // The last avoided break since `start`, and the width up to it.
        let mut avoided: Option<(usize, f32)> = None;
        for at in range.clone() {
            let Some(cluster) = self.set.clusters.get(at) else { break };
            if at > start && self.set.pieces.reserve.contains(&cluster.start()) {
                avoided = Some((at, used));
            }
            // A part cut early, at an avoided break, may leave too much still.
            while at > start && used + cluster.advance > width {
                let (end, advance) = avoided.take().unwrap_or((at, used));
                let spaces = self.spaces(start..end);
                let part = Piece {
                    advance,
                    trimmed: advance,
                    spaces,
                    letters: advance - spaces,
                    penalty: SPLIT_PENALTY,
                    ..Piece::default()
                };
                fitted.push(part, start..end);
                start = end;
                used -= advance;
            }
            used += cluster.advance;
        }
        let space_after = piece.advance - piece.trimmed;
        let spaces = self.spaces(start..range.end);
        let trimmed = (used - space_after).max(0.0);
        let rest = Piece {
            advance: used,
            trimmed,
            spaces: (spaces - piece.trailing).max(0.0),
            letters: (used - spaces).min(piece.letters),
            // Where there is no room for a hyphen there is none, as after the other parts.
            hyphen: if trimmed + piece.hyphen <= width { piece.hyphen } else { 0.0 },
            ..*piece
        };
        fitted.push(rest, start..range.end);
    }

    /// Width of the word spaces among clusters.
    fn spaces(&self, range: Range<usize>) -> f32 {
        let clusters = self.set.clusters.get(range).unwrap_or_default();
        clusters.iter().filter(|cluster| cluster.space).map(|cluster| cluster.advance).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::font::Fonts;
    use super::super::super::rich_text::Collector;
    use super::super::super::tags::{Role, TagTree};
    use super::super::super::theme::Theme;
    use super::super::Setter;
    use super::*;
    use crate::config::Config;
    use crate::labels::Terms;
    use crate::model::{Binding, Inline, Language};

    /// Every fit at every width from 20 points on: no line is over it.
    fn check(text: &str) {
        let config = Config::default();
        let theme = Theme::new(&config.pdf, Binding::Article);
        let english = Language::english();
        let terms = Terms::default();
        let mut tags = TagTree::new();
        let root = tags.root();
        let tag = tags.tag(root, Role::P);
        let body = theme.styles.body;
        let labels = terms.of(&english);
        let mut collector = Collector {
            tags: &mut tags,
            theme: &theme,
            prefix: "",
            references: "",
            labels,
            direction: crate::model::TextDirection::LeftToRight,
            pages: None,
        };
        let rich = collector.collect(&[Inline::Text(text.to_owned())], &body, tag);
        for hyphenate in [false, true] {
            let mut setter = Setter {
                fonts: Fonts::bundled(),
                language: &english,
                missing: &mut Vec::new(),
                runts: false,
                hyphenate,
                fixed_direction: false,
                object_width: &|_| 0.0,
                memory: None,
            };
            let shaped = setter.shape(&rich);
            for step in 0..400u16 {
                let width = 20.0 + f32::from(step) * 0.5;
                for fit in [Fit::Ragged, Fit::Balanced, Fit::Justified] {
                    for line in shaped.lines(width, fit, &body) {
                        let over = line.width - width;
                        assert!(over <= 0.02, "{text:?} at {width}, {fit:?}: {over} points over");
                    }
                }
            }
        }
    }

    #[test]
    fn no_line_is_over_its_measure_however_narrow() {
        // The last word may not stand alone, and is wider than what it is glued to.
        check("l wwwwwwwwwwww");
        check("l WWWWWWWWWW MMMMMMM");
        check(
            "see https://example.org/i/WWWWWWWWWWWWWW?q=1&i=MMMMMMMMMMM for 5 mL, IL-6WWWWW and 10–20 mg/kg",
        );
        check("immunohistochemistry extraordinarilyextraordinarilyextraordinarily 5 immunohistochemistry");
    }
}
