# Sourced by run: exports what the judges see, each set below $out in a folder of its own.
# shellcheck shell=bash

step "Export"
"$pepexport" --strict --out "$out/sample" || fail "the sample content does not export without a warning"
"$pepexport" --format pdf,epub,text --book "Guides to Peptides" --references book --out "$out/sample-book" content || fail "the book of the sample content"
"$pepexport" --config tests/conformance/hard/pepexport.yaml --out "$out/hard" tests/conformance/hard || fail "the hard documents"
"$pepexport" --config tests/conformance/hard/pepexport.yaml --format pdf,epub,text --book "Hard documents" --out "$out/hard-book" tests/conformance/hard || fail "the book of the hard documents"
for setting in justified large-print; do
    "$pepexport" --config "tests/conformance/hard/$setting.yaml" --format pdf --out "$out/hard-$setting" tests/conformance/hard || fail "the hard documents, $setting"
done
# A book of some three hundred pages.
rm -rf "$work/long" && mkdir -p "$work/long"
for part in $(seq 10 26); do
    sed "s/^title: .*/title: A long article, part $part/" tests/conformance/hard/long.md >"$work/long/part-$part.md"
done
"$pepexport" --config tests/conformance/hard/pepexport.yaml --format pdf --book "A long book" --out "$out/long-book" "$work/long" || fail "the long book"
if [ -d ../shared/seed ]; then
    "$pepexport" --config pepexport.yaml --out "$out/real" ../shared/seed/*.md || fail "the real article"
fi
# The feed of a large site.
"$python" tests/conformance/feed.py make "$out/feed-source" 5000
"$pepexport" --quiet --config pepexport.yaml --format jsonld --out "$out/feed" "$out/feed-source" || fail "the large feed"
# The same bytes again, on one thread.
"$pepexport" --quiet --jobs 1 --out "$out-again/sample" || fail "the second export"
diff -r "$out/sample" "$out-again/sample" || fail "two exports differ"
rm -rf "$out-again"
