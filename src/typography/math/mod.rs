//! TeX mathematics as a line of text: `V = \frac{D}{C}` is `V = D / C`.
//!
//! Only what is understood is translated; anything else is shown as its source.

use std::iter::Peekable;
use std::str::Chars;

pub mod built_up;
mod findings;
pub mod scripts;
mod symbols;

use built_up::{built_up, said};
pub use findings::findings;
use scripts::{subscript, superscript};
use symbols::{relation, symbol};

use crate::model::on_one_line;

/// Groups within groups that are followed.
const DEEPEST: usize = 24;

/// Stands between variables that are multiplied by standing together, as in `mc^2`, so that they are not taken for a
/// word: U+2062, invisible times.
pub const INVISIBLE_TIMES: char = '\u{2062}';

/// TeX source as lines of text; none when it says something that is not understood.
pub fn readable(tex: &str) -> Option<String> {
    Some(factored(tex)?.replace(INVISIBLE_TIMES, ""))
}

/// As [`readable`], with [`INVISIBLE_TIMES`].
pub fn factored(tex: &str) -> Option<String> {
    line(tex).or_else(|| {
        let formula = built_up(tex)?;
        let text = said(&formula.content);
        Some(match formula.label {
            Some(label) => format!("{text}  ({label})"),
            None => text,
        })
    })
}

