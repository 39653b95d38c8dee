//! A displayed formula as its parts stand to each other: over a bar, under a root, in a grid. What is no such part is a
//! line.

use super::line;

mod said;
mod source;

pub use said::{grid_separators, is_bracketed, is_square, said};
use source::{argument, braced, command, environment, fenced, label, optional};

/// Parts in parts that are followed.
const DEEPEST: usize = 16;

/// A row of a formula, from left to right.
pub type Row = Vec<Part>;

/// A part of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// On the line.
    Line(String),
    /// Numerator over denominator.
    Fraction {
        /// Above the bar.
        above: Row,
        /// Below it.
        below: Row,
    },
    /// Under the sign of a root.
    Root {
        /// Which root, if not the square root.
        degree: String,
        /// Of what.
        of: Row,
    },
    /// A sign or word with limits over and under it: a sum, a limit.
    Operator {
        /// The sign.
        sign: &'static str,
        /// Under it.
        below: Row,
        /// Over it.
        above: Row,
    },
    /// Between two brackets, each as tall as what is between.
    Fenced {
        /// The opening one; may be none.
        open: String,
        /// What is between.
        inside: Row,
        /// The closing one; may be none.
        close: String,
    },
    /// Raised and lowered beside what is taller than a line.
    Scripted {
        /// What it stands beside.
        base: Box<Part>,
        /// Lowered.
        below: Row,
        /// Raised.
        above: Row,
    },
    /// Cells in rows and columns: a matrix, cases, equations one under the other.
    Grid {
        /// How its columns stand.
        columns: Columns,
        /// The rows, each of cells.
        rows: Vec<Vec<Row>>,
    },
}

/// How the columns of a grid stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// Each in its middle: matrices.
    Centred,
    /// Each at its left edge: cases.
    Left,
    /// In pairs that meet: equations aligned at their signs.
    Aligned,
}

/// A displayed formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// What it says.
    pub content: Row,
    /// What its author calls it, without brackets: `\tag{1}`.
    pub label: Option<String>,
}

/// A formula in its parts; none if it says something that is not understood.
pub fn built_up(tex: &str) -> Option<Formula> {
    let (tex, label) = label(tex);
    let content = rows(&tex, Columns::Aligned, DEEPEST)?;
    (!content.is_empty()).then_some(Formula { content, label })
}

/// Whether a row is nothing but a line.
pub fn is_line(row: &[Part]) -> bool {
    matches!(row, [Part::Line(_)] | [])
}

