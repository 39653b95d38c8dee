use super::*;

fn english() -> Language {
    Language::english()
}

/// The text with its points written in: `|` opportunity, `/` URL, `!` emergency, `^` mandatory.
fn shown(text: &str, language: &str) -> String {
    let points = break_points(text, &Language::parse(language).unwrap());
    show(text, &points)
}

fn show(text: &str, points: &[BreakPoint]) -> String {
    let mut out = String::new();
    let mut start = 0;
    for point in points {
        out.push_str(text.get(start..point.offset).unwrap());
        out.push(match point.kind {
            BreakKind::Mandatory => '^',
            BreakKind::Opportunity => '|',
            BreakKind::Url => '¦',
            BreakKind::Emergency => '!',
        });
        start = point.offset;
    }
    out.push_str(text.get(start..).unwrap());
    out
}

fn en(text: &str) -> String {
    shown(text, "en")
}

#[test]
fn a_number_keeps_its_unit() {
    assert_eq!(en("up to 5 mL, 10 kDa"), "up |to |5 !mL, |10 !kDa");
    assert_eq!(en("30–50 mL daily for 4 weeks"), "30–!50 !mL |daily |for |4 !weeks");
    assert_eq!(en("2 mg/kg at 20 °C"), "2 !mg/!kg |at |20 !°C");
    assert_eq!(en("in 2012 a study of 1 070 people"), "in |2012 |a |study |of |1 !070 |people");
    assert_eq!(shown("5 мл в сутки", "ru"), "5 !мл |в !сутки");
}

#[test]
fn a_hyphen_or_dash_beside_a_digit_does_not_break() {
    assert_eq!(en("a 4-week cycle, 10–21 days"), "a |4-!week |cycle, |10–!21 !days");
    assert_eq!(en("IL-6 and COVID-19"), "IL-6 |and |COVID-19");
}

#[test]
fn short_alternatives_do_not_break() {
    assert_eq!(en("PI3K/Akt and Alzheimer’s/dementia"), "PI3K/!Akt |and |Alzheimer’s/|dementia");
    assert_eq!(en("2-4x/year (IM/IV)"), "2-4x/!year |(IM/!IV)");
}

#[test]
fn a_hyphen_after_three_letters_does_not_break() {
    assert_eq!(en("TNF-alpha, brain-derived"), "TNF-!alpha, |brain-|derived");
    assert_eq!(
        en("a follow-up of pro-inflammatory signals"),
        "a |follow-!up |of |pro-!inflammatory |signals"
    );
}

#[test]
fn a_citation_stays_together() {
    assert_eq!(en("(Rockenstein et al., 2006 [4])"), "(Rockenstein |et !al., !2006 ![4])");
    assert_eq!(en("Alvarez et al. (2006) found"), "Alvarez |et !al. !(2006) |found");
    assert_eq!(en("(Smith and Jones, 1999 [4, 7])"), "(Smith |and |Jones, !1999 ![4, |7])");
    assert_eq!(en("In May, 1999 patients"), "In |May, |1999 |patients");
    assert_eq!(en("visit PeptideArc.com [8]."), "visit |PeptideArc.com ![8].");
}

#[test]
fn no_line_starts_with_a_dash() {
    assert_eq!(en("mane — a natural – really - stimulator"), "mane !— |a |natural !– |really !- |stimulator");
    assert_eq!(en("Guide 2 · Peptide"), "Guide !2 !· |Peptide");
    assert_eq!(en("this—that"), "this!—|that");
}

#[test]
fn a_label_keeps_its_number() {
    assert_eq!(en("see Table 1 and (Fig. 2), phase III"), "see |Table !1 |and |(Fig. !2), |phase !III");
    assert_eq!(shown("siehe Abbildung 3", "de"), "siehe |Abbildung !3");
    assert_eq!(shown("voir le tableau 4", "fr"), "voir |le |tableau !4");
}

#[test]
fn a_relation_stays_together() {
    assert_eq!(en("effect (p < 0.05, n = 12)"), "effect |(p !< !0.05, |n != !12)");
    assert_eq!(en("where V = D / C holds"), "where |V != !D / !C |holds");
}

