#!/usr/bin/env bash
# Builds, serves and tests the project. It needs Go, and for the tests Node 20, Chromium,
# Firefox and WebKitGTK.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'END'
usage: ./build.sh          build dist/, a folder that any static host serves
       ./build.sh serve    build, then serve at http://127.0.0.1:8080 (change it with PORT and HOST)
       ./build.sh posters  draw the picture of every scene anew, into assets/posters
       ./build.sh test     run all checks and tests
       ./build.sh bench    run the benchmarks (-json: as JSON; -minutes N: watch the memory for N minutes;
                           -only SECTION, such as kernels, loading, frames or memory)
END
}

STATICCHECK=honnef.co/go/tools/cmd/staticcheck@v0.8.2
CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
FIREFOX=${FIREFOX:-/usr/bin/firefox-esr}
export CHROMIUM FIREFOX
SITE=${SITE:+${SITE%/}/} # where dist/ will be found, for previews of links
SOURCE=${SOURCE:+${SOURCE%/}/} # where this repository is found, the address before a path in it, for links to code
export GOFLAGS="${GOFLAGS-} -buildvcs=false" # equal sources make equal files, also outside of git

scratch=$(mktemp -d)
stage=''   # what is under way, for the message if it fails
passed=0   # tests
trap 'finish $?' EXIT

finish() {
  rm -rf "$scratch"
  if [[ $1 -ne 0 && -n $stage ]]; then
    printf '\nbuild.sh: failed: %s\n' "$stage" >&2
  fi
}

die() {
  printf 'build.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

# run NAME COMMAND... runs one stage under a heading and says how long it took.
run() {
  stage=$1
  local begin=$SECONDS
  printf '\n== %s\n' "$stage"
  "${@:2}"
  printf '   %d s\n' $((SECONDS - begin))
  stage=''
}

# --- what must be there

need_go() {
  command -v go >/dev/null || die 'Go is missing; install 1.26 or later from https://go.dev/dl'
}

need_node() {
  command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' ||
    die 'Node 20 or later with npm is missing; install it from https://nodejs.org'
}

need_chromium() {
  [[ -x $CHROMIUM ]] && return
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    die "Chromium is missing at $CHROMIUM; on Debian: sudo apt-get install chromium. Elsewhere: CHROMIUM=/path/to/chromium ./build.sh test"
  fi
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium
}

# need_browsers sees to all browsers that the tests drive. Firefox and WebKit need a display
# for WebGL: that of Xvfb nobody sees.
need_browsers() {
  need_chromium
  local missing=''
  [[ -x $FIREFOX ]] || missing+=' firefox-esr'
  command -v WebKitWebDriver >/dev/null || missing+=' webkit2gtk-driver'
  command -v Xvfb >/dev/null || missing+=' xvfb libgl1-mesa-dri'
  [[ -n $missing ]] || return 0
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    die "browsers are missing; on Debian: sudo apt-get install$missing"
  fi
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
}

# --- build

# What runs at the start or seldom is compiled without inlining. It is 0.2 MB less to download,
# and a browser has it ready sooner. The scenes take a tenth longer to draw.
TERSE=()
for package in sgdnoise/{scenes,engine/param} github.com/hajimehoshi/ebiten/v2/internal/shader \
  {compress,encoding,go,log,regexp,text}/... {fmt,math/big,reflect,strings,time}; do
  TERSE+=("-gcflags=$package=-l")
done

build() {
  need_go
  local out=$scratch/dist
  mkdir "$out"
  GOOS=js GOARCH=wasm go build -trimpath -ldflags='-s -w' "${TERSE[@]}" -o "$out/sgdnoise.wasm" ./wasm
  GOOS=js GOARCH=wasm go build -trimpath -ldflags='-s -w' -o "$out/worker.wasm" ./wasm/worker
  cp "$(go env GOROOT)/lib/wasm/wasm_exec.js" "$out"
  go run ./scenes/cmd/sgdnoise list -json >"$out/scenes.json"
  go run ./scenes/cmd/sgdnoise list -texts -source "$SOURCE" >"$out/texts.json"
  cp index.html web/*.js web/*.html web/*.css assets/favicon.svg assets/cite.bib assets/fonts/* LICENSE THIRD_PARTY_NOTICES.md "$out"
  chmod -R u+w,a+rX "$out"
  compress "$out"
  stamp "$out"
  cp -r assets/posters "$out"
  go run ./web/pages -dir "$out" -site "$SITE" -source "$SOURCE"
  go run ./web/single -dir "$out" -site "$SITE"
  bundle "$out"
  gzip -9 -k -n "$out"/*.{html,css,js,json}
  rm -rf dist
  mv "$out" dist
}

# bundle makes pages load in fewer bytes and fewer turns: modules that are loaded together become
# one file. What begins the download of the program needs nothing else.
bundle() (
  cd "$1"
  local modules entry
  modules=$(ls *.js | grep -v wasm_exec)
  esbuild() { go tool -C "$OLDPWD" esbuild "$@" --minify --log-level=warning --outdir="$scratch/bundled"; }
  esbuild --bundle --format=esm --splitting --chunk-names='[name]-[hash]' "$PWD"/{sgd-noise,scene-page,example}.js
  esbuild --bundle --format=esm --external:./page.js "$PWD"/{page,early,stage}.js
  esbuild --bundle "$PWD"/{page,example}.css
  rm wait.css
  rm $modules
  mv "$scratch"/bundled/* .
  for entry in $(sed -nE 's/.*<script type="module" src="(\.\.\/)?([^"?]*).*/\2/p' *.html scenes/*.html | sort -u); do
    [[ -f $entry ]] || die "no file of dist/ is $entry, which a page names: bundle must list it"
  done
)

# stamp puts a hash of all contents into the addresses that must not come from an older
# cache, and the sizes of the programs into the page that loads them.
stamp() {
  local hash sizes='' wasm
  hash=$(cat "$1"/* | sha256sum | cut -c1-12)
  for wasm in "$1"/*.wasm; do
    sizes+=",\"${wasm##*/}\":{\"size\":$(wc -c <"$wasm"),\"packed\":$(wc -c <"$wasm.gz")}"
  done
  sed -i "s/__BUILD__/$hash/g; s/__SIZES__/{${sizes:1}}/; s|__SITE__|$SITE|g" "$1"/*.html "$1"/*.js
}

# compress writes the forms of the large files that servers can send as it is. What
# an equal earlier build has left is taken over.
compress() {
  local wasm old
  for wasm in "$1"/*.wasm; do
    old=dist/${wasm##*/}
    if cmp -s "$wasm" "$old" && [[ -f $old.gz ]]; then
      cp "$old".* "$1"
    else
      gzip -9 -k -n "$wasm"
    fi
  done
}

