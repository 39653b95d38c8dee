//! “Did you mean”: the candidate nearest to what was written.

/// The candidate nearest to `wanted`, when it is near enough to be a slip. Of equals the first wins.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let length = wanted.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // A distance is at least the difference in length: most candidates need no closer look.
        let limit = best.map_or_else(|| reach(length), |(distance, _)| distance.saturating_sub(1));
        if candidate.chars().count().abs_diff(length) > limit {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many slips a word of `length` characters may hold.
fn reach(length: usize) -> usize {
    (length / 4).clamp(1, 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let anchors = ["dosing-protocols", "side-effects", "references"];
        assert_eq!(nearest("dosing-protocol", anchors), Some("dosing-protocols"));
        assert_eq!(nearest("Side-Effects", anchors), Some("side-effects"));
        assert_eq!(nearest("storage", anchors), None);
        assert_eq!(nearest("", anchors), None);
    }
}
