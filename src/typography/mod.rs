//! The typography that PDF, EPUB and text share: punctuation as typographers set it, where lines may break, and
//! mathematics as a line of text.

pub mod break_points;
pub mod math;
pub mod punctuation;
