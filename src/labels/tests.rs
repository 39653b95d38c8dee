use super::*;

fn plain() -> Terms {
    Terms::bundled(&BTreeMap::new()).unwrap()
}

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn overrides(language: &str, term: &str, value: OneOrMany) -> BTreeMap<String, BTreeMap<String, OneOrMany>> {
    BTreeMap::from([(language.to_owned(), BTreeMap::from([(term.to_owned(), value)]))])
}

fn one(text: &str) -> OneOrMany {
    OneOrMany::One(text.to_owned())
}

const LANGUAGES: [&str; 17] =
    ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "he", "hi", "zh", "ja", "ko"];

#[test]
fn every_language_has_every_term() {
    let terms = plain();
    for tag in LANGUAGES {
        assert!(terms.knows(&language(tag)), "{tag}");
    }
    for tag in Terms::tags() {
        let labels = terms.of(&language(tag));
        assert_eq!(labels.tag, tag, "the document of {tag} can be read");
        assert_eq!(labels.months.len(), 12, "{tag}");
        // Every term goes through the same checks as a replacement: not empty, placeholders in their places.
        let mut copy = labels.clone();
        let mut put = |term: &str, value: OneOrMany| {
            assert_eq!(replace::replace(&mut copy, term, &value), Ok(()), "{tag} {term}");
        };
        let Labels {
            tag: _,
            contents,
            references_and_links,
            references,
            footnotes,
            page_of,
            see_page,
            figure,
            table,
            disclaimer,
            continued,
            by,
            published,
            updated,
            reviewed,
            cover,
            title_page,
            image,
            image_missing,
            back_to_text,
            guide,
            home,
            references_count,
            minutes,
            callouts,
            callout_words,
            faq_headings,
            disclaimer_phrases,
            months,
            first_day,
            date,
            list,
            quotes,
            colon,
        } = labels;
        for (term, text) in [
            ("contents", contents),
            ("references_and_links", references_and_links),
            ("references", references),
            ("footnotes", footnotes),
            ("page_of", page_of),
            ("see_page", see_page),
            ("figure", figure),
            ("table", table),
            ("disclaimer", disclaimer),
            ("continued", continued),
            ("by", by),
            ("published", published),
            ("updated", updated),
            ("reviewed", reviewed),
            ("cover", cover),
            ("title_page", title_page),
            ("image", image),
            ("image_missing", image_missing),
            ("back_to_text", back_to_text),
            ("guide", guide),
            ("home", home),
            ("date", date),
            ("colon", colon),
        ] {
            put(term, one(text));
        }
        put("months", OneOrMany::Many(months.clone()));
        put("list", OneOrMany::Many(list.to_vec()));
        put("quotes", OneOrMany::Many(quotes.to_vec()));
        put("faq_headings", OneOrMany::Many(faq_headings.clone()));
        put("disclaimer_phrases", OneOrMany::Many(disclaimer_phrases.clone()));
        if let Some(first) = first_day {
            put("first_day", one(first));
        }
        assert_eq!((callouts.len(), callout_words.len()), (KINDS.len(), KINDS.len()), "{tag}");
        for (_, key) in KINDS {
            put(&format!("callouts.{key}"), one(&callouts[key]));
            put(&format!("callout_words.{key}"), OneOrMany::Many(callout_words[key].clone()));
        }
        for (group, forms) in [("references_count", references_count), ("minutes", minutes)] {
            // Every category the language has is there, and only those.
            let used: std::collections::BTreeSet<&str> =
                (0..=120).chain([1_000_000]).map(|number| labels.plural_category(number)).collect();
            for category in &used {
                assert!(forms.contains_key(*category), "{tag} {group}.{category}");
            }
            for (category, form) in forms {
                put(&format!("{group}.{category}"), one(form));
                let counts = matches!(category.as_str(), "one" | "two");
                assert!(form.contains("{count}") || counts, "{tag} {group}.{category}");
            }
        }
        assert_eq!(&copy, labels, "{tag}");
    }
}

#[test]
fn recognised_words_are_lower_case_and_lead_to_one_kind() {
    let terms = plain();
    for tag in Terms::tags() {
        let labels = terms.of(&language(tag));
        let words = labels.callout_words.values().flatten();
        for word in words.chain(&labels.faq_headings).chain(&labels.disclaimer_phrases) {
            assert_eq!(&word.to_lowercase(), word, "{tag}");
        }
        for (kind, key) in KINDS {
            assert_eq!(labels.callout_kind(labels.callout(kind)), Some(kind), "{tag}: its own label");
            for word in &labels.callout_words[key] {
                assert_eq!(labels.callout_kind(word), Some(kind), "{tag}: {word}");
            }
        }
    }
}

#[test]
fn words_are_recognised_as_people_write_them() {
    let terms = plain();
    let kind = |tag: &str, label: &str| terms.of(&language(tag)).callout_kind(label);
    assert_eq!(kind("en", "Key Takeaways"), Some(CalloutKind::Takeaways));
    assert_eq!(kind("en", "KEY FINDING:"), Some(CalloutKind::Finding));
    assert_eq!(kind("en", "Caution"), Some(CalloutKind::Warning));
    assert_eq!(kind("en", "Dosing"), None);
    assert_eq!(kind("fr", "L'essentiel"), Some(CalloutKind::Takeaways));
    assert_eq!(kind("tr", "İPUCU"), Some(CalloutKind::Tip));
    assert!(terms.of(&language("en")).is_faq_heading("Frequently Asked Questions"));
    assert!(terms.of(&language("zh-Hans")).is_faq_heading("常见问题"));
    assert!(!terms.of(&language("en")).is_faq_heading("Questions for your doctor"));
    assert!(terms.of(&language("en")).is_disclaimer("It does not constitute Medical Advice."));
}

