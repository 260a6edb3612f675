package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"sgdnoise/scenes"
)

// TestReadme runs the commands that README.md shows, and compares what it
// shows of their output: line by line, each as far as it is quoted, until "...".
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range scenes.All() {
		if !strings.Contains(string(text), "\n| `"+info.ID+"` | ") {
			t.Errorf("README.md doesn't list the scene %s", info.ID)
		}
	}
	blocks := strings.Split(string(text), "```console\n$ go run ./scenes/cmd/sgdnoise ")[1:]
	if len(blocks) != 4 {
		t.Fatalf("%d commands in README.md, want 4", len(blocks))
	}
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		line, shown, _ := strings.Cut(block, "\n")
		var out bytes.Buffer
		run(t.Context(), strings.Fields(line), &out, &firstOnly{w: &out})
		got := strings.Split(out.String(), "\n")
		for i, want := range strings.Split(strings.TrimSuffix(shown, "\n"), "\n") {
			if want == "..." {
				break
			}
			if i >= len(got) || !strings.HasPrefix(got[i], want) || want == "" && got[i] != "" {
				t.Errorf("%s, line %d: README.md shows %q, it prints %q", line, i+1, want, got[min(i, len(got)-1)])
			}
		}
	}
}

// TestFrontPage: what index.html shows of the command line stands in README.md, too, where
// it is compared.
func TestFrontPage(t *testing.T) {
	page, err := os.ReadFile("../../../index.html")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "><code>$ ")[1:]
	if len(blocks) != 2 {
		t.Fatalf("%d commands in index.html, want 2", len(blocks))
	}
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "</code>")
		line, shown, _ := strings.Cut(block, "\n")
		_, rest, ok := strings.Cut(string(readme), "```console\n$ "+line+"\n")
		if !ok {
			t.Errorf("README.md has no %q", line)
		}
		rest, _, _ = strings.Cut(rest, "```")
		for part := range strings.SplitSeq(shown, "...") {
			before, after, ok := strings.Cut("\n"+rest, "\n"+strings.Trim(part, "\n"))
			if !ok {
				t.Errorf("%s: README.md has no %q after %q", line, part, before)
			}
			rest = after
		}
	}
}

// firstOnly drops progress, which overwrites its line.
type firstOnly struct{ w *bytes.Buffer }

func (f *firstOnly) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(p, []byte("\r")) {
		f.w.Write(p)
	}
	return len(p), nil
}