#[test]
fn titles_initials_and_abbreviations_lean() {
    assert_eq!(en("Dr. Smith and J. R. Jones, e.g. today"), "Dr. !Smith |and |J. !R. !Jones, |e.g. !today");
    assert_eq!(shown("w Polsce i na Litwie", "pl"), "w !Polsce |i !na |Litwie");
    assert_eq!(shown("« Quoi ? » dit-il", "fr"), "« Quoi ? » |dit-!il");
}

#[test]
fn an_enumerator_leans_on_its_item() {
    assert_eq!(en("parts: (1) cover, b) title (new) box"), "parts: |(1) !cover, |b) !title |(new) |box");
}

#[test]
fn no_break_spaces_and_line_ends_are_respected() {
    assert_eq!(en("a\u{a0}b c\nd"), "a\u{a0}b |c\n^d");
}

#[test]
fn urls_break_at_their_points_alone() {
    assert_eq!(
        en("see https://pubmed.ncbi.nlm.nih.gov/11358484/ now"),
        "see |https://pubmed.¦ncbi.¦nlm.¦nih.¦gov/¦11358484/ |now"
    );
    assert_eq!(
        en("(https://x.example/a-b_c?q=long&r=%20#part)."),
        "(https://x.¦example/¦a-¦b_¦c?¦q=¦long&¦r=¦%20#¦part)."
    );
    assert_eq!(en("doi:10.1000/abc-def"), "doi:10.¦1000/¦abc-¦def");
    assert_eq!(en("pubmed.ncbi.nlm.nih.gov/11358484"), "pubmed.¦ncbi.¦nlm.¦nih.¦gov/¦11358484");
    assert_eq!(en("and/or"), "and/!or");
    assert_eq!(en("ann.long-name@mail.example"), "ann.¦long-¦name@mail.¦example");
}

#[test]
fn scripts_without_spaces_break_between_characters() {
    assert_eq!(shown("2026年2月14日に公開。", "ja"), "2026!年|2!月|14!日|に|公|開。");
    assert_eq!(shown("뇌졸중 회복 5년", "ko"), "뇌졸중 |회복 |5년");
    assert!(shown("ภาษาไทยไม่มีช่องว่าง", "th").contains('|'));
}

#[test]
fn the_last_two_words_are_glued_when_the_last_is_short() {
    let glued = |text: &str| {
        let mut points = break_points(text, &english());
        glue_runt(text, &mut points);
        show(text, &points)
    };
    assert_eq!(glued("as any other day."), "as |any |other !day.");
    assert_eq!(glued("as any immunohistochemistry."), "as |any |immunohistochemistry.");
    assert_eq!(glued("up to 5 mL"), "up |to !5 !mL");
    assert_eq!(glued("word"), "word");
    assert_eq!(glued("at https://www.example.org/11358484"), "at |https://www.¦example.!org/!11358484");
    assert_eq!(glued("これは要点。"), "こ|れ|は|要!点。");
}

#[test]
fn points_are_sorted_and_inside() {
    for text in ["", " ", "a", "https://", "a https://a.b/c-d e-f\n\ng", "—", "\u{301}", "5 mL/", "文字 a/b"]
    {
        let points = break_points(text, &english());
        assert!(points.windows(2).all(|pair| pair[0].offset < pair[1].offset), "{text:?}");
        assert!(
            points.iter().all(|p| p.offset > 0 && p.offset < text.len() && text.is_char_boundary(p.offset))
        );
    }
}

#[test]
#[ignore = "a measurement"]
fn time_of_a_paragraph() {
    let text =
        "Research has shown that Cerebrolysin activates the same signaling cascades as endogenous factors, \
        including the PI3K/Akt and MAPK/ERK pathways (Hartbauer et al., 2001 [1]). It takes 5 mL. "
            .repeat(3);
    break_points(&text, &english());
    let start = std::time::Instant::now();
    for _ in 0..1000 {
        std::hint::black_box(break_points(&text, &english()));
    }
    println!("{} bytes: {} µs", text.len(), start.elapsed().as_micros() / 1000);
}
