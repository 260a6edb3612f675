package scenes

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sgdnoise/scenes/plot"
)

var update = flag.Bool("update", false, "write golden display lists; inspect the diff")

// TestGolden compares each scene's picture at its defaults, wide and narrow,
// with the display list kept in testdata.
func TestGolden(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		for name, size := range map[string][2]float64{"wide": {820, 640}, "narrow": {358, 440}} {
			s := open(t, i.ID, map[string]any{"walkers": 500})
			s.Settle()
			s.Advance(60, nil)
			c := plot.NewRecord(size[0], size[1], plot.Light)
			s.Draw(c)
			path := filepath.Join("testdata", i.ID+"-"+name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(c.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if at := firstDifference(c.String(), string(want)); at != "" {
				t.Errorf("%s: the picture differs from %s at %s; go test ./scenes -update writes it anew", name, path, at)
			}
		}
	})
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for k := range min(len(g), len(w)) {
		if !slices.EqualFunc(words(g[k]), words(w[k]), alike) {
			return "\n got " + g[k] + "\nwant " + w[k]
		}
	}
	if len(g) != len(w) {
		return "its end"
	}
	return ""
}

func words(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ,+x", r) })
}

// alike lets coordinates differ by their last decimal: functions such as exp
// round differently on amd64 and wasm.
func alike(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return a == b || errX == nil && errY == nil && math.Abs(x-y) < 0.11
}
