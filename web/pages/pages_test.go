package main

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sgdnoise/scenes"
)

// build completes a copy of the first page, and writes the others.
func build(t *testing.T, site, source string) string {
	t.Helper()
	dir := t.TempDir()
	index, err := os.ReadFile("../../index.html")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), index, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, site, source); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestPages(t *testing.T) {
	dir := build(t, "https://example.org/demo", "")
	for _, info := range scenes.All() {
		text, err := os.ReadFile(filepath.Join(dir, "scenes", info.ID+".html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			`<html lang="en" data-scene="` + info.ID + `">`,
			`<meta property="og:image" content="https://example.org/demo/posters/` + info.ID + `.jpg">`,
			`<meta property="og:url" content="https://example.org/demo/scenes/` + info.ID + `.html">`,
		} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s lacks %s", info.ID, want)
			}
		}
	}
}

// TestIndex: the first page leads to every scene and to every step of the talk, and to the
// source if that is known.
func TestIndex(t *testing.T) {
	const source = "https://example.org/code/"
	for _, known := range []string{"", source} {
		text, err := os.ReadFile(filepath.Join(build(t, "", known), "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		page := string(text)
		if strings.Contains(page, "{{") || strings.Contains(page, source) != (known != "") {
			t.Errorf("source %q: %v", known, strings.Contains(page, "{{"))
		}
		last := 0
		for _, info := range scenes.All() {
			at := strings.Index(page, `<a href="?v=1&amp;scene=`+info.ID+`"><span><img class="light" src="posters/`+info.ID+`-light.webp"`)
			if at < last {
				t.Errorf("%s is missing, or not in its place", info.ID)
			}
			last = at
		}
		for i, s := range scenes.Story() {
			if want := fmt.Sprintf(`<a href="?v=1&amp;present=%d">%s</a>`, i+1, s.Text); !strings.Contains(page, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
		for _, r := range scenes.References() {
			if n := strings.Count(page, `<a href="`+r.URL+`">`); n != 1 {
				t.Errorf("%s is there %d times", r.Title, n)
			}
		}
	}
}

// TestForeignText: whatever a scene is called, the page stays a page.
func TestForeignText(t *testing.T) {
	var b bytes.Buffer
	if err := write(&b, scenes.Info{ID: "x", Title: `"><script>`, Caption: "a & b"}, ""); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>") || !strings.Contains(b.String(), `content="../posters/x.jpg"`) {
		t.Error(b.String())
	}
}

// TestPosters: every scene has its pictures, small enough for a page that shows many.
func TestPosters(t *testing.T) {
	const most = 32 << 10 // bytes of a picture that stands for a demo
	for _, info := range scenes.All() {
		for _, theme := range []string{"light", "dark"} {
			name := "../../assets/posters/" + info.ID + "-" + theme + ".webp"
			if s, err := os.Stat(name); err != nil || s.Size() > most {
				t.Errorf("%s: missing or too large; ./build.sh posters draws it", name)
			}
		}
		file, err := os.Open("../../assets/posters/" + info.ID + ".jpg")
		if err != nil {
			t.Errorf("%v; ./build.sh posters draws it", err)
			continue
		}
		config, _, err := image.DecodeConfig(file)
		file.Close()
		if err != nil || config.Width != 1200 || config.Height != 630 {
			t.Errorf("%s: %v by %v, %v", info.ID, config.Width, config.Height, err)
		}
	}
}
