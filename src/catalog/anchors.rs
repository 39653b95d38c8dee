//! The anchors of an article: of a large site there are millions, so they are kept close together.

use crate::model::Anchor;

/// Anchors, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    /// The names in order, between single spaces, which no anchor holds.
    names: Box<str>,
    count: usize,
}

impl Anchors {
    /// Whether an anchor is among them.
    pub fn contains(&self, anchor: &Anchor) -> bool {
        let (mut from, mut to) = (0, self.names.len());
        while let Some(between) = self.names.get(from..to).filter(|between| !between.is_empty()) {
            let middle = between.floor_char_boundary(between.len() / 2);
            let (before, after) = between.split_at_checked(middle).unwrap_or((between, ""));
            let start = before.rfind(' ').map_or(0, |space| space + 1);
            let end = after.find(' ').map_or(between.len(), |space| middle + space);
            match between.get(start..end).unwrap_or_default().cmp(anchor.as_str()) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => from += end + 1,
                std::cmp::Ordering::Greater => to = from + start.saturating_sub(1),
            }
        }
        false
    }

    /// Their names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.split(' ').filter(|name| !name.is_empty())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl FromIterator<Anchor> for Anchors {
    fn from_iter<I: IntoIterator<Item = Anchor>>(anchors: I) -> Self {
        let mut anchors: Vec<Anchor> =
            anchors.into_iter().filter(|anchor| !anchor.as_str().is_empty()).collect();
        anchors.sort_unstable();
        anchors.dedup();
        let names: Vec<&str> = anchors.iter().map(Anchor::as_str).collect();
        Self { count: names.len(), names: names.join(" ").into() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(names: &[&str]) -> Anchors {
        names.iter().map(|name| Anchor::new(name)).collect()
    }

    #[test]
    fn anchors_come_back_in_order() {
        let anchors = of(&["dose", "what-it-is", "dose", "über"]);
        assert_eq!(anchors.iter().collect::<Vec<_>>(), ["dose", "what-it-is", "über"]);
        assert_eq!(anchors.len(), 3);
        assert!(!anchors.contains(&Anchor::new("what")) && !anchors.contains(&Anchor::new("")));
        assert!(Anchors::default().is_empty() && !Anchors::default().contains(&Anchor::new("a")));
    }

    proptest! {
        #[test]
        fn what_is_in_is_found(names in proptest::collection::vec("[a-cä漢-]{0,4}", 0..40), other in "[a-cä漢-]{0,4}") {
            let set: std::collections::BTreeSet<Anchor> =
                names.iter().map(|name| Anchor::new(name)).filter(|anchor| !anchor.as_str().is_empty()).collect();
            let anchors: Anchors = names.iter().map(|name| Anchor::new(name)).collect();
            prop_assert_eq!(anchors.iter().collect::<Vec<_>>(), set.iter().map(Anchor::as_str).collect::<Vec<_>>());
            for name in names.iter().chain([&other]) {
                let anchor = Anchor::new(name);
                prop_assert_eq!(anchors.contains(&anchor), set.contains(&anchor), "{}", name);
            }
        }
    }
}
