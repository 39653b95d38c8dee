//! The parts of a formula as they are said in lines, one after the other.

use super::super::grouped;
use super::super::scripts::{subscript, superscript};
use super::{Columns, Part, Row};

/// A formula as it is said in lines.
pub fn said(row: &[Part]) -> String {
    let mut out = String::new();
    for part in row {
        let text = said_part(part);
        let apart = !out.is_empty() && !out.ends_with([' ', '\n', '(']) && !text.starts_with([' ', ',', ')']);
        if apart {
            out.push(' ');
        }
        out.push_str(&text);
    }
    out
}

fn said_part(part: &Part) -> String {
    let scripts = |below: &Row, above: &Row| {
        let lower = if below.is_empty() { String::new() } else { subscript(&tight(&said(below))) };
        let upper = if above.is_empty() { String::new() } else { superscript(&tight(&said(above))) };
        lower + &upper
    };
    match part {
        Part::Line(line) => line.clone(),
        Part::Fraction { above, below } => {
            format!("{} / {}", grouped(&said(above), false), grouped(&said(below), true))
        }
        Part::Root { degree, of } => format!("{}{}", root_sign(degree), grouped(&said(of), true)),
        Part::Operator { sign, below, above } => format!("{sign}{}", scripts(below, above)),
        Part::Fenced { open, inside, close } => format!("{open}{}{close}", said(inside)),
        Part::Scripted { base, below, above } => {
            let base = match base.as_ref() {
                base @ (Part::Fenced { .. } | Part::Operator { .. }) => said_part(base),
                base => format!("({})", said_part(base)),
            };
            format!("{base}{}", scripts(below, above))
        }
        Part::Grid { columns, rows } => {
            let (between, after) = grid_separators(*columns);
            let row =
                |cells: &Vec<Row>| cells.iter().map(|cell| said(cell)).collect::<Vec<_>>().join(between);
            rows.iter().map(row).collect::<Vec<_>>().join(after)
        }
    }
}

/// What is said between the cells of a row, and between rows.
pub fn grid_separators(columns: Columns) -> (&'static str, &'static str) {
    match columns {
        Columns::Centred => (", ", "; "),
        Columns::Left => (" ", "; "),
        Columns::Aligned => (" ", "\n"),
    }
}

/// Whether a root of this degree is the square root.
pub fn is_square(degree: &str) -> bool {
    matches!(degree, "" | "2")
}

/// The sign of a root, with its degree.
fn root_sign(degree: &str) -> String {
    match degree {
        degree if is_square(degree) => "√".to_owned(),
        "3" => "∛".to_owned(),
        "4" => "∜".to_owned(),
        degree => format!("{}√", superscript(degree)),
    }
}

fn tight(text: &str) -> String {
    text.replace(" / ", "/")
}

/// Whether a term of a fraction is in brackets where the fraction is said in a line.
pub fn is_bracketed(term: &[Part], below: bool) -> bool {
    let text = said(term);
    grouped(&text, below) != text
}
