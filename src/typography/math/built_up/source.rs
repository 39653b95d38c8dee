//! Finding the pieces of TeX source: commands, their arguments, what environments and brackets hold.

/// A command at the beginning of a text: its name, and what comes after.
pub(super) fn command(tex: &str) -> Option<(&str, &str)> {
    let after = tex.strip_prefix('\\')?;
    let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
    after.split_at_checked(end).filter(|(name, _)| !name.is_empty())
}

/// What a command applies to, and what comes after: a group, another command, or one character.
pub(super) fn argument(tex: &str) -> Option<(&str, &str)> {
    let tex = tex.trim_start();
    if let Some(group) = tex.strip_prefix('{') {
        return braced(group);
    }
    let length = match command(tex) {
        Some((name, _)) => 1 + name.len(),
        None => tex.chars().next().filter(|c| !matches!(c, '}' | '^' | '_' | '&' | '\\'))?.len_utf8(),
    };
    tex.split_at_checked(length)
}

/// What stands in square brackets after a command, if anything does, and what comes after.
pub(super) fn optional(tex: &str) -> (Option<&str>, &str) {
    match tex.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inside, after)) => (Some(inside), after),
        None => (None, tex),
    }
}

/// What stands before the brace that closes a group, and what comes after.
pub(super) fn braced(tex: &str) -> Option<(&str, &str)> {
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

/// What stands between the beginning of a text and the command that ends what `opens` began; and what comes after that
/// command.
fn enclosed<'a>(tex: &'a str, opens: &str, closes: &str) -> Option<(&'a str, &'a str)> {
    let mut depth = 0_usize;
    let mut from = 0;
    while let Some(found) = tex.get(from..)?.find('\\') {
        let at = from + found;
        let rest = tex.get(at..)?;
        match command(rest) {
            Some((name, after)) if name == closes && depth == 0 => return Some((tex.get(..at)?, after)),
            Some((name, _)) => {
                depth = if name == opens {
                    depth + 1
                } else if name == closes {
                    depth - 1
                } else {
                    depth
                };
                from = at + 1 + name.len();
            }
            None => from = at + 1 + rest.chars().nth(1)?.len_utf8(),
        }
    }
    None
}

/// An environment after its `\begin`: its name, what is in it, and what comes after.
pub(super) fn environment(tex: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = argument(tex)?;
    let (inside, after) = enclosed(rest, "begin", "end")?;
    let (ended, after) = argument(after)?;
    (ended == name).then_some((name, inside, after))
}

/// A bracket at the beginning of a text, and what comes after. A point is none.
fn fence(tex: &str) -> Option<(String, &str)> {
    let tex = tex.trim_start();
    if let Some((name, after)) = command(tex) {
        let sign = match name {
            "lbrace" => "{",
            "rbrace" => "}",
            "langle" => "⟨",
            "rangle" => "⟩",
            "lvert" | "rvert" | "vert" => "|",
            _ => return None,
        };
        return Some((sign.to_owned(), after));
    }
    let escaped = tex.strip_prefix('\\');
    let first = escaped.unwrap_or(tex).chars().next()?;
    let after = escaped.unwrap_or(tex).get(first.len_utf8()..)?;
    match first {
        '{' | '}' if escaped.is_some() => Some((first.to_string(), after)),
        '.' => Some((String::new(), after)),
        '(' | ')' | '[' | ']' | '|' if escaped.is_none() => Some((first.to_string(), after)),
        _ => None,
    }
}

/// What stands between brackets after a `\left`: the opening one, what is between, the closing one, what comes after.
pub(super) fn fenced(tex: &str) -> Option<(String, &str, String, &str)> {
    let (open, rest) = fence(tex)?;
    let (inside, after) = enclosed(rest, "left", "right")?;
    let (close, after) = fence(after)?;
    Some((open, inside, close, after))
}

/// A formula without its label, and the label: `\tag{1}`.
pub(super) fn label(tex: &str) -> (String, Option<String>) {
    let found = tex.split_once(r"\tag").and_then(|(before, after)| {
        let (label, after) = braced(after.trim_start_matches('*').trim_start().strip_prefix('{')?)?;
        Some((format!("{before} {after}"), label.trim().to_owned()))
    });
    match found {
        Some((tex, label)) => (tex, Some(label)),
        None => (tex.to_owned(), None),
    }
}