#[test]
fn dates_stand_as_the_language_writes_them() {
    let terms = plain();
    let date = |tag: &str, day| terms.of(&language(tag)).date(Date::new(2026, 2, day).unwrap());
    assert_eq!(date("en", 14), "14 February 2026");
    assert_eq!(date("en-US", 14), "February 14, 2026");
    assert_eq!(date("de", 1), "1. Februar 2026");
    assert_eq!(date("fr-CA", 1), "1er février 2026");
    assert_eq!(date("fr", 2), "2 février 2026");
    assert_eq!(date("es", 14), "14 de febrero de 2026");
    assert_eq!(date("pl", 14), "14 lutego 2026");
    assert_eq!(date("ru", 14), "14 февраля 2026\u{a0}г.");
    assert_eq!(date("he", 14), "14 בפברואר 2026");
    assert_eq!(date("ja", 14), "2026年2月14日");
    assert_eq!(date("ko", 14), "2026년 2월 14일");
    assert_eq!(date("zh-TW", 14), "2026年2月14日");
}

#[test]
fn numbers_take_their_plural() {
    let terms = plain();
    let count = |tag: &str, number| {
        let labels = terms.of(&language(tag));
        labels.count(&labels.references_count, number)
    };
    assert_eq!(count("en", 1), "1 reference");
    assert_eq!(count("en", 11), "11 references and links");
    assert_eq!(count("pl", 2), "2 źródła i odnośniki");
    assert_eq!(count("pl", 12), "12 źródeł i odnośników");
    assert_eq!(count("ru", 21), "21 источник");
    assert_eq!(count("ar", 2), "مرجعان");
    assert_eq!(count("ar", 11), "11 مرجعًا ورابطًا");
    assert_eq!(count("ja", 3), "参考文献とリンク 3 件");
}

#[test]
fn names_are_joined_by_the_language() {
    let terms = plain();
    let join = |tag: &str, names: &[&str]| terms.of(&language(tag)).join(names);
    assert_eq!(join("en", &["A"]), "A");
    assert_eq!(join("en", &["A", "B"]), "A and B");
    assert_eq!(join("en", &["A", "B", "C"]), "A, B, and C");
    assert_eq!(join("en-GB", &["A", "B", "C"]), "A, B and C");
    assert_eq!(join("zh", &["甲", "乙", "丙"]), "甲、乙和丙");
    assert_eq!(join("en", &[]), "");
}

#[test]
fn languages_fall_back() {
    let terms = plain();
    let tag = |tag: &str| terms.of(&language(tag)).tag.as_str();
    assert_eq!(tag("pt-BR"), "pt");
    assert_eq!(tag("zh-Hant-TW"), "zh-Hant");
    assert_eq!(tag("zh-CN"), "zh");
    assert_eq!(terms.of(&language("zh-HK")).contents, "目錄");
    assert_eq!(tag("sv"), "en");
    assert!(!terms.knows(&language("sv")));
    assert!(terms.knows(&language("de-LI")));
}

#[test]
fn the_configuration_replaces_terms() {
    let terms = Terms::bundled(&overrides("en", "contents", one("In this guide"))).unwrap();
    assert_eq!(terms.of(&language("en")).contents, "In this guide");
    let american = terms.of(&language("en-US"));
    assert_eq!(
        (american.contents.as_str(), american.date.as_str()),
        ("In this guide", "{month} {day}, {year}")
    );
    assert_eq!(terms.of(&language("de")).contents, "Inhalt");

    let words = OneOrMany::Many(vec!["heads-up".to_owned()]);
    let terms = Terms::bundled(&overrides("en", "callout_words.warning", words)).unwrap();
    assert_eq!(terms.of(&language("en")).callout_kind("Heads-up:"), Some(CalloutKind::Warning));

    let terms = Terms::bundled(&overrides("sv", "contents", one("Innehåll"))).unwrap();
    assert!(terms.knows(&language("sv-FI")));
    assert_eq!(terms.of(&language("sv-FI")).contents, "Innehåll");
    assert_eq!(terms.of(&language("sv")).references, "References");
}

#[test]
fn a_replacement_that_cannot_be_used_says_why() {
    let problem = |tag: &str, term: &str, value: OneOrMany| {
        let problems = Terms::bundled(&overrides(tag, term, value)).unwrap_err();
        assert_eq!(problems.len(), 1);
        format!("{} / {}", problems[0], problems[0].help())
    };
    assert_eq!(problem("en", "content", one("x")), "there is no term `content` / did you mean `contents`?");
    assert_eq!(
        problem("e n", "contents", one("x")),
        "`e n` is not a language tag / use a language tag such as `en`, `de-AT` or `zh-Hant`"
    );
    assert_eq!(
        problem("de", "published", one("Neu")),
        "`labels.de.published` lacks `{date}` / write `{date}` where the value goes"
    );
    assert_eq!(
        problem("de", "contents", one("Inhalt {page}")),
        "`labels.de.contents` has the placeholder `{page}` / nothing fills `{page}`: leave it out"
    );
    assert_eq!(
        problem("de", "months", OneOrMany::Many(vec!["Jan".to_owned()])),
        "`labels.de.months` needs 12 texts / write a list of 12 texts"
    );
    assert_eq!(
        problem("de", "contents", OneOrMany::Many(vec!["a".to_owned()])),
        "`labels.de.contents` has several texts and needs one / write one text, without brackets"
    );
    assert_eq!(
        problem("de", "contents", one("")),
        "`labels.de.contents` is empty / leave the key out to keep the tool's own term"
    );
    assert!(problem("de", "zzzzzz", one("x")).contains("the terms are contents, "));
}
