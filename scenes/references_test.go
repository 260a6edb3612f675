package scenes

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// TestReferences: what a scene cites is in the bibliography, and nothing else is.
func TestReferences(t *testing.T) {
	dated := regexp.MustCompile(`arXiv [\d.]+|\b(19|20)\d\d\b`)
	for _, i := range All() {
		rest := i.Source
		for _, w := range bibliography {
			rest = strings.ReplaceAll(rest, w.Cited, "")
		}
		if left := dated.FindString(rest); left != "" {
			t.Errorf("%s cites something of %s, which is not in the bibliography", i.ID, left)
		}
	}
	for k, r := range References() {
		if len(r.Scenes) == 0 || k == 0 && len(r.Scenes) != len(All()) {
			t.Errorf("%d scenes cite %s", len(r.Scenes), r.Title)
		}
	}
}

// TestCode: links to code are there if the repository's address is known.
func TestCode(t *testing.T) {
	for source, want := range map[string]string{"": "", "https://example.org/code/": "https://example.org/code/scenes/labelnoise.go"} {
		data, err := Texts(source)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]struct{ Code string }
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		if got := texts["label-noise"].Code; got != want {
			t.Errorf("source %q: %q", source, got)
		}
	}
}