# compress_more takes half a minute, which is for publishing and measuring only.
# With -n it is no older than its source: the server takes none that is.
compress_more() {
  local wasm
  command -v brotli >/dev/null || return 0
  for wasm in dist/*.wasm; do
    [[ -f $wasm.br ]] || brotli -n -q 11 -k "$wasm"
  done
}

# sizes prints how many bytes there are and how many travel.
sizes() {
  local format='%-24s %12s %12s %12s\n'
  printf "$format" "dist/, bytes" raw 'gzip -9' 'brotli -q 11'
  row sgdnoise.wasm
  row worker.wasm
  row scenes.json
  row texts.json
  row sgdnoise-math.woff2
  row 'html, css, js, svg' $(ls dist/*.{html,css,js,svg} | grep -v sgdnoise.html)
  row sgdnoise.html
}

# row NAME [FILE...] is a row of the table for the files together.
row() {
  local name=$1 file raw=0 gz=0 br=0
  shift
  [[ $# -gt 0 ]] || set -- "dist/$name"
  for file; do
    raw=$((raw + $(wc -c <"$file")))
    gz=$((gz + $(if [[ -f $file.gz ]]; then wc -c <"$file.gz"; else gzip -9 -n -c "$file" | wc -c; fi)))
    if [[ -f $file.br ]]; then
      br=$((br + $(wc -c <"$file.br")))
    elif [[ $file != *.wasm && $file != */sgdnoise.html ]] && command -v brotli >/dev/null; then
      br=$((br + $(brotli -q 11 -c "$file" | wc -c)))
    fi
  done
  [[ $br -gt 0 ]] || br=-
  printf "$format" "$name" "$raw" "$gz" "$br"
}

# costs prints what each dependency takes of the program, and how much more than of an
# empty Ebitengine program.
costs() {
  printf '\n%-32s %12s %12s\n' 'code in sgdnoise.wasm, bytes' raw 'over empty'
  GOOS=js GOARCH=wasm go build -trimpath "${TERSE[@]}" -o "$scratch/stage.wasm" ./wasm
  GOOS=js GOARCH=wasm go build -trimpath -o "$scratch/empty.wasm" ./wasm/bench/empty
  go run ./wasm/bench/size "$scratch/stage.wasm" "$scratch/empty.wasm"
}

serve() {
  build
  sizes
  mkdir -p bin
  go build -o bin/serve ./web/serve
  rm -rf "$scratch"
  exec bin/serve -dir dist
}

# --- checks

check_format() {
  local list
  list=$(gofmt -s -l assets engine scenes wasm web)
  [[ -z $list ]] || die "run gofmt -s -w on: $list"
}

check_vet() {
  go vet ./...
  GOOS=js GOARCH=wasm go vet ./...
}

check_static() {
  mkdir -p bin
  GOBIN=$PWD/bin go install "$STATICCHECK"
  bin/staticcheck ./...
  GOOS=js GOARCH=wasm bin/staticcheck ./...
}

