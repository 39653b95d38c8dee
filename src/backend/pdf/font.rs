//! The faces that PDF text is set in, parsed once per process.

/// A face among the loaded ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// The family a style asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// The author's voice: text, title, section titles.
    Serif,
    /// Apparatus: labels, tables, captions, references, folios.
    Sans,
    /// Code.
    Mono,
}

/// The weight a style asks for. Bold is 600: see the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    Bold,
}

/// Upright or italic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slant {
    /// Upright.
    Upright,
    /// Italic.
    Italic,
}

/// All faces a run may use.
#[derive(Debug)]
pub struct Fonts {}
