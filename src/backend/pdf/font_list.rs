//! Which fonts would be used for which script: what `pepexport fonts` says.

use std::path::PathBuf;

use super::font::{FaceId, Family, Fonts, Region, Slant, Weight, Wish};

/// A script and the faces that text in it is set in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptFonts {
    /// The script, as Unicode calls it.
    pub script: &'static str,
    /// The face of text; none if there is no font for the script.
    pub text: Option<NamedFont>,
    /// The face of labels, tables and captions.
    pub apparatus: Option<NamedFont>,
}

/// A font by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFont {
    /// The family, or the PostScript name of a bundled face.
    pub name: String,
    /// The file, if it is one of the machine.
    pub file: Option<PathBuf>,
}

/// Scripts, a letter of each, and a language that is written in it.
const SCRIPTS: &[(&str, &str, &str)] = &[
    ("Latin", "a", "en"),
    ("Greek", "α", "el"),
    ("Cyrillic", "ж", "ru"),
    ("Armenian", "ա", "hy"),
    ("Georgian", "ა", "ka"),
    ("Hebrew", "א", "he"),
    ("Arabic", "ع", "ar"),
    ("Ethiopic", "ሀ", "am"),
    ("Devanagari", "क", "hi"),
    ("Bengali", "ক", "bn"),
    ("Gurmukhi", "ਕ", "pa"),
    ("Gujarati", "ક", "gu"),
    ("Tamil", "க", "ta"),
    ("Telugu", "క", "te"),
    ("Kannada", "ಕ", "kn"),
    ("Malayalam", "ക", "ml"),
    ("Sinhala", "ක", "si"),
    ("Thai", "ก", "th"),
    ("Lao", "ກ", "lo"),
    ("Khmer", "ក", "km"),
    ("Myanmar", "က", "my"),
    ("Han, simplified", "汉", "zh-Hans"),
    ("Han, traditional", "漢", "zh-Hant"),
    ("Japanese", "の", "ja"),
    ("Hangul", "한", "ko"),
];

/// The fonts of every script, with the user's own font files and, if `machine`, those of this machine.
pub fn fonts_by_script(files: &[Vec<u8>], machine: bool) -> Vec<ScriptFonts> {
    let fonts = Fonts::with_fallbacks(files, machine);
    let face = |family, letter: &str, language| -> Option<NamedFont> {
        let (weight, slant) = (Weight::Regular, Slant::Upright);
        let bundled = fonts
            .candidates(family, weight, slant)
            .find(|id: &FaceId| fonts.face(*id).is_some_and(|face| face.covers(letter)));
        let wish = Wish { family, weight, slant, region: Region::of(language) };
        let id = bundled.or_else(|| fonts.fallback(letter, wish))?;
        let (name, file) = fonts.name(id)?;
        Some(NamedFont { name, file: file.map(std::path::Path::to_owned) })
    };
    SCRIPTS
        .iter()
        .map(|&(script, letter, language)| ScriptFonts {
            script,
            text: face(Family::Serif, letter, language),
            apparatus: face(Family::Sans, letter, language),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_faces_have_three_scripts() {
        let all = fonts_by_script(&[], false);
        let names = |script: &str| {
            let fonts = all.iter().find(|fonts| fonts.script == script).unwrap().clone();
            (fonts.text.map(|font| font.name), fonts.apparatus.map(|font| font.name))
        };
        for script in ["Latin", "Greek", "Cyrillic"] {
            let (text, apparatus) = names(script);
            assert_eq!(text.unwrap(), "SourceSerif4-Regular");
            assert_eq!(apparatus.unwrap(), "SourceSans3-Regular");
        }
        assert_eq!(names("Thai"), (None, None));
    }
}
