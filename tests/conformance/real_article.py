"""What the graph of the real article must say, written by hand from the article, and compared property by property.

usage: real_article.py GRAPH    the graph of cerebrolysin.md, exported by itself with pepexport.yaml of this checkout
"""
import json, sys

SITE = "https://peptidearc.example/"
PAGE = SITE + "articles/cerebrolysin"
TITLE = "Cerebrolysin: The Neuropeptide Complex for Brain Recovery"
DATE = "2026-02-14T00:00:00+00:00"
# Sections outside the FAQ, and the questions, as the author's headings have them.
SECTIONS = {
    "what-is-cerebrolysin": "What Is Cerebrolysin?",
    "how-cerebrolysin-works-multiple-neuroprotective-pathways": "How Cerebrolysin Works: Multiple Neuroprotective Pathways",
    "clinical-evidence-what-the-trials-show": "Clinical Evidence: What the Trials Show",
    "administration": "Administration",
    "dosing-protocols": "Dosing Protocols",
    "side-effects": "Side Effects",
    "where-to-get-cerebrolysin-availability-and-legal-status": "Where to Get Cerebrolysin: Availability and Legal Status",
    "the-bottom-line": "The Bottom Line",
}
QUESTIONS = {
    "can-cerebrolysin-regrow-brain-cells": "Can Cerebrolysin regrow brain cells?",
    "how-quickly-does-cerebrolysin-work": "How quickly does Cerebrolysin work?",
    "is-cerebrolysin-safe-for-long-term-use": "Is Cerebrolysin safe for long-term use?",
    "can-i-combine-cerebrolysin-with-other-nootropics": "Can I combine Cerebrolysin with other nootropics?",
    "does-cerebrolysin-cross-the-blood-brain-barrier": "Does Cerebrolysin cross the blood-brain barrier?",
    "is-cerebrolysin-the-same-as-cortexin": "Is Cerebrolysin the same as cortexin?",
    "can-vegans-or-vegetarians-use-cerebrolysin": "Can vegans or vegetarians use Cerebrolysin?",
}
# The works in the order of their first mention.
WORKS = [
    ("11358484", "Hartbauer", "2001"),
    ("16697710", "Rockenstein", "2006"),
    ("18180046", "Onishchenko", "2008"),
    ("16439158", "Alvarez", "2006"),
    ("22627987", "Heiss", "2012"),
    ("32573768", "Ziganshina", "2020"),
    ("23390978", "Chen", "2013"),
    ("29484894", "Bornstein", "2018"),
    ("14643768", "Tatebayashi", "2003"),
]
FILES = {"pdf": ("pdf", "application/pdf"), "epub": ("epub", "application/epub+zip"), "text": ("txt", "text/plain; charset=utf-8")}


def to(*ids):
    refs = [{"@id": value} for value in ids]
    return refs[0] if len(refs) == 1 else refs


