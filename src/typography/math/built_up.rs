//! A formula whose fractions are built up: what stands beside them and in them is a line each.

use super::{grouped, readable};

/// A part of a row of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// On the line.
    Line(String),
    /// Numerator over denominator.
    Fraction {
        /// Above the bar.
        above: Term,
        /// Below it.
        below: Term,
    },
}

/// A term of a fraction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it says.
    pub text: String,
    /// Whether brackets are said where the fraction is read as a line; the bar shows them as well.
    pub bracketed: bool,
}

impl Term {
    fn new(text: String, below: bool) -> Self {
        let bracketed = grouped(&text, below) != text;
        Self { text, bracketed }
    }
}

/// The rows of a formula with a fraction in it; none if it has none, or says more than rows of lines can.
pub fn built_up(tex: &str) -> Option<Vec<Vec<Part>>> {
    readable(tex)?;
    let mut rows = vec![Vec::new()];
    let mut found = false;
    let mut plain = String::new();
    let mut rest = tex.trim();
    while let Some(first) = rest.chars().next() {
        if let Some((above, below, after)) = fraction(rest) {
            // What is raised beside a fraction would have to be raised higher.
            if after.trim_start().starts_with(['^', '_']) {
                return None;
            }
            end_line(&mut plain, rows.last_mut()?)?;
            let (above, below) = (readable(above)?, readable(below)?);
            if above.contains('\n') || below.contains('\n') {
                return None;
            }
            rows.last_mut()?
                .push(Part::Fraction { above: Term::new(above, false), below: Term::new(below, true) });
            found = true;
            rest = after;
        } else if let Some(after) = rest.strip_prefix(r"\\") {
            end_line(&mut plain, rows.last_mut()?)?;
            rows.push(Vec::new());
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
    end_line(&mut plain, rows.last_mut()?)?;
    rows.retain(|row| !row.is_empty());
    found.then_some(rows)
}

/// Ends the line that was being gathered.
fn end_line(plain: &mut String, row: &mut Vec<Part>) -> Option<()> {
    let tex = std::mem::take(plain);
    if !tex.trim().is_empty() {
        // Space alone says nothing.
        match readable(&tex) {
            Some(line) => row.push(Part::Line(line)),
            None if tex.chars().all(|c| c.is_whitespace() || "\\,;:!~&".contains(c)) => {}
            None => return None,
        }
    }
    Some(())
}

/// A fraction at the beginning of a text: numerator, denominator, what comes after.
fn fraction(tex: &str) -> Option<(&str, &str, &str)> {
    let names = [r"\frac", r"\dfrac", r"\cfrac"];
    let after = names.into_iter().find_map(|name| tex.strip_prefix(name))?;
    let (above, after) = braced(after.trim_start().strip_prefix('{')?)?;
    let (below, after) = braced(after.trim_start().strip_prefix('{')?)?;
    Some((above, below, after))
}

/// What stands before the brace that closes a group, and what comes after.
fn braced(tex: &str) -> Option<(&str, &str)> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in tex.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return Some((tex.get(..at)?, tex.get(at + 1..)?)),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{above|below}` for a fraction, brackets where they are said.
    fn shown(tex: &str) -> Option<String> {
        let term = |term: &Term| if term.bracketed { format!("({})", term.text) } else { term.text.clone() };
        let part = |part: &Part| match part {
            Part::Line(line) => line.clone(),
            Part::Fraction { above, below } => format!("{{{}|{}}}", term(above), term(below)),
        };
        let row = |row: &Vec<Part>| row.iter().map(part).collect::<Vec<_>>().join(" ");
        Some(built_up(tex)?.iter().map(row).collect::<Vec<_>>().join(" // "))
    }

    #[test]
    fn fractions_are_built_up() {
        assert_eq!(shown(r"V = \frac{D}{C}").unwrap(), "V = {D|C}");
        assert_eq!(
            shown(r"v = \frac{d}{C} = \frac{d \times V}{m + \frac{1}{2}}").unwrap(),
            "v = {d|C} = {d × V|(m + 1/2)}"
        );
        assert_eq!(
            shown(r"t_{1/2} = \frac{\ln 2}{k} \\ a = \dfrac{b_{\text{x}}}{2}\,").unwrap(),
            "t_(1/2) = {ln 2|k} // a = {b_x|2}"
        );
    }

    #[test]
    fn all_else_is_left_to_lines() {
        for tex in [
            "E = mc^2",
            r"\frac{a}{b}^2",
            r"x^{\frac{1}{2}}",
            r"\frac12",
            r"\unknown\frac{a}{b}",
            r"\frac{a}{b",
        ] {
            assert_eq!(shown(tex), None, "{tex}");
        }
        assert_eq!(shown(&r"\frac{".repeat(10_000)), None);
        assert_eq!(shown(&"{".repeat(10_000)), None);
    }
}