/// TeX source as lines of text; none when it says more than a line can.
fn line(tex: &str) -> Option<String> {
    let mut reader = Reader { rest: tex.trim().chars().peekable() };
    let text = reader.sequence(None, DEEPEST)?;
    let lines: Vec<String> = text.split('\n').map(|line| on_one_line(line).into_owned()).collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Whether a text is a number.
pub fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Whether a text is one letter.
fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

/// Whether a sign stands alone before a term rather than between two: after nothing, or after another sign.
fn is_unary(out: &str) -> bool {
    out.trim_end().chars().next_back().is_none_or(|c| "=<>≤≥≈≠+−±×·÷([{,:/∝→".contains(c))
}

impl Reader<'_> {
    /// Reads up to `end` (or to the end of the source).
    fn sequence(&mut self, end: Option<char>, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let mut out = String::new();
        // Where the last letter ended that is a variable.
        let mut variable = None;
        while let Some(c) = self.rest.next() {
            if Some(c) == end {
                return Some(out);
            }
            match c {
                '\\' => {
                    let before = out.len();
                    self.command(&mut out, depth)?;
                    // A Greek letter; a name is longer, and so is what is set as text.
                    let name = out.get(before..).unwrap_or_default();
                    if is_letter(name.trim_end()) && !name.is_ascii() {
                        let is_joined = !name.ends_with(' ');
                        if variable == Some(before) {
                            out.insert(before, INVISIBLE_TIMES);
                        }
                        variable = is_joined.then_some(out.len());
                    }
                }
                '{' => out.push_str(&self.sequence(Some('}'), depth)?),
                '}' => return None,
                '^' => self.script(&mut out, superscript, depth)?,
                '_' => self.script(&mut out, subscript, depth)?,
                '\'' => out.push('′'),
                '~' | '&' => out.push(' '),
                '%' => return None,
                '-' if is_unary(&out) => out.push('−'),
                '+' if is_unary(&out) => out.push('+'),
                '-' => out.push_str(" − "),
                '*' => out.push_str(" · "),
                '+' | '=' | '<' | '>' => {
                    out.push(' ');
                    out.push(c);
                    out.push(' ');
                }
                '/' => out.push_str(" / "),
                ',' => out.push(','),
                c if c.is_whitespace() => {
                    // Space has no meaning in mathematics but between letters, where it keeps words apart.
                    if out.ends_with(char::is_alphanumeric)
                        && self.rest.peek().is_some_and(|c| c.is_alphanumeric())
                    {
                        out.push(' ');
                    }
                }
                c if c.is_alphabetic() => {
                    if variable == Some(out.len()) {
                        out.push(INVISIBLE_TIMES);
                    }
                    out.push(c);
                    variable = Some(out.len());
                }
                c => out.push(c),
            }
        }
        end.is_none().then_some(out)
    }

    /// Reads what a command or script applies to: a group, a command, or one character.
    fn argument(&mut self, depth: usize) -> Option<String> {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
        match self.rest.next()? {
            '{' => self.sequence(Some('}'), depth),
            '\\' => {
                let mut out = String::new();
                self.command(&mut out, depth.checked_sub(1)?)?;
                Some(out)
            }
            '}' | '^' | '_' | '&' => None,
            '-' => Some("−".to_owned()),
            c => Some(c.to_string()),
        }
    }

    fn script(&mut self, out: &mut String, set: fn(&str) -> String, depth: usize) -> Option<()> {
        let text = self.argument(depth)?;
        // Letters together in an index are a word: V_max.
        let text = text.trim().replace(INVISIBLE_TIMES, "");
        // A quotient in an index is set tight: t_(1/2).
        out.push_str(&if text == "∘" { "°".to_owned() } else { set(&text.replace(" / ", "/")) });
        Some(())
    }

    fn command(&mut self, out: &mut String, depth: usize) -> Option<()> {
        let mut name = String::new();
        while let Some(c) = self.rest.next_if(char::is_ascii_alphabetic) {
            name.push(c);
        }
        if name.is_empty() {
            match self.rest.next()? {
                '\\' => out.push('\n'),
                ',' | ';' | ':' | ' ' => out.push(' '),
                '!' => {}
                c @ ('%' | '$' | '#' | '&' | '_' | '{' | '}') => out.push(c),
                '|' => out.push('‖'),
                _ => return None,
            }
            return Some(());
        }
        if let Some(sign) = relation(&name) {
            out.push(' ');
            out.push_str(sign);
            out.push(' ');
            return Some(());
        }
        if let Some(symbol) = symbol(&name) {
            let apart = matches!(symbol, "∑" | "∏" | "∫") || symbol.len() > 1 && symbol.is_ascii();
            if apart && out.ends_with(char::is_alphanumeric) {
                out.push(' ');
            }
            // Space after a command only ends its name; it parts words: `\ln 2`.
            out.push_str(symbol);
            let spaced = self.rest.next_if(|c| c.is_whitespace()).is_some();
            let word = symbol.len() > 1 && symbol.is_ascii();
            if (spaced || word) && self.rest.peek().is_some_and(|c| c.is_alphanumeric() || *c == '\\') {
                out.push(' ');
            }
            return Some(());
        }
        match name.as_str() {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                let (above, below) = (self.argument(depth)?, self.argument(depth)?);
                let (above, below) = (above.trim(), below.trim());
                let tight = is_number(above) && is_number(below);
                let slash = if tight { "/" } else { " / " };
                // A mixed number: 1\frac{1}{2}.
                if tight && out.ends_with(|c: char| c.is_ascii_digit()) {
                    out.push(' ');
                }
                out.push_str(&grouped(above, false));
                out.push_str(slash);
                out.push_str(&grouped(below, true));
            }
            "sqrt" => {
                let root = match self.rest.next_if_eq(&'[') {
                    Some(_) => Some(self.sequence(Some(']'), depth)?),
                    None => None,
                };
                let text = self.argument(depth)?;
                match root.as_deref().map(str::trim) {
                    None | Some("2") => out.push('√'),
                    Some("3") => out.push('∛'),
                    Some("4") => out.push('∜'),
                    Some(_) => return None,
                }
                out.push_str(&grouped(text.trim(), true));
            }
            "text" | "textrm" | "textit" | "textbf" | "mathrm" | "mathit" | "mathbf" | "operatorname"
            | "mbox" | "textsf" | "mathsf" => {
                while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
                self.rest.next_if_eq(&'{')?;
                let mut text = String::new();
                let mut open = 0;
                loop {
                    match self.rest.next()? {
                        '}' if open == 0 => break,
                        '\\' => match self.rest.next()? {
                            c @ ('%' | '$' | '#' | '&' | '_' | '{' | '}') => text.push(c),
                            ',' | ' ' => text.push(' '),
                            _ => return None,
                        },
                        '{' => open += 1,
                        '}' => open -= 1,
                        '~' => text.push(' '),
                        c => text.push(c),
                    }
                }
                out.push_str(&text);
            }
            "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" => {
                self.rest.next_if_eq(&'.');
            }
            "displaystyle" | "textstyle" | "limits" | "nolimits" => {}
            "quad" | "qquad" => out.push(' '),
            "overline" | "bar" | "hat" | "vec" | "tilde" | "dot" => {
                let text = self.argument(depth)?;
                let mut chars = text.trim().chars();
                let (letter, rest) = (chars.next()?, chars.next());
                if rest.is_some() {
                    return None;
                }
                out.push(letter);
                out.push(match name.as_str() {
                    "hat" => '\u{302}',
                    "vec" => '\u{20d7}',
                    "tilde" => '\u{303}',
                    "dot" => '\u{307}',
                    _ => '\u{304}',
                });
            }
            _ => return None,
        }
        Some(())
    }
}