/// Rows that end in `\\`, with cells that end in `&`: a grid if there is more than one cell.
fn rows(tex: &str, columns: Columns, depth: usize) -> Option<Row> {
    let depth = depth.checked_sub(1)?;
    let mut rows = vec![Vec::new()];
    let mut rest = tex;
    loop {
        let (cell, after) = row(rest, depth)?;
        rows.last_mut()?.push(cell);
        if let Some(next) = after.strip_prefix('&') {
            rest = next;
        } else if let Some(next) = after.strip_prefix(r"\\") {
            // Space below a row may be given: `\\[2pt]`.
            rest = next
                .trim_start()
                .strip_prefix('[')
                .and_then(|next| next.split_once(']'))
                .map_or(next, |it| it.1);
            rows.push(Vec::new());
        } else {
            break;
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    match <[Vec<Row>; 1]>::try_from(rows) {
        Ok([mut cells]) if cells.len() == 1 => cells.pop(),
        Ok(rows) => Some(vec![Part::Grid { columns, rows: rows.into() }]),
        Err(rows) if rows.is_empty() => Some(Vec::new()),
        Err(rows) => Some(vec![Part::Grid { columns, rows }]),
    }
}

/// The parts of a row up to the end of its cell, and what comes after.
fn row(tex: &str, depth: usize) -> Option<(Row, &str)> {
    let depth = depth.checked_sub(1)?;
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = tex;
    while let Some(first) = rest.chars().next() {
        if first == '&' || rest.starts_with(r"\\") {
            break;
        }
        if let Some((part, after)) = tall(rest, depth)? {
            end_line(&mut plain, &mut parts)?;
            let (part, after) = scripted(part, after, depth)?;
            parts.push(part);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let (group, after) = braced(after)?;
            plain.extend(["{", group, "}"]);
            rest = after;
        } else {
            // A command goes with the character after its backslash.
            let length = match first {
                '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                _ => first.len_utf8(),
            };
            let (piece, after) = rest.split_at_checked(length)?;
            plain.push_str(piece);
            rest = after;
        }
    }
    end_line(&mut plain, &mut parts)?;
    Some((parts, rest))
}

/// A text that is one row.
fn whole_row(tex: &str, depth: usize) -> Option<Row> {
    let (row, rest) = row(tex, depth)?;
    rest.is_empty().then_some(row)
}

/// Ends the line that was being gathered.
fn end_line(plain: &mut String, row: &mut Row) -> Option<()> {
    let tex = std::mem::take(plain);
    if !tex.trim().is_empty() {
        // After a part a sign stands between two terms.
        let line = if row.is_empty() {
            line(&tex)
        } else {
            line(&format!("0{tex}")).and_then(|line| Some(line.strip_prefix('0')?.trim_start().to_owned()))
        };
        match line.filter(|line| !line.is_empty()) {
            Some(line) => row.push(Part::Line(line)),
            // Space alone says nothing.
            None if tex.chars().all(|c| c.is_whitespace() || "\\,;:!~".contains(c)) => {}
            None => return None,
        }
    }
    Some(())
}

/// A part taller than a line at the beginning of a text, and what comes after it; the outer none if it cannot be read.
#[expect(
    clippy::option_option,
    reason = "nothing tall here, and something that is not understood, are two things"
)]
fn tall(tex: &str, depth: usize) -> Option<Option<(Part, &str)>> {
    let Some((name, after)) = command(tex) else { return Some(None) };
    let found = match name {
        "frac" | "dfrac" | "cfrac" => {
            let (above, after) = argument(after)?;
            let (below, after) = argument(after)?;
            let (above, below) = (whole_row(above, depth)?, whole_row(below, depth)?);
            Some((Part::Fraction { above, below }, after))
        }
        "sqrt" => {
            let (degree, after) = optional(after);
            let (of, after) = argument(after)?;
            let degree = degree.map_or(Some(String::new()), line)?;
            Some((Part::Root { degree, of: whole_row(of, depth)? }, after))
        }
        "left" => {
            let (open, inside, close, after) = fenced(after)?;
            let inside = rows(inside, Columns::Centred, depth)?;
            Some((Part::Fenced { open, inside, close }, after))
        }
        "begin" => {
            let (name, inside, after) = environment(after)?;
            let (columns, open, close) = grid(name)?;
            let inside = if name == "array" { argument(inside)?.1 } else { inside };
            let inside = rows(inside, columns, depth)?;
            let plain = open.is_empty() && close.is_empty();
            let (open, close) = (open.to_owned(), close.to_owned());
            match <[Part; 1]>::try_from(inside) {
                Ok([only]) if plain => Some((only, after)),
                Ok([only]) => Some((Part::Fenced { open, inside: vec![only], close }, after)),
                Err(inside) => Some((Part::Fenced { open, inside, close }, after)),
            }
        }
        _ => operator(name, after)
            .map(|sign| (Part::Operator { sign, below: Vec::new(), above: Vec::new() }, after)),
    };
    Some(found)
}

/// The sign of an operator that has limits; words are such only when something stands under them.
fn operator(name: &str, after: &str) -> Option<&'static str> {
    let limited = after.trim_start().starts_with('_') || after.trim_start().starts_with(r"\limits");
    Some(match name {
        "sum" => "∑",
        "prod" => "∏",
        "int" => "∫",
        "lim" => "lim",
        "max" if limited => "max",
        "min" if limited => "min",
        "sup" if limited => "sup",
        "inf" if limited => "inf",
        _ => return None,
    })
}

/// The columns and brackets of an environment.
fn grid(name: &str) -> Option<(Columns, &'static str, &'static str)> {
    Some(match name.trim_end_matches('*') {
        "matrix" | "smallmatrix" | "array" => (Columns::Centred, "", ""),
        "gathered" | "gather" => (Columns::Centred, "", ""),
        "pmatrix" => (Columns::Centred, "(", ")"),
        "bmatrix" => (Columns::Centred, "[", "]"),
        "Bmatrix" => (Columns::Centred, "{", "}"),
        "vmatrix" => (Columns::Centred, "|", "|"),
        "cases" => (Columns::Left, "{", ""),
        "aligned" | "align" | "split" | "equation" | "alignedat" => (Columns::Aligned, "", ""),
        _ => return None,
    })
}

/// A part with what is raised and lowered beside it: the limits of an operator.
fn scripted(part: Part, after: &str, depth: usize) -> Option<(Part, &str)> {
    let (mut lower, mut upper) = (Vec::new(), Vec::new());
    let mut rest = after;
    loop {
        let trimmed = rest.trim_start();
        let limits = [r"\limits", r"\nolimits"].into_iter().find_map(|name| trimmed.strip_prefix(name));
        if let Some(next) = limits {
            rest = next;
            continue;
        }
        let script = match trimmed.chars().next() {
            Some('_') if lower.is_empty() => &mut lower,
            Some('^') if upper.is_empty() => &mut upper,
            _ => break,
        };
        let (argument, next) = argument(trimmed.get(1..)?)?;
        *script = whole_row(argument, depth)?;
        rest = next;
    }
    Some(match part {
        Part::Operator { sign: sign @ "∫", .. } if !(lower.is_empty() && upper.is_empty()) => {
            let base = Box::new(Part::Operator { sign, below: Vec::new(), above: Vec::new() });
            (Part::Scripted { base, below: lower, above: upper }, rest)
        }
        Part::Operator { sign, .. } => (Part::Operator { sign, below: lower, above: upper }, rest),
        part if lower.is_empty() && upper.is_empty() => (part, after),
        part => (Part::Scripted { base: Box::new(part), below: lower, above: upper }, rest),
    })
}

