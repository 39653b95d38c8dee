//! Superscripts and subscripts without raising or lowering anything.

/// Digits and signs that Unicode has raised.
pub const RAISED: [(char, char); 14] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('−', '⁻'),
    ('n', 'ⁿ'),
];

/// Digits and signs that Unicode has lowered.
const LOWERED: [(char, char); 13] = [
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('-', '₋'),
    ('−', '₋'),
];

/// Ends of ordinal numbers and marks, which read the same on the line.
const ON_THE_LINE: [&str; 17] =
    ["st", "nd", "rd", "th", "er", "re", "e", "ème", "ᵉ", "o", "a", "º", "ª", "®", "™", "©", "*"];

/// A superscript: `10³`, `1st`, `x^y`.
pub fn superscript(text: &str) -> String {
    if ON_THE_LINE.contains(&text) {
        return text.to_owned();
    }
    mapped(text, &RAISED).unwrap_or_else(|| marked('^', text))
}

/// A subscript: `H₂O`, `C_max`.
pub fn subscript(text: &str) -> String {
    mapped(text, &LOWERED).unwrap_or_else(|| marked('_', text))
}

/// A sub- or superscript in a line of a formula (see [`super::readable`]) that Unicode has no characters for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script<'a> {
    /// What stands before it.
    pub before: &'a str,
    /// Whether it is raised; else it is lowered.
    pub raised: bool,
    /// What it says, without brackets around it.
    pub text: &'a str,
    /// What stands after it.
    pub after: &'a str,
}

/// The first script of a line that is marked by `_` or `^`.
pub fn first_script(line: &str) -> Option<Script<'_>> {
    let at = line.find(['_', '^'])?;
    let (before, marked) = line.split_at_checked(at)?;
    let raised = marked.starts_with('^');
    let rest = marked.get(1..)?;
    let (text, after) = match rest.strip_prefix('(') {
        Some(inner) => {
            let mut depth = 0_usize;
            let end = inner.char_indices().find_map(|(at, c)| match c {
                '(' => {
                    depth += 1;
                    None
                }
                ')' if depth == 0 => Some(at),
                ')' => {
                    depth -= 1;
                    None
                }
                _ => None,
            })?;
            (inner.get(..end)?, inner.get(end + 1..)?)
        }
        None => {
            // What is raised by itself stands beside the script, not in it.
            let script = |c: char| matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209F}');
            let end = rest.find(|c: char| !c.is_alphanumeric() || script(c)).unwrap_or(rest.len());
            rest.split_at_checked(end)?
        }
    };
    (!text.is_empty()).then_some(Script { before, raised, text, after })
}

fn mapped(text: &str, map: &[(char, char)]) -> Option<String> {
    text.chars().map(|c| map.iter().find(|(plain, _)| *plain == c).map(|(_, moved)| *moved)).collect()
}

fn marked(mark: char, text: &str) -> String {
    let simple = text.chars().all(char::is_alphanumeric) || super::is_number(text);
    if text.is_empty() {
        String::new()
    } else if simple {
        format!("{mark}{text}")
    } else {
        format!("{mark}({text})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found_in_a_line() {
        let found = |line| first_script(line).map(|s| (s.before, s.raised, s.text, s.after));
        assert_eq!(found("t_(1/2) = 3"), Some(("t", false, "1/2", " = 3")));
        assert_eq!(found("e^(−(k + 1)t)"), Some(("e", true, "−(k + 1)t", "")));
        assert_eq!(found("C_max ≈ 5"), Some(("C", false, "max", " ≈ 5")));
        assert_eq!(found("x_i²"), Some(("x", false, "i", "²")));
        assert_eq!([found("a = b"), found("a_"), found("a^(b")], [None, None, None]);
    }

    #[test]
    fn scripts_stand_on_the_line() {
        assert_eq!(superscript("3"), "³");
        assert_eq!(superscript("−12"), "⁻¹²");
        assert_eq!(superscript("th"), "th");
        assert_eq!(superscript("x+y"), "^(x+y)");
        assert_eq!(subscript("2"), "₂");
        assert_eq!(subscript("max"), "_max");
        assert_eq!(subscript("1/2"), "_(1/2)");
    }
}
