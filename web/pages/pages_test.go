package main

import (
	"bytes"
	"image"
	_ "image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sgdnoise/scenes"
)

func TestPages(t *testing.T) {
	dir := t.TempDir()
	if err := run(dir, "https://example.org/demo"); err != nil {
		t.Fatal(err)
	}
	for _, info := range scenes.All() {
		text, err := os.ReadFile(filepath.Join(dir, info.ID+".html"))
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
