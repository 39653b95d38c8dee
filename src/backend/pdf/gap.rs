//! Space above and below blocks, in both ways an article may be set: the usual one, and with a little less space if that
//! saves a nearly empty last page. Which of them it is is known only when all is stacked.

use std::ops::{Add, Mul};

/// The tight setting's unit against the usual one.
const TIGHTER: f32 = 3.5 / 4.0;

/// How close blocks stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    /// As the theme says.
    Usual,
    /// With a little less space.
    Tight,
}

/// Vertical space, in points, as each setting has it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gap {
    usual: f32,
    tight: f32,
}

impl Gap {
    /// None.
    pub const NONE: Self = Self::fixed(0.0);

    /// Space that is the same in both settings.
    pub const fn fixed(points: f32) -> Self {
        Self { usual: points, tight: points }
    }

    /// Space that gives way in the tight setting.
    pub const fn flexible(points: f32) -> Self {
        Self { usual: points, tight: points * TIGHTER }
    }

    /// How much it is in a setting.
    pub const fn at(self, closeness: Closeness) -> f32 {
        match closeness {
            Closeness::Usual => self.usual,
            Closeness::Tight => self.tight,
        }
    }

    /// The larger of two wishes.
    pub const fn max(self, other: Self) -> Self {
        Self { usual: self.usual.max(other.usual), tight: self.tight.max(other.tight) }
    }

    /// The smaller of two.
    pub const fn min(self, other: Self) -> Self {
        Self { usual: self.usual.min(other.usual), tight: self.tight.min(other.tight) }
    }
}

impl Add for Gap {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { usual: self.usual + other.usual, tight: self.tight + other.tight }
    }
}

impl Mul<Gap> for f32 {
    type Output = Gap;

    fn mul(self, space: Gap) -> Gap {
        Gap { usual: self * space.usual, tight: self * space.tight }
    }
}
