//! Widths of table columns, after the automatic table layout of CSS 2.2, 17.5.2.2: from the narrowest and the widest
//! each column could be.

use super::table_columns::Align;

/// What a column needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// Width of its longest piece that cannot be broken.
    pub min: f32,
    /// Width when nothing is broken.
    pub max: f32,
}

/// Shares `width` among columns, none below its minimum. `None` when even the minima are wider.
///
/// Columns that need less than their share get what they need; the rest is shared in proportion to the square root
/// of the wish, so that a long cell does not starve short ones.
pub fn share(needs: &[Need], width: f32) -> Option<Vec<f32>> {
    let natural: f32 = needs.iter().map(|need| need.max).sum();
    if natural <= width {
        return Some(needs.iter().map(|need| need.max).collect());
    }
    let least: f32 = needs.iter().map(|need| need.min).sum();
    if least > width {
        return None;
    }
    let mut widths: Vec<f32> = needs.iter().map(|need| need.min).collect();
    let mut rest = width - least;
    // Give in rounds: a column that has all it wishes drops out and leaves its share to the others.
    for _ in 0..needs.len() {
        let open = |width: f32, need: &Need| need.max - width > 0.01;
        let weight: f32 = needs
            .iter()
            .zip(&widths)
            .filter(|(need, width)| open(**width, need))
            .map(|(need, _)| need.max.sqrt())
            .sum();
        if rest <= 0.01 || weight <= 0.0 {
            break;
        }
        let mut given = 0.0;
        for (need, width) in needs.iter().zip(widths.iter_mut()) {
            if open(*width, need) {
                let part = (rest * need.max.sqrt() / weight).min(need.max - *width);
                *width += part;
                given += part;
            }
        }
        rest -= given;
    }
    Some(widths)
}

/// Adds what is left of the width, so that all tables are as wide as the text: to the last column of text, or, where
/// there are only figures, to all but the first alike, so that they stand as far from each other.
pub(super) fn widen(widths: &mut [f32], aligns: &[Align], slack: f32) {
    match aligns.iter().rposition(|align| *align == Align::Left) {
        Some(text) => {
            if let Some(width) = widths.get_mut(text) {
                *width += slack;
            }
        }
        None => {
            let from = usize::from(widths.len() > 1);
            let widened = widths.get_mut(from..).unwrap_or_default();
            let part = slack / widened.len().max(1) as f32;
            widened.iter_mut().for_each(|width| *width += part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(min: f32, max: f32) -> Need {
        Need { min, max }
    }

    #[test]
    fn what_fits_is_not_changed() {
        assert_eq!(share(&[need(10.0, 50.0), need(10.0, 40.0)], 100.0), Some(vec![50.0, 40.0]));
    }

    #[test]
    fn a_long_cell_does_not_starve_short_ones() {
        let widths = share(&[need(30.0, 60.0), need(40.0, 900.0), need(20.0, 50.0)], 300.0).unwrap();
        assert!((widths.iter().sum::<f32>() - 300.0).abs() < 0.1, "{widths:?}");
        assert!(widths[0] > 45.0 && widths[2] > 35.0 && widths[1] > 180.0, "{widths:?}");
    }

    #[test]
    fn what_is_left_goes_to_text_or_between_figures() {
        let widened = |aligns: &[Align]| {
            let mut widths = vec![20.0; aligns.len()];
            widen(&mut widths, aligns, 30.0);
            widths
        };
        assert_eq!(widened(&[Align::Left, Align::Left, Align::Right]), [20.0, 50.0, 20.0]);
        assert_eq!(widened(&[Align::Right; 4]), [20.0, 30.0, 30.0, 30.0]);
        assert_eq!(widened(&[Align::Right]), [50.0]);
    }

    #[test]
    fn minima_that_are_too_wide_are_refused() {
        assert_eq!(share(&[need(80.0, 90.0), need(30.0, 90.0)], 100.0), None);
    }
}
