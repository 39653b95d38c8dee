"""Articles for a large feed, and the rules of its files that are no JSON-LD.

usage: feed.py make FOLDER COUNT    writes articles with dates, images, authors, questions and citations
       feed.py check FOLDER         judges what was exported: site map, map of shards, JSON Feed and Atom
"""
import json, re, sys
import xml.etree.ElementTree as xml
from pathlib import Path

SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
W3C_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def make(folder, count):
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        date = f"{2010 + n // 336:04}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}"
        (folder / f"peptide-{n}.md").write_text(
            f"---\ntitle: 'Peptide {n}: A Guide'\ndescription: What peptide {n} is, and what was found out about it in "
            f"studies with people and animals so far.\npublished: {date}\nauthor: editorial-team\n"
            f"image: /images/articles/cerebrolysin.webp\nimage_alt: A vial\ntags: [peptide {n}]\n---\n\n"
            f"> **Key Takeaways**\n>\n> - Peptide {n} & its kin are small\n\n## What It Is\n\nA text "
            f"([Author et al., 2001](https://pubmed.ncbi.nlm.nih.gov/{1000 + n // 2}/)).\n\n## FAQ\n\n"
            f"### Is peptide {n} < 10 kDa?\n\nYes.\n",
            encoding="utf-8",
        )


class Judge:
    def __init__(self):
        self.faults = []

    def that(self, what, holds):
        if not holds:
            self.faults.append(what)


def web(text):
    return isinstance(text, str) and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) is not None


def site_map(file, judge):
    """Site maps and their indexes (sitemaps.org)."""
    root = xml.parse(file).getroot()
    judge.that(f"{file}: root {root.tag}", root.tag in (SITE + "urlset", SITE + "sitemapindex"))
    judge.that(f"{file}: over 50,000 addresses or 50 MB", len(root) <= 50_000 and file.stat().st_size <= 52_428_800)
    places = [entry.findtext(SITE + "loc") for entry in root]
    judge.that(f"{file}: no address", bool(places) and all(web(place) for place in places))
    judge.that(f"{file}: an address twice", len(places) == len(set(places)))
    dates = [entry.findtext(SITE + "lastmod") for entry in root]
    judge.that(f"{file}: no W3C date", all(date is None or W3C_DATE.fullmatch(date) for date in dates))
    return len(places)


def atom(file, judge):
    """Atom (RFC 4287, 4.1)."""
    feed = xml.parse(file).getroot()
    judge.that(f"{file}: root {feed.tag}", feed.tag == ATOM + "feed")
    for node in [feed, *feed.findall(ATOM + "entry")]:
        for name in ("id", "title", "updated"):
            found = node.findall(ATOM + name)
            judge.that(f"{file}: {len(found)} {name}", len(found) == 1 and bool((found[0].text or "").strip()))
        judge.that(f"{file}: no RFC 3339 date", RFC_3339.fullmatch(node.findtext(ATOM + "updated") or ""))
        judge.that(f"{file}: no IRI", ":" in (node.findtext(ATOM + "id") or ""))
        links = node.findall(ATOM + "link")
        judge.that(f"{file}: a link to nowhere", all(web(link.get("href")) for link in links))
        for author in node.findall(ATOM + "author"):
            judge.that(f"{file}: an author without a name", bool(author.findtext(ATOM + "name")))
    judge.that(f"{file}: no link to itself", any(link.get("rel") == "self" for link in feed.findall(ATOM + "link")))
    entries = feed.findall(ATOM + "entry")
    authored = feed.find(ATOM + "author") is not None or all(e.find(ATOM + "author") is not None for e in entries)
    judge.that(f"{file}: entries without author", authored)
    names = [entry.findtext(ATOM + "id") for entry in entries]
    judge.that(f"{file}: an id twice", len(names) == len(set(names)))
    return len(entries)


def json_feed(file, judge):
    """JSON Feed 1.1 (jsonfeed.org)."""
    feed = json.loads(file.read_text(encoding="utf-8"))
    judge.that(f"{file}: version", feed.get("version") == "https://jsonfeed.org/version/1.1")
    judge.that(f"{file}: no title", bool(feed.get("title")))
    for key in ("home_page_url", "feed_url", "next_url", "icon"):
        judge.that(f"{file}: {key}", key not in feed or web(feed[key]))
    judge.that(f"{file}: superseded author", "author" not in feed and not any("author" in i for i in feed["items"]))
    for item in feed["items"]:
        judge.that(f"{file}: id", isinstance(item.get("id"), str) and bool(item["id"]))
        judge.that(f"{file}: no content", bool(item.get("content_html") or item.get("content_text")))
        judge.that(f"{file}: address", web(item.get("url")) and ("image" not in item or web(item["image"])))
        for key in ("date_published", "date_modified"):
            judge.that(f"{file}: {key}", key not in item or RFC_3339.fullmatch(item[key]))
        for author in item.get("authors", []):
            judge.that(f"{file}: an empty author", bool(set(author) & {"name", "url", "avatar"}))
        for attachment in item.get("attachments", []):
            judge.that(f"{file}: attachment", web(attachment.get("url")) and "/" in attachment.get("mime_type", ""))
            size = attachment.get("size_in_bytes", 0)
            judge.that(f"{file}: size", isinstance(size, int) and size >= 0)
    names = [item.get("id") for item in feed["items"]]
    judge.that(f"{file}: an id twice", len(names) == len(set(names)))
    return len(names)


def check(folder):
    judge, found = Judge(), {}
    kinds = {
        "site maps": (site_map, [*folder.glob("sitemap*.xml"), *folder.glob("schemamap.xml")]),
        "Atom": (atom, [*folder.glob("atom.xml"), *folder.glob("feed/atom-*.xml")]),
        "JSON Feed": (json_feed, [*folder.glob("feed.json"), *folder.glob("feed/json-*.json")]),
    }
    for kind, (look, files) in kinds.items():
        judge.that(f"{folder}: no {kind}", bool(files))
        found[kind] = f"{len(files)} files with {sum(look(file, judge) for file in files)} entries"
    for fault in judge.faults[:40]:
        print(fault)
    print("; ".join(f"{kind}: {count}" for kind, count in found.items()))
    return 1 if judge.faults else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(check(Path(sys.argv[2])))
