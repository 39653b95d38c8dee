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

/// Columns by which width is moved at a time.
const STEPS: [usize; 5] = [1, 2, 3, 5, 8];

/// Moves width from column to column while that makes the table shorter.
fn refine(widths: &mut [usize], least: &[usize], rows: &[Vec<Prepared<'_>>]) {
    loop {
        // A column is measured once at each width that it may get, whatever the others get.
        let columns: Vec<Column> = widths
            .iter()
            .zip(least)
            .enumerate()
            .map(|(at, (&width, least))| Column {
                own: heights(rows, at, width),
                narrower: STEPS
                    .iter()
                    .take_while(|step| width - least >= **step)
                    .map(|step| heights(rows, at, width - step))
                    .collect(),
                wider: STEPS.iter().map(|step| heights(rows, at, width + step)).collect(),
            })
            .collect();
        let own: Vec<&[usize]> = columns.iter().map(|column| column.own.as_slice()).collect();
        let mut best: Option<(usize, usize, usize)> = None;
        let mut lowest = total(&own);
        for (from, giver) in columns.iter().enumerate() {
            for (to, taker) in columns.iter().enumerate().filter(|(to, _)| *to != from) {
                for (step, (narrower, wider)) in STEPS.iter().zip(giver.narrower.iter().zip(&taker.wider)) {
                    let mut moved = own.clone();
                    moved.get_mut(from).into_iter().for_each(|column| *column = narrower);
                    moved.get_mut(to).into_iter().for_each(|column| *column = wider);
                    let height = total(&moved);
                    if height < lowest {
                        lowest = height;
                        best = Some((from, to, *step));
                    }
                }
            }
        }
        let Some((from, to, step)) = best else { return };
        widths.get_mut(from).into_iter().for_each(|width| *width -= step);
        widths.get_mut(to).into_iter().for_each(|width| *width += step);
    }
}

/// The lines of a column's cells as it is, and at each step less and more.
struct Column {
    own: Vec<usize>,
    narrower: Vec<Vec<usize>>,
    wider: Vec<Vec<usize>>,
}

/// The lines of a column's cells at a width.
fn heights(rows: &[Vec<Prepared<'_>>], at: usize, width: usize) -> Vec<usize> {
    rows.iter().map(|row| row.get(at).map_or(0, |cell| cell.height(width))).collect()
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
fn total(columns: &[&[usize]]) -> (usize, usize) {
    let rows = columns.first().map_or(0, |column| column.len());
    let cells = |row: usize| columns.iter().filter_map(move |column| column.get(row).copied());
    let tallest = |row: usize| cells(row).max().unwrap_or(0);
    ((0..rows).map(tallest).sum(), columns.iter().flat_map(|column| column.iter()).sum())
}

/// Lines of a row: those of its tallest cell.
pub(super) fn height(row: &[Prepared<'_>], widths: &[usize]) -> usize {
    row.iter().zip(widths).map(|(cell, width)| cell.height(*width)).max().unwrap_or(0)
}
