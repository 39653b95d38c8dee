//! How wide the columns of a table are, so that it fits the measure in as few lines as can be.

use super::wrap::Prepared;

/// Columns of space between two columns.
pub(super) const GUTTER: usize = 2;
/// Tables of more cells are not refined: a first guess is good enough where there is much of everything.
const REFINED_CELLS: usize = 400;

/// The widths of the columns of a table of `rows`, or none when it cannot fit `available` columns.
pub(super) fn widths(rows: &[Vec<Prepared<'_>>], available: usize) -> Option<Vec<usize>> {
    let count = rows.iter().map(Vec::len).max()?;
    let room = available.checked_sub(GUTTER * count.saturating_sub(1))?;
    let natural = widest(rows, count, |cell| cell.natural());
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    // Typographers' breaks if they fit, else those they avoid.
    let fits = |least: &Vec<usize>| least.iter().sum::<usize>() <= room;
    let least = Some(widest(rows, count, |cell| cell.comfortable()))
        .filter(fits)
        .or_else(|| Some(widest(rows, count, |cell| cell.longest())).filter(fits))?;
    let mut widths = shared(&least, &natural, room);
    if rows.len() * count <= REFINED_CELLS {
        refine(&mut widths, &least, rows);
    }
    tighten(&mut widths, &least, rows);
    Some(widths)
}

/// The largest measure of the cells of each column, at least 1.
fn widest(rows: &[Vec<Prepared<'_>>], count: usize, measure: impl Fn(&Prepared<'_>) -> usize) -> Vec<usize> {
    let column = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    (0..count).map(|at| column(at).map(&measure).max().unwrap_or(0).max(1)).collect()
}

/// What is left after the least widths goes to the columns that have the most text for their width.
fn shared(least: &[usize], natural: &[usize], room: usize) -> Vec<usize> {
    let mut widths = least.to_vec();
    for _ in least.iter().sum::<usize>()..room {
        let hungry = widths
            .iter_mut()
            .zip(natural)
            .filter(|(width, natural)| **width < **natural)
            .max_by(|a, b| (*a.1 * *b.0).cmp(&(*b.1 * *a.0)));
        match hungry {
            Some((width, _)) => *width += 1,
            None => break,
        }
    }
    widths
}

/// Moves width from column to column while that makes the table shorter.
fn refine(widths: &mut [usize], least: &[usize], rows: &[Vec<Prepared<'_>>]) {
    let mut height = total(rows, widths);
    let count = widths.len();
    loop {
        let mut best: Option<((usize, usize), Vec<usize>)> = None;
        for from in 0..count {
            for to in (0..count).filter(|to| *to != from) {
                for step in [1, 2, 3, 5, 8] {
                    let mut moved = widths.to_vec();
                    let spare =
                        moved.get(from).zip(least.get(from)).map_or(0, |(width, least)| width - least);
                    if spare < step {
                        break;
                    }
                    if let Some(width) = moved.get_mut(from) {
                        *width -= step;
                    }
                    if let Some(width) = moved.get_mut(to) {
                        *width += step;
                    }
                    let height_moved = total(rows, &moved);
                    if height_moved < best.as_ref().map_or(height, |(best, _)| *best) {
                        best = Some((height_moved, moved));
                    }
                }
            }
        }
        let Some((lower, moved)) = best else { return };
        height = lower;
        widths.copy_from_slice(&moved);
    }
}

/// Takes back width that saves no line.
fn tighten(widths: &mut [usize], least: &[usize], rows: &[Vec<Prepared<'_>>]) {
    for (at, least) in least.iter().enumerate() {
        let cells = || rows.iter().filter_map(|row| row.get(at));
        let Some(width) = widths.get_mut(at) else { continue };
        let heights: Vec<usize> = cells().map(|cell| cell.height(*width)).collect();
        while *width > *least
            && cells().zip(&heights).all(|(cell, height)| cell.height(*width - 1) <= *height)
        {
            *width -= 1;
        }
    }
}

/// Lines of the whole table, then those of all its cells.
fn total(rows: &[Vec<Prepared<'_>>], widths: &[usize]) -> (usize, usize) {
    let cells = |row: &Vec<Prepared<'_>>| {
        row.iter().zip(widths).map(|(cell, width)| cell.height(*width)).sum::<usize>()
    };
    (rows.iter().map(|row| height(row, widths)).sum(), rows.iter().map(cells).sum())
}

/// Lines of a row: those of its tallest cell.
pub(super) fn height(row: &[Prepared<'_>], widths: &[usize]) -> usize {
    row.iter().zip(widths).map(|(cell, width)| cell.height(*width)).max().unwrap_or(0)
}
