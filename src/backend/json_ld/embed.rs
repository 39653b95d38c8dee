//! The graph as a `<script>` element, ready to paste into the page it describes.

/// Wraps JSON text in a script element. What HTML would read as mark-up is written as JSON escapes: those characters
/// occur only inside strings, so the JSON keeps its meaning. Entities would not do: the content of a script is not
/// decoded (HTML, 13.1.2.1).
pub(super) fn script(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 64);
    out.push_str("<script type=\"application/ld+json\">");
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            other => out.push(other),
        }
    }
    out.push_str("</script>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_can_end_the_script() {
        let hostile = "</script><script>alert(1)</script><!-- ]]> & \u{2028}\u{2029} Alzheimer's";
        let json = serde_json::to_string(hostile).unwrap();
        let html = script(&json);
        let inside = html.strip_prefix("<script type=\"application/ld+json\">").unwrap();
        let inside = inside.strip_suffix("</script>\n").unwrap();
        assert!(!inside.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<String>(inside).unwrap(), hostile);
        assert!(inside.contains("Alzheimer's"), "an apostrophe needs no escape");
    }
}
