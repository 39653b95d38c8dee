//! Font-wide measures.

/// Font-wide measures, in 1/1000 em as PDF wants them (ISO 32000-1, table 122).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// The box around all glyphs: left, bottom, right, top.
    pub bounds: [i32; 4],
    /// Height above the baseline.
    pub ascent: i32,
    /// Depth below the baseline, negative.
    pub descent: i32,
    /// Height of a flat capital letter.
    pub cap_height: i32,
    /// Height of a flat lower-case letter.
    pub x_height: i32,
    /// Degrees from the vertical, anticlockwise; negative for a face that leans right.
    pub italic_angle: f32,
    /// Whether all glyphs are equally wide.
    pub fixed_pitch: bool,
    /// Weight class (400 is regular).
    pub weight: u16,
}

impl Measures {
    pub(super) fn of(font: &harfrust::Font) -> Self {
        let per_mille = |units: f32| (units * 1000.0 / f32::from(font.units_per_em().max(1))).round() as i32;
        let metrics = font.metrics();
        let style = font.style_metrics();
        let bounds = &metrics.bounds;
        let line = metrics.typo_line.or(metrics.hhea_line);
        let ascent = line.map_or(bounds.y_max, |line| line.ascender);
        let descent = line.map_or(bounds.y_min, |line| line.descender);
        let cap_height = metrics.cap_height.unwrap_or(ascent);
        let x_height = metrics.x_height.unwrap_or(cap_height);
        Self {
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|v| per_mille(v.to_f32())),
            ascent: per_mille(ascent.to_f32()),
            descent: per_mille(descent.to_f32()),
            cap_height: per_mille(cap_height.to_f32()),
            x_height: per_mille(x_height.to_f32()),
            italic_angle: style.italic_angle.map_or(0.0, |angle| angle.to_f32()),
            fixed_pitch: style.is_fixed_pitch.unwrap_or(false),
            weight: font.default_attributes().weight.value().round() as u16,
        }
    }
}
