// Single writes the single file: the page with everything inside, for a lecture room
// without a network. It runs from a file:// address.
//
// Usage:
//
//	go run ./web/single -dir dist -site https://example.org/
//
// It reads the built site in dist, writes dist/sgdnoise.html, and tells dist/index.html
// the size of that. If it is known where dist/ will be found, links that the single file
// gives lead there, and else to the file itself.
package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed boot.js
var boot string

//go:embed place.js
var place string

func main() {
	dir := flag.String("dir", "dist", "the built site")
	site := flag.String("site", "", "the address at which it will be found")
	flag.Parse()
	if err := run(*dir, *site); err != nil {
		fmt.Fprintln(os.Stderr, "single:", err)
		os.Exit(1)
	}
}

// run writes the single file of the site in dir.
func run(dir, site string) error {
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		return err
	}
	page, err := assemble(dir, string(index), site)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "sgdnoise.html"), page, 0o644); err != nil {
		return err
	}
	size := fmt.Sprintf("%.1f MB", float64(len(page))/1e6)
	index = bytes.ReplaceAll(index, []byte("__SINGLE__"), []byte(size))
	return os.WriteFile(filepath.Join(dir, "index.html"), index, 0o644)
}

// datum is a file that the page fetches, or shows.
type datum struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Base64 []byte `json:"base64"`
}

// module is a file that the page imports.
type module struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// inside is what boot.js unpacks. Each of the modules comes after those that it imports.
type inside struct {
	Data    []datum  `json:"data"`
	Modules []module `json:"modules"`
	Stage   string   `json:"stage"`
	Start   string   `json:"start"`
	Site    string   `json:"site"` // ends in a slash, or is empty
}

const start = "page.js"

// assemble returns the page with everything inside.
func assemble(dir, index, site string) ([]byte, error) {
	in := inside{Start: start, Site: site}
	var err error
	if in.Data, err = data(dir); err != nil {
		return nil, err
	}
	if in.Modules, err = modules(dir, in.Data, start, "stage.js"); err != nil {
		return nil, err
	}
	text, err := readAll(dir, "stage.html", "page.css", "favicon.svg")
	if err != nil {
		return nil, err
	}
	style := waits.ReplaceAllString(text["page.css"], "")
	policy := "default-src 'none'; script-src " + hash(boot) + " 'wasm-unsafe-eval' blob:; style-src " + hash(style) +
		"; img-src blob: data:; worker-src blob:; connect-src blob: data:"
	in.Stage = dress(text["stage.html"], policy)
	packed, err := json.Marshal(in) // escapes <, so that no text ends the script around it
	if err != nil {
		return nil, err
	}
	icon := "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(text["favicon.svg"]))
	page := strings.NewReplacer(
		`<link rel="stylesheet" href="page.css">`, "<style>"+style+"</style>",
		`href="favicon.svg"`, `href="`+icon+`"`,
		`src="posters/`, `data-src="posters/`, // boot.js knows where they are
		"</body>", `<script id="inside" type="application/json">`+string(packed)+"</script>\n<script>"+boot+"</script>\n</body>",
	).Replace(dress(index, policy))
	return []byte(page), nil
}

// What a page says that isn't so in the single file: where it has its modules from, that it
// waits for them, that it does not run from a file, and that there is a single file.
var (
	ownPolicy = regexp.MustCompile(`(http-equiv="Content-Security-Policy" content=")[^"]*`)
	waits     = regexp.MustCompile(`@import "./wait.css";\n`)
	entries   = regexp.MustCompile(`<script type="module" src="early\.js"[^>]*></script>\n`)
	onlySite  = regexp.MustCompile(`(?s)<p [^>]*data-only="site".*?</p>\n?`)
)

func dress(html, policy string) string {
	html = ownPolicy.ReplaceAllString(html, "${1}"+policy)
	for _, cut := range []*regexp.Regexp{entries, onlySite} {
		html = cut.ReplaceAllString(html, "")
	}
	return html
}

// hash names an inline script or style for a Content-Security-Policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// kinds are the files that are fetched or shown, by pattern, with their types. The programs
// go in packed; the stage unpacks them.
var kinds = []struct{ pattern, mime string }{
	{"*.wasm.gz", "application/gzip"},
	{"*.json", "application/json"},
	{"*.bib", "text/plain"},
	{"*.woff2", "font/woff2"},
	{"favicon.svg", "image/svg+xml"},
	{"wasm_exec.js", "text/javascript"},
	{"posters/*.webp", "image/webp"},
}

func data(dir string) ([]datum, error) {
	var list []datum
	for _, kind := range kinds {
		paths, err := filepath.Glob(filepath.Join(dir, kind.pattern))
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			name, err := filepath.Rel(dir, path)
			if err != nil {
				return nil, err
			}
			list = append(list, datum{strings.TrimSuffix(filepath.ToSlash(name), ".gz"), kind.mime, content})
		}
	}
	return list, nil
}

var imports = regexp.MustCompile(`(?m)(?:^import|\bfrom|\bimport\() ?'\./([\w.-]+)(?:\?\w+)?'`)

// modules returns the entries and all that they import, directly or not, in the order in
// which they can get addresses.
func modules(dir string, data []datum, entries ...string) ([]module, error) {
	var list []module
	done := map[string]bool{}
	for _, d := range data {
		done[d.Name] = true
	}
	var visit func(name string, above []string) error
	visit = func(name string, above []string) error {
		if slices.Contains(above, name) {
			return fmt.Errorf("modules import each other in a circle: %s", strings.Join(append(above, name), ", "))
		}
		if done[name] {
			return nil
		}
		text, err := readModule(dir, name)
		if err != nil {
			return err
		}
		for _, match := range imports.FindAllStringSubmatch(text, -1) {
			if err := visit(match[1], append(above, name)); err != nil {
				return err
			}
		}
		done[name] = true
		list = append(list, module{name, text})
		return nil
	}
	for _, name := range entries {
		if err := visit(name, nil); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func readModule(dir, name string) (string, error) {
	if name == "place.js" {
		return place, nil
	}
	text, err := os.ReadFile(filepath.Join(dir, name))
	return string(text), err
}

func readAll(dir string, names ...string) (map[string]string, error) {
	all := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		all[name] = string(text)
	}
	return all, nil
}