# check_imports holds the layers apart: engine <- scenes <- wasm, see README.md.
check_imports() {
  local page='env GOOS=js GOARCH=wasm' scenes='./engine/... ./scenes/... ./assets/...'
  deny 'the engine stands on nothing of ours' '^sgdnoise/(assets|scenes|wasm|web)|/ebiten' go list -deps ./engine/...
  deny 'the engine imports the standard library and gonum' '^(?!gonum\.org/|sgdnoise/).*\.' direct ./engine/...
  deny 'the engine knows no clock, no files, no global randomness' '^(time|os|log|math/rand)$' direct ./engine/...
  deny 'scenes know no screen' '^sgdnoise/(wasm|web)|/ebiten' go list -deps $scenes
  deny 'only wasm/ talks to the browser' '^syscall/js$' $page "$BASH" -c "$(declare -f direct); direct $scenes"
  deny 'gonum/mat is too large for the page' '^gonum.org/v1/gonum/mat$' $page go list -deps ./wasm
}

# direct PACKAGE... lists what the packages import themselves, tests aside.
direct() {
  go list -f '{{join .Imports "\n"}}' "$@"
}

# deny RULE PATTERN COMMAND... fails if a line that the command prints matches.
deny() {
  local list found
  list=$("${@:3}")
  if found=$(grep -P "$2" <<<"$list"); then
    die "import rule broken: $1, but there is $(sort -u <<<"$found" | xargs)"
  fi
}

# --- tests

# go_tests runs go test with the given arguments. A skipped test is a failure:
# nothing here depends on the machine.
go_tests() {
  local log=$scratch/go.log
  if ! go test -v "$@" >"$log" 2>&1; then
    grep -v -E '^ *(=== |--- PASS|PASS)' "$log" || true
    return 1
  fi
  grep -E '^ok ' "$log"
  if grep -E '^ *--- SKIP' "$log"; then
    die 'the tests above were skipped'
  fi
  count "$(grep -c -E '^ *--- PASS' "$log")"
}

# go_tests_wasm runs, as WebAssembly, the tests that could tell a machine apart: those of
# the engine but for theory and sweep, which are minutes of algebra on top of it, and of
# the scenes the pictures, and that runs repeat themselves.
go_tests_wasm() {
  export GOOS=js GOARCH=wasm
  local node
  node=$(go env GOROOT)/lib/wasm/go_js_wasm_exec
  go_tests -exec "$node" $(go list ./engine/... | grep -v -E '/(theory|sweep)$') ./scenes/plot ./scenes/figures
  go_tests -exec "$node" -run 'Golden|Reproducible|Descriptions' ./scenes
  unset GOOS GOARCH
}

# node_tests runs node --test with the given arguments; here, too, skipping is failing.
node_tests() {
  local log=$scratch/node.tap
  node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$log" "$@"
  if grep -E '^# (skipped|todo|cancelled) [1-9]' "$log"; then
    die 'not all tests ran'
  fi
  count "$(sed -n 's/^# pass //p' "$log")"
}

count() {
  [[ $1 -gt 0 ]] || die 'no tests were found'
  passed=$((passed + $1))
}

browser_modules() {
  npm ci --prefix web/e2e --no-audit --no-fund >&2
}

browser_tests() {
  browser_modules
  node_tests --test-concurrency=1 web/e2e/*.test.js # one at a time: software WebGL takes all cores
}

desktop() {
  CGO_ENABLED=0 go build -o "$scratch/desktop" ./wasm
}

tests() {
  need_go
  need_node
  run 'what the tests need' need_browsers
  run 'gofmt' check_format
  run 'go vet, native and wasm' check_vet
  run 'staticcheck, native and wasm' check_static
  run 'import rule' check_imports
  run 'desktop preview builds without cgo' desktop
  run 'dist/' build
  run 'Go tests, native' go_tests ./...
  run 'Go tests of engine and pictures, wasm under Node' go_tests_wasm
  run 'JavaScript tests' node_tests web/test/*.test.js
  run 'tests of the benchmarks' node_tests web/bench/*.test.js
  run 'browser tests' browser_tests
  printf '\n%d passed, 0 failed\n' "$passed"
}

# posters draws what stands for a demo until it runs, and in previews of links.
posters() {
  need_go
  need_node
  need_chromium
  browser_modules
  go build -o "$scratch/sgdnoise" ./scenes/cmd/sgdnoise
  node web/e2e/posters.js "$scratch/sgdnoise" assets/posters
}

bench() {
  need_go
  need_node
  need_chromium
  browser_modules
  npm ci --prefix web/bench --omit=optional --no-audit --no-fund >&2
  build
  compress_more
  node web/bench/bench.js "$@"
}

[[ $# -le 1 || $1 == bench ]] || { usage >&2; exit 2; }
case ${1-} in
  '') build; compress_more; sizes; costs ;;
  serve) serve ;;
  posters) posters ;;
  test) tests ;;
  bench) bench "${@:2}" ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
