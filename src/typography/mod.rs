//! The typography that PDF, EPUB and text share: punctuation as typographers set it, and where lines may break.

pub mod break_points;
pub mod punctuation;
