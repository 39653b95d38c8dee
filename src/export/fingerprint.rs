//! Short names of contents: equal contents have equal names, and others, but for a chance of one in 2¹²⁸, other ones.
//!
//! They tell what changed from what did not, and protect against nobody: whoever can write to the sources can as well
//! write to the artifacts. So they are made by a fast function, and not by a cryptographic one as the SHA-256 of artifacts.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use twox_hash::XxHash3_128;

/// The name of a content: XXH3 with 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// A number below `divisor`, spread evenly over contents.
    pub fn modulo(self, divisor: NonZeroU32) -> u32 {
        u32::try_from(self.0 % u128::from(divisor.get())).unwrap_or_default()
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let hexadecimal = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        hexadecimal.then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no fingerprint"))
    }
}

/// Several contents under one name. Each is added with its length, so that none can pass for a part of its neighbour.
#[derive(Debug, Clone, Default)]
pub struct Digest(Vec<u8>);

impl Digest {
    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// Adds a text that may be missing.
    pub fn optional(&mut self, text: Option<&str>) -> &mut Self {
        self.0.push(u8::from(text.is_some()));
        self.text(text.unwrap_or_default())
    }

    /// Adds another name.
    pub fn fingerprint(&mut self, other: Fingerprint) -> &mut Self {
        self.0.extend_from_slice(&other.0.to_le_bytes());
        self
    }

    /// The name of all that was added.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_that_differ_have_names_that_differ() {
        let of = |parts: &[&str]| {
            let mut digest = Digest::default();
            parts.iter().for_each(|part| {
                digest.text(part);
            });
            digest.finish()
        };
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["ab", ""]));
        assert_ne!(of(&["a", "b"]), of(&["b", "a"]));
        assert_ne!(Digest::default().optional(None).finish(), Digest::default().optional(Some("")).finish());
    }

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let name = Fingerprint::of(b"x");
        assert_eq!(Fingerprint::parse(&name.to_string()), Some(name));
        for text in ["", "+123", "zz", &"0".repeat(33), &format!("+{}", "0".repeat(31))] {
            assert_eq!(Fingerprint::parse(text), None, "{text}");
        }
    }
}
