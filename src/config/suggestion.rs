//! “Did you mean”: the word that a misspelt one is nearest to.

/// The candidate nearest to `word`, when one is near enough. Case, `-`, `_` and spaces make no difference.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = fold(word);
    let far = (folded.chars().count().div_ceil(4)).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let keys = ["base_url", "name", "timezone", "time_limit"];
        assert_eq!(nearest("baseUrl", keys), Some("base_url"));
        assert_eq!(nearest("base_ur", keys), Some("base_url"));
        assert_eq!(nearest("nmae", keys), Some("name"));
        assert_eq!(nearest("colour", keys), None);
    }
}
