# Sourced by run: exports what the judges see, each set below $out in a folder of its own.
# shellcheck shell=bash

step "Export"
"$pepexport" --strict --out "$out/sample" || fail "the sample content does not export without a warning"
"$pepexport" --format pdf,epub,text --book "Guides to Peptides" --out "$out/sample-book" content || fail "the book of the sample content"
"$pepexport" --config tests/conformance/hard/pepexport.yaml --out "$out/hard" tests/conformance/hard || fail "the hard documents"
"$pepexport" --config tests/conformance/hard/pepexport.yaml --format pdf,epub,text --book "Hard documents" --out "$out/hard-book" tests/conformance/hard || fail "the book of the hard documents"
if [ -d ../shared/seed ]; then
    "$pepexport" --config pepexport.yaml --out "$out/real" ../shared/seed/*.md || fail "the real article"
fi
# The same bytes again, on one thread.
"$pepexport" --quiet --jobs 1 --out "$out-again/sample" || fail "the second export"
diff -r "$out/sample" "$out-again/sample" || fail "two exports differ"
rm -rf "$out-again"