def expected():
    """Identifier to properties. A property that is not named here may hold anything."""
    publisher, page, article = SITE + "#organization", PAGE, PAGE + "#article"
    sections = [f"{PAGE}#section-{anchor}" for anchor in SECTIONS]
    work = lambda pmid: f"{SITE}#/schema/citation/pmid-{pmid}"
    nodes = {
        SITE + "#website": {"@type": "WebSite", "url": SITE, "name": "PeptideArc", "inLanguage": "en", "publisher": to(publisher)},
        publisher: {"@type": "Organization", "name": "PeptideArc", "url": SITE, "image": to(SITE + "#logo")},
        page: {
            "@type": "MedicalWebPage", "url": PAGE, "name": TITLE, "isPartOf": to(SITE + "#website"), "inLanguage": "en",
            "datePublished": DATE, "dateModified": DATE, "primaryImageOfPage": to(PAGE + "#primaryimage"),
            "breadcrumb": to(PAGE + "#breadcrumb"), "mainEntity": to(article), "hasPart": to(PAGE + "#faq"),
            "about": to(PAGE + "#subject"), "publisher": to(publisher),
            "audience": {"@type": "PeopleAudience", "audienceType": "General public"},
            "relatedLink": [SITE + "articles/selank-semax-nootropic-peptides"],
            "lastReviewed": None, "reviewedBy": None, "speakable": None, "specialty": None,
        },
        article: {
            "@type": "Article", "url": PAGE, "headline": TITLE, "name": TITLE, "alternativeHeadline": None,
            "isPartOf": to(page), "mainEntityOfPage": to(page), "datePublished": DATE, "dateModified": DATE,
            "inLanguage": "en", "author": to(publisher), "publisher": to(publisher), "image": to(PAGE + "#primaryimage"),
            "thumbnailUrl": SITE + "images/articles/cerebrolysin.webp", "articleSection": "Peptide Guides",
            "keywords": ["cerebrolysin", "neuropeptides", "brain recovery", "nootropics", "neurotrophic"],
            "wordCount": 1756, "timeRequired": "PT8M", "isAccessibleForFree": True, "about": to(PAGE + "#subject"),
            "hasPart": to(*sections, PAGE + "#disclaimer"), "citation": to(*(work(pmid) for pmid, _, _ in WORKS)),
            "encoding": to(*(f"{PAGE}#encoding-{name}" for name in FILES)), "articleBody": None,
        },
        PAGE + "#primaryimage": {
            "@type": "ImageObject", "url": SITE + "images/articles/cerebrolysin.webp",
            "contentUrl": SITE + "images/articles/cerebrolysin.webp", "encodingFormat": "image/webp", "caption": None,
        },
        PAGE + "#subject": {"@type": "Thing", "name": "Cerebrolysin", "sameAs": None},
        PAGE + "#disclaimer": {"@type": "WebPageElement"},
        PAGE + "#table-1": {
            "@type": "Table", "name": "Medical Protocols (From Clinical Trials)",
            "url": PAGE + "#medical-protocols-from-clinical-trials",
        },
        PAGE + "#faq": {
            "@type": "FAQPage", "url": PAGE + "#frequently-asked-questions", "name": "Frequently Asked Questions",
            "isPartOf": to(page), "inLanguage": "en",
            "mainEntity": to(*(f"{PAGE}#question-{n + 1}" for n in range(len(QUESTIONS)))),
        },
    }
    for anchor, name in SECTIONS.items():
        part = to(PAGE + "#table-1") if anchor == "dosing-protocols" else None
        part = [part] if part else None
        nodes[f"{PAGE}#section-{anchor}"] = {"@type": "WebPageElement", "name": name, "url": f"{PAGE}#{anchor}", "hasPart": part}
    for n, (anchor, name) in enumerate(QUESTIONS.items(), 1):
        nodes[f"{PAGE}#question-{n}"] = {
            "@type": "Question", "name": name, "url": f"{PAGE}#{anchor}", "position": n, "answerCount": 1, "inLanguage": "en",
        }
    for pmid, family, year in WORKS:
        nodes[work(pmid)] = {
            "@type": "ScholarlyArticle", "name": f"{family} et al., {year}", "url": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
            "author": {"@type": "Person", "name": family, "familyName": family}, "datePublished": year, "isPartOf": None,
            "sameAs": f"https://identifiers.org/pubmed:{pmid}",
            "identifier": {"@type": "PropertyValue", "propertyID": "PMID", "value": pmid},
        }
    for name, (extension, media_type) in FILES.items():
        nodes[f"{PAGE}#encoding-{name}"] = {
            "@type": "MediaObject", "contentUrl": f"{SITE}downloads/{name}/cerebrolysin.{extension}",
            "encodingFormat": media_type, "inLanguage": "en",
        }
    return nodes


def crumbs(node):
    return [(item["position"], item["name"], item["item"]["@id"]) for item in node["itemListElement"]]


graph = {node["@id"]: node for node in json.load(open(sys.argv[1], encoding="utf-8"))["@graph"]}
wanted, faults = expected(), []
for identifier, properties in wanted.items():
    node = graph.get(identifier)
    if node is None:
        faults.append(f"no node {identifier}")
        continue
    for name, value in properties.items():
        if node.get(name) != value:
            faults.append(f"{identifier} {name}: {node.get(name)!r}, and not {value!r}")
trail = [(1, "Home", SITE), (2, "Peptide Guides", SITE + "categories/peptide-guides"), (3, TITLE, PAGE)]
if crumbs(graph[PAGE + "#breadcrumb"]) != trail:
    faults.append(f"breadcrumb: {crumbs(graph[PAGE + '#breadcrumb'])}")
if len(graph[PAGE + "#article"].get("abstract", "").splitlines()) != 4:
    faults.append("abstract: not four lines")
faults += [f"a node that nobody expects: {name}" for name in graph.keys() - wanted.keys() - {PAGE + "#breadcrumb"}]
print("\n".join(faults) or f"{len(graph)} nodes, {sum(map(len, wanted.values()))} properties as the article has them")
sys.exit(bool(faults))
