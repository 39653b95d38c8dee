//! Dashes from typed hyphens, and ellipses from typed full stops.

use super::run::Run;

/// `--` and ` - ` become en dashes, `---` an em dash, `...` an ellipsis.
pub fn set(run: &mut Run<'_>) {
    let word = |c: &char| !c.is_whitespace();
    let first = run.chars.iter().position(word).unwrap_or(0);
    let last = run.chars.iter().rposition(word).unwrap_or(0);
    let mut at = 0;
    while let Some(c) = run.at(at) {
        if !matches!(c, '-' | '.') {
            at += 1;
            continue;
        }
        let length = run.chars.iter().skip(at).take_while(|next| **next == c).count();
        if c == '-' {
            dash(run, at, length, first < at && at < last);
        } else {
            ellipsis(run, at, length);
        }
        at += length;
    }
}

/// `between` says that words stand on both sides.
fn dash(run: &mut Run<'_>, at: usize, length: usize, between: bool) {
    let (space_before, space_after) = (is_space_before(run, at), is_space_after(run, at + length));
    // Of one text and free throughout: a mark is never made of two texts.
    if !(at..at + length).all(|at| run.is_free(at)) || !run.is_one_text(at, length) {
        return;
    }
    match length {
        // Between words; at the start of a line it is a bullet, at the end nobody knows.
        1 if between && space_before && space_after => run.replace(at, 1, "–"),
        // `--option` is no dash, `word--word`, `word -- word` and `word--` are.
        2 | 3 if !space_before || space_after => {
            run.replace(at, length, if length == 2 { "–" } else { "—" });
        }
        _ => {}
    }
}

/// Whether a place begins a text or stands after a space. The space within `« ` is of the mark.
fn is_space_before(run: &Run<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let of_mark = matches!(run.before(before), Some('«' | '‹')) && run.at(before).is_some_and(is_fixed);
    run.at(before).is_some_and(char::is_whitespace) && !of_mark
}

/// Whether a place ends a text or stands before a space. The space within ` »` is of the mark.
fn is_space_after(run: &Run<'_>, at: usize) -> bool {
    let of_mark = matches!(run.at(at + 1), Some('»' | '›')) && run.at(at).is_some_and(is_fixed);
    run.at(at).is_none_or(char::is_whitespace) && !of_mark
}

fn is_fixed(space: char) -> bool {
    matches!(space, '\u{A0}' | '\u{202F}')
}

fn ellipsis(run: &mut Run<'_>, at: usize, length: usize) {
    // Four are an ellipsis and the full stop after it; more are leaders. `.../x` is a path.
    let path = run.at(at + length) == Some('/');
    if matches!(length, 3 | 4) && !path && run.is_one_text(at, 3) && (at..at + 3).all(|at| run.is_free(at)) {
        run.replace(at, 3, "…");
    }
}
