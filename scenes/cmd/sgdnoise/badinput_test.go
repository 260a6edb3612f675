package main

import (
	"io"
	"strings"
	"testing"

	"sgdnoise/engine/param"
	"sgdnoise/scenes"
)

func TestBadInput(t *testing.T) {
	for _, c := range []struct{ line, says string }{
		{"", "list, run, sweep or figure"},
		{"walk", `"walk" is no command; there are list, run, sweep and figure`},
		{"list extra", `"extra" is one word too many`},
		{"list -yaml", `"-yaml" is no flag of "list"; there are -json`},
		{"run", "name the scene first"},
		{"run -lr 0.5 label-noise", "name the scene first"},
		{"run nope", `"nope" is no scene; there are ` + scenes.Names()},
		{"sweep nope", `"nope" is no scene; there are ` + scenes.Names()},
		{"run label-noise -lr 9", `-lr: "9" is not a number from 0.01 to 4; the nearest is 4`},
		{"run label-noise -lr abc", `-lr: "abc" is not a number from 0.01 to 4`},
		{"run label-noise -lr NaN", `-lr: "NaN" is not a number from 0.01 to 4`},
		{"run label-noise -lr", `-lr: "" is not a number from 0.01 to 4`},
		{"run label-noise -batch -3", `-batch: "-3" is not a whole number from 1 to 1024; the nearest is 1`},
		{"run label-noise -batch 2.6", "the nearest is 3"},
		{"run label-noise -seed 4294967296", "-seed: \"4294967296\" is not a whole number from 0 to 4294967295; the nearest is 4294967295"},
		{"run label-noise -show-sde perhaps", `-show-sde: "perhaps" is not one of no, yes`},
		{"run label-noise -foo 1", `"-foo" is no flag of "run label-noise"; there are -a1, -a2`},
		{"run label-noise -burn 1e10", "-burn: \"1e10\" is not a whole number from 0 to 1000000000; the nearest is 1000000000"},
		{"run label-noise -steps x", "-steps"},
		{"run label-noise -theme blue", `-theme: "blue" is not one of light, dark`},
		{"run label-noise -size 820", `-size: "820" is not WIDTHxHEIGHT, each a whole number from 100 to 10000`},
		{"run label-noise -size 820x9", "-size"},
		{"run label-noise -json=maybe", "-json"},
		{"run label-noise -csv", "-csv"},
		{"run label-noise -csv - -json", "standard output"},
		{"run label-noise more", `"more" is one word too many`},
		{"run label-noise -sampling epochs", `"-sampling" is no flag`},
		{"run real-data -batch 500", "-batch: 500 is more than the 342 points of penguins; the nearest is 342"},
		{"sweep real-data -batch 4,300 -dataset faithful,penguins", "-batch: 300 is more than the 272 points of faithful; the nearest is 272"},
		{"sweep label-noise -lr 0.1,5", `-lr: "5" is not a number from 0.01 to 4; the nearest is 4`},
		{"sweep label-noise -lr 0.1:5:3", `-lr: "5" is not a number from 0.01 to 4; the nearest is 4`},
		{"sweep label-noise -lr 0.1:1", `-lr: "0.1:1" is not lo:hi:n or log:lo:hi:n, lo and hi each a number from 0.01 to 4`},
		{"sweep label-noise -lr 0.1:1:0", `-lr: in "0.1:1:0", n: "0" is not a whole number from 1 to 100000; the nearest is 1`},
		{"sweep label-noise -lr ,", `-lr: "" is not a number`},
		{"sweep label-noise -angle log:-3:3:4", "-angle: \"log:-3:3:4\" has no equal ratios"},
		{"sweep label-noise -lr 0.1:1:1000 -angle -9:9:1000", "-angle: with 1000 values the grid has more than 100000 cells"},
		{"sweep label-noise -json", `"-json" is no flag`},
		{"figure", `name the figure first, as in "sgdnoise figure 4a"; there are `},
		{"figure -svg a.svg", "name the figure first"},
		{"figure 5", `"5" is no figure; there are `},
		{"figure 4d\x00", "is no figure"},
		{"figure 4a 4b", `"4b" is one word too many`},
		{"figure 4a -lr 1", `"-lr" is no flag of "figure 4a"; there are -csv, -size, -svg, -theme`},
		{"figure 4a -csv - -svg -", "standard output"},
		{"figure 4a -svg", "-svg"},
		{"figure 4a -size 9x9", "-size"},
		{"figure 4a -theme pink", `-theme: "pink" is not one of light, dark`},
		{"sweep real-data -sampling epochs,none", `-sampling: "none" is not one of with-replacement, fresh-subset, epochs`},
	} {
		status, out, errs := command(t, c.line)
		if status != 2 || out != "" {
			t.Errorf("%s: status %d, output %q; want 2 and none", c.line, status, out)
		}
		if !strings.Contains(errs, c.says) || strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "sgdnoise: ") {
			t.Errorf("%s says %q, want one line with %q", c.line, errs, c.says)
		}
	}
}

// FuzzArguments shows that no arguments cause a panic, an illegal value or a
// complaint of more than one line. Nothing is run.
func FuzzArguments(f *testing.F) {
	for _, seed := range []string{
		"-lr 0.5 -batch 4", "-lr=abc", "--lr\n-3", "-lr 1e999 -json", "-size 1x1", "-size 820x", "-batch -", "-h",
		"-lr 0.1:1.4:27 -batch 1,4,16", "-lr log:0.1:1:3", "-lr ::", "-lr 1:1:1e9", "-lr ,,", "-=", "---", "-\x00 \xff",
		"-sampling epochs", "-csv - -svg -", "-seed 0x10", "-angle log:-1:1:3",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, " ")
		for _, info := range scenes.All() {
			o, err := parseRun(info, args, io.Discard)
			complain(t, err)
			if err == nil && check(info, o.values) != nil {
				t.Errorf("run %q accepts illegal values", line)
			}
			if p, err := parseSweep(info, args, io.Discard); err == nil {
				for i, list := range p.grid {
					legal(t, &info.Params[i], list)
				}
			} else {
				complain(t, err)
			}
		}
	})
}

func complain(t *testing.T, err error) {
	if err != nil && (strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 600) {
		t.Errorf("a complaint of several lines or %d bytes: %q", len(err.Error()), err)
	}
}

func legal(t *testing.T, s *param.Spec, list []float64) {
	for _, v := range list {
		if x, err := s.Parse(v); !s.IsChoice() && (err != nil || x != v) {
			t.Errorf("a sweep accepts %s = %v: %v", s.Key, v, err)
		}
	}
}
