//! What was shaped before. A publication is stacked again where its contents ask for it, and each page has nearly the
//! running head of the last: shaping is most of the work, and comes out the same.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use twox_hash::XxHash3_128;

use super::super::rich_text::{RichText, RunStyle};
use super::{Set, Setter};
use crate::model::Language;

/// Text that is remembered, in bytes: more than a long article has. What is shaped of it is some hundred times as large.
const ROOM: usize = 256 * 1024;

/// Text up to this may come again on the same page, in bytes: marks and numbers of items, cells, running heads.
const SHORT: usize = 100;

/// Paragraphs that were shaped, by their text.
#[derive(Debug, Default)]
pub struct Memory {
    known: RefCell<HashMap<u128, Vec<Known>>>,
    /// Whether long paragraphs are remembered too: they come again only when all is stacked again.
    is_thorough: Cell<bool>,
    /// How much text they have.
    used: Cell<usize>,
}

/// A paragraph, and what came of it.
type Known = (Asked, Rc<Set>);

/// A stretch of a paragraph with its style and its language.
type AskedStretch = (Range<usize>, RunStyle, Option<Box<str>>);

impl Memory {
    /// From now on long paragraphs are remembered too.
    pub fn be_thorough(&self) {
        self.is_thorough.set(true);
    }

    /// What came of the same paragraph; of a new one what `shape` makes of it.
    pub(super) fn recall(
        &self,
        setter: &mut Setter<'_>,
        rich: &RichText,
        shape: impl FnOnce(&mut Setter<'_>) -> Rc<Set>,
    ) -> Rc<Set> {
        if rich.text.len() > SHORT && !self.is_thorough.get() {
            return shape(setter);
        }
        let key = XxHash3_128::oneshot(rich.text.as_bytes());
        let known = self.known.borrow().get(&key).and_then(|shaped| {
            shaped.iter().find(|(asked, _)| asked.is_of(setter, rich)).map(|(_, set)| Rc::clone(set))
        });
        if let Some(set) = known {
            setter.missing.extend(set.missing.iter().cloned());
            return set;
        }
        let set = shape(setter);
        let used = self.used.get() + rich.text.len();
        if used <= ROOM {
            self.used.set(used);
            let asked = Asked::of(setter, rich);
            self.known.borrow_mut().entry(key).or_default().push((asked, Rc::clone(&set)));
        }
        set
    }
}

/// All that shaping goes by.
#[derive(Debug)]
struct Asked {
    text: Box<str>,
    stretches: Box<[AskedStretch]>,
    glued: Box<[usize]>,
    /// Where objects stand, and how wide they are.
    objects: Box<[(usize, f32)]>,
    language: Language,
    runts: bool,
    hyphenate: bool,
    fixed_direction: bool,
}

impl Asked {
    fn of(setter: &Setter<'_>, rich: &RichText) -> Self {
        let objects = rich.objects.iter().enumerate();
        Self {
            text: rich.text.as_str().into(),
            stretches: rich
                .stretches
                .iter()
                .map(|it| (it.range.clone(), it.style, it.language.as_deref().map(Box::from)))
                .collect(),
            glued: rich.glued.as_slice().into(),
            objects: objects.map(|(index, (at, _))| (*at, (setter.object_width)(index))).collect(),
            language: setter.language.clone(),
            runts: setter.runts,
            hyphenate: setter.hyphenate,
            fixed_direction: setter.fixed_direction,
        }
    }

    fn is_of(&self, setter: &Setter<'_>, rich: &RichText) -> bool {
        *self.text == *rich.text
            && self.stretches.len() == rich.stretches.len()
            && self.stretches.iter().zip(&rich.stretches).all(|((range, style, language), it)| {
                *range == it.range && *style == it.style && language.as_deref() == it.language.as_deref()
            })
            && *self.glued == *rich.glued
            && self.objects.len() == rich.objects.len()
            && self.objects.iter().zip(&rich.objects).enumerate().all(|(index, ((at, width), (start, _)))| {
                at == start && *width == (setter.object_width)(index)
            })
            && self.language == *setter.language
            && self.runts == setter.runts
            && self.hyphenate == setter.hyphenate
            && self.fixed_direction == setter.fixed_direction
    }
}
