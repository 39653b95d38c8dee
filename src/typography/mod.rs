//! The typography that PDF, EPUB and text share: punctuation as typographers set it, where lines may break,
//! where words may be divided, mathematics as a line of text, and numbers as letters.

pub mod break_points;
pub mod hyphenation;
pub mod math;
pub mod numerals;
pub mod punctuation;