#[cfg(test)]
mod tests {
    use super::super::INVISIBLE_TIMES;
    use super::*;

    fn shown(tex: &str) -> Option<String> {
        fn row(parts: &[Part]) -> String {
            parts.iter().map(part).collect::<Vec<_>>().join(" ")
        }
        fn part(it: &Part) -> String {
            match it {
                Part::Line(line) => line.replace(INVISIBLE_TIMES, ""),
                Part::Fraction { above, below } => format!("{{{}|{}}}", row(above), row(below)),
                Part::Root { degree, of } => format!("root{degree}<{}>", row(of)),
                Part::Operator { sign, below, above } => format!("{sign}[{}..{}]", row(below), row(above)),
                Part::Fenced { open, inside, close } => format!("{open}<{}>{close}", row(inside)),
                Part::Scripted { base, below, above } => {
                    format!("{}[{}^{}]", part(base), row(below), row(above))
                }
                Part::Grid { rows, .. } => {
                    let line =
                        |cells: &Vec<Row>| cells.iter().map(|cell| row(cell)).collect::<Vec<_>>().join(" & ");
                    rows.iter().map(line).collect::<Vec<_>>().join(" // ")
                }
            }
        }
        Some(row(&built_up(tex)?.content))
    }

    #[test]
    fn fractions_are_built_up_one_within_the_other() {
        assert_eq!(shown(r"V = \frac{D}{C}").unwrap(), "V = {D|C}");
        assert_eq!(
            shown(r"v = \frac{d}{C} = \frac{d \times V}{m + \frac12}").unwrap(),
            "v = {d|C} = {d × V|m + {1|2}}"
        );
        assert_eq!(
            shown(r"t_{1/2} = \frac{\ln 2}{k} \\ a = \dfrac{b_{\text{x}}}{2}\,").unwrap(),
            "t_(1/2) = {ln 2|k} // a = {b_x|2}"
        );
        assert_eq!(shown(r"\frac{a}{b}^2 + c").unwrap(), "{a|b}[^2] + c");
    }

    #[test]
    fn roots_sums_brackets_and_grids_are_parts() {
        assert_eq!(shown(r"\sqrt{x+1} = \sqrt[5]{y}").unwrap(), "root<x + 1> = root5<y>");
        assert_eq!(shown(r"\bar{x} = \frac{1}{n}\sum_{i=1}^{n} x_i").unwrap(), "x̄ = {1|n} ∑[i = 1..n] x_i");
        assert_eq!(shown(r"\int_0^\infty C\,dt").unwrap(), "∫[..][0^∞] C dt");
        assert_eq!(shown(r"\lim\limits_{t \to 0} f").unwrap(), "lim[t → 0..] f");
        assert_eq!(shown(r"\left(\frac{a}{b}\right)^{2}").unwrap(), "(<{a|b}>)[^2]");
        assert_eq!(
            shown(r"A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}").unwrap(),
            "A = (<a & b // c & d>)"
        );
        assert_eq!(
            shown(r"f = \begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}").unwrap(),
            "f = {<1 & x > 0 // 0 & else>"
        );
        assert_eq!(shown(r"\begin{aligned} a &= b \\[2pt] &= c \end{aligned}").unwrap(), "a & = b //  & = c");
        assert_eq!(built_up(r"E = mc^2 \tag{1}").unwrap().label.unwrap(), "1");
    }

    #[test]
    fn parts_are_said_in_order() {
        let said = |tex: &str| said(&built_up(tex).unwrap().content).replace(INVISIBLE_TIMES, "");
        assert_eq!(said(r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}"), "x = (−b ± √(b² − 4ac)) / 2a");
        assert_eq!(said(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"), "[1, 2; 3, 4]");
        assert_eq!(said(r"\sqrt[5]{x}"), "⁵√x");
        assert_eq!(said(r"\sum_{i=1}^{n} x_i"), "∑_(i = 1)ⁿ x_i");
        assert_eq!(said(r"\begin{aligned} a &= b \\ &= c \end{aligned}"), "a = b\n = c");
    }

    #[test]
    fn what_is_not_understood_is_nothing() {
        for tex in [
            r"\unknown\frac{a}{b}",
            r"\frac{a}{b",
            r"\left( a",
            r"\begin{tikzcd} a \end{tikzcd}",
            r"\begin{matrix} a",
            r"\sqrt",
            "",
            "}",
        ] {
            assert_eq!(shown(tex), None, "{tex}");
        }
        for part in [r"\frac{", "{", r"\left(", r"\begin{matrix}", r"\sqrt{", r"\sum_{", r"a \\ ", "&"] {
            let _ = shown(&part.repeat(20_000));
        }
    }
}