/// A part of a quotient or root, in brackets when it is more than one term.
fn grouped(text: &str, below: bool) -> String {
    let sign = |c: char| "=<>≤≥≈≠+−±".contains(c) || (below && "×·÷/".contains(c));
    let several = text.trim_start_matches('−').contains(sign);
    let apart = below && text.contains(' ') && !is_quantity(text);
    let bracketed = text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1;
    if (several || apart) && !bracketed { format!("({text})") } else { text.to_owned() }
}

/// Whether a text is a number and its unit: `2 mL`.
fn is_quantity(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(number, unit)| is_number(number) && !unit.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tex: &str) -> String {
        readable(tex).unwrap_or_else(|| "(source)".to_owned())
    }

    #[test]
    fn formulas_read_as_a_line() {
        assert_eq!(shown(r"V = \frac{D}{C}"), "V = D / C");
        assert_eq!(shown(r"v = \frac{d}{C} = \frac{d \times V}{m}"), "v = d / C = d × V / m");
        assert_eq!(shown(r"x = \frac{a + b}{c \cdot d}"), "x = (a + b) / (c · d)");
        assert_eq!(
            shown(r"1\ \text{unit} = \frac{1\ \text{mL}}{100} = 0.01\ \text{mL}"),
            "1 unit = 1 mL / 100 = 0.01 mL"
        );
        assert_eq!(
            shown(r"C = \frac{5\ \text{mg}}{2\ \text{mL}} = 2.5\ \text{mg/mL}"),
            "C = 5 mg / 2 mL = 2.5 mg/mL"
        );
        assert_eq!(shown(r"t_{1/2} = \frac{\ln 2}{k}"), "t_(1/2) = ln 2 / k");
        assert_eq!(shown(r"C_1 V_1 = C_2 V_2"), "C₁ V₁ = C₂ V₂");
        assert_eq!(shown(r"1 - 0.95^{12} = 0.46"), "1 − 0.95¹² = 0.46");
        assert_eq!(shown(r"CL = k \cdot V"), "CL = k · V");
        assert_eq!(shown(r"20^\circ\text{C}, \sqrt{x+1}, -3 \le \mu"), "20°C,√(x + 1),−3 ≤ µ");
        assert_eq!(shown(r"V_2 = (2 \times 0.5) / 0.5 = 2"), "V₂ = (2 × 0.5) / 0.5 = 2");
        assert_eq!(shown(r"E = mc^2"), "E = mc²");
        assert_eq!(shown(r"\frac{1}{2}"), "1/2");
        assert_eq!(shown(r"\bar{x} = \frac{1}{n}\sum_{i=1}^n x_i"), "x̄ = 1 / n ∑_(i = 1)ⁿ x_i");
        assert_eq!(shown(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \tag{3}"), "(a, b; c, d)  (3)");
        assert_eq!(shown(r"C_{\text{max}} \approx 5\,\%"), "C_max ≈ 5 %");
    }

    #[test]
    fn variables_side_by_side_are_no_word() {
        let factors = |tex: &str| factored(tex).unwrap().replace(INVISIBLE_TIMES, "*");
        assert_eq!(factors(r"E = mc^2"), "E = m*c²");
        assert_eq!(factors(r"\alpha x\beta y + \ln x"), "α x*β y + ln x");
        assert_eq!(factors(r"\text{BDNF} + 2 ab"), "BDNF + 2 a*b");
        assert_eq!(factors(r"V_{max} + f(x)dx"), "V_max + f(x)d*x");
        assert_eq!(factors(r"\frac{ab}{cd} + \text{a}b"), "a*b / c*d + ab");
    }

    #[test]
    fn what_no_line_can_say_is_left_to_its_source() {
        for tex in [r"\begin{tikzcd} a \end{tikzcd}", r"\unknown", "{", "}", "a^", r"\", "% x"] {
            assert_eq!(readable(tex), None, "{tex}");
        }
        assert_eq!(readable(&"{".repeat(100_000)), None);
        assert_eq!(readable(&r"\frac{".repeat(100_000)), None);
    }
}
