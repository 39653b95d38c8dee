//! Names for people from names for machines.

/// `peptide-guides` → `Peptide guides`. What holds white space or a capital was written for people and stays.
pub fn humanise(name: &str) -> String {
    let name = name.trim();
    if name.chars().any(|c| c.is_whitespace() || c.is_uppercase()) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_become_words() {
        assert_eq!(humanise("peptide-guides"), "Peptide guides");
        assert_eq!(humanise("über_uns"), "Über uns");
        assert_eq!(humanise("Peptide Guides"), "Peptide Guides");
        assert_eq!(humanise("---"), "---");
        assert_eq!(humanise(""), "");
    }
}
