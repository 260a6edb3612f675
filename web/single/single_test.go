package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// site writes a small built site; files replaces some of its files.
func site(t *testing.T, files map[string]string) string {
	t.Helper()
	all := map[string]string{
		"index.html": `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<link rel="icon" href="favicon.svg"><link rel="stylesheet" href="page.css">
<script type="module" src="early.js"></script>
<body><p class="notice" data-only="site">not here</p><p data-only="site">nor this, __SINGLE__</p>
<img src="posters/a.webp" alt="">
</body>`,
		"stage.html":        `<script type="module" src="stage.js?1f"></script>`,
		"page.js":           "import './b.js';\nconst c = () => import('./c.js?1f');\n",
		"b.js":              "import { at } from './place.js';\nat('scenes.json');\n",
		"c.js":              "import { b } from './b.js';\n// </script><script>alert(1)</script>\n",
		"stage.js":          "import { b } from './b.js';\nimport('./wasm_exec.js?1f');\n",
		"place.js":          "of the site",
		"wasm_exec.js":      "1",
		"scenes.json":       "{}",
		"sgdnoise.wasm.gz":  "gz",
		"page.css":          "@import \"./wait.css\";\np { margin: 0 }",
		"favicon.svg":       "<svg/>",
		"posters/a.webp":    "picture",
		"example.unrelated": "",
	}
	for name, text := range files {
		all[name] = text
	}
	dir := t.TempDir()
	for name, text := range all {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOrder(t *testing.T) {
	list, err := modules(site(t, nil), []datum{{Name: "wasm_exec.js"}}, "page.js", "stage.js")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range list {
		names = append(names, m.Name)
		if m.Name == "place.js" && m.Text != place {
			t.Error("the site's place.js is inside")
		}
	}
	if got, want := strings.Join(names, " "), "place.js b.js c.js page.js stage.js"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestCircle(t *testing.T) {
	dir := site(t, map[string]string{"b.js": "import './c.js';\n"})
	_, err := modules(dir, nil, "page.js")
	if err == nil || !strings.HasSuffix(err.Error(), "page.js, b.js, c.js, b.js") {
		t.Error(err)
	}
}

func TestRun(t *testing.T) {
	dir := site(t, nil)
	if err := run(dir, "https://example.org/"); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	page := read("sgdnoise.html")
	for _, unwanted := range []string{"'self'", `src="early.js"`, `href="page.css"`, ` src="posters/`, "not here", "nor this", "alert(1)</script>"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("the single file has %s", unwanted)
		}
	}
	for _, wanted := range []string{hash(boot), hash("p { margin: 0 }"), "<style>p { margin: 0 }</style>", `<img data-src="posters/a.webp"`, `{"name":"posters/a.webp","type":"image/webp","base64":"`, `"site":"https://example.org/"`} {
		if !strings.Contains(page, wanted) {
			t.Errorf("the single file lacks %s", wanted)
		}
	}
	if !regexp.MustCompile(`nor this, \d\.\d MB`).MatchString(read("index.html")) {
		t.Error("index.html does not tell the size")
	}
}
