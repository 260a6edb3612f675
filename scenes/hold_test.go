package scenes

import (
	"strings"
	"testing"

	"sgdnoise/scenes/plot"
)

// keptLines counts the lines that only a kept cloud has, by what they stand for.
func keptLines(s *Session) (outlines, measured, theory int) {
	c := plot.NewRecord(432, 360, plot.Projector)
	s.Draw(c)
	of := func(stroke plot.Stroke) int {
		p := plot.NewRecord(1, 1, plot.Projector)
		p.Line([]plot.Point{{X: 0, Y: 0}, {X: 1, Y: 1}}, stroke)
		style, _, _ := strings.Cut(strings.TrimSpace(lastLine(p.String())), " 0,0")
		return strings.Count(c.String(), style)
	}
	return of(keptOutline), of(keptMeasured), of(keptTheory)
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// Every scene that draws a cloud keeps it when asked, and forgets it.
func TestHold(t *testing.T) {
	without := map[string]bool{"stability": true, "heavy-tails": true} // no cloud in their pictures
	noEllipses := map[string]bool{"balance": true}
	eachScene(t, func(t *testing.T, i Info) {
		s := open(t, i.ID, map[string]any{"walkers": 1000})
		s.Settle()
		s.Advance(300, nil) // until all scenes measure
		if o, m, th := keptLines(s); o+m+th != 0 {
			t.Fatalf("%d outlines, %d and %d ellipses are kept before anybody asks", o, m, th)
		}
		s.Hold(true)
		o, m, th := keptLines(s)
		if without[i.ID] {
			if o+m+th != 0 {
				t.Error("something is kept")
			}
			return
		}
		if o == 0 || (m == 0 || th == 0) != noEllipses[i.ID] {
			t.Errorf("%d outlines, %d measured and %d predicted ellipses are kept", o, m, th)
		}
		s.Hold(false)
		if o, m, th := keptLines(s); o+m+th != 0 {
			t.Errorf("%d outlines, %d and %d ellipses stay", o, m, th)
		}
	})
}

// What is kept stays where it was while the cloud moves on.
func TestHoldStays(t *testing.T) {
	s := open(t, "label-noise", map[string]any{"walkers": 1000})
	s.Advance(60, nil)
	keptLines(s)
	s.Hold(true)
	view := &s.scene.(*cloud).kept
	keptLines(s)
	before := view.kept
	s.Set(map[string]any{"lr": 0.2})
	s.Advance(60, nil)
	keptLines(s)
	if view.kept != before {
		t.Error("what is kept has moved")
	}
	if view.latest.theory.cov == before.theory.cov || view.latest.measured.cov == before.measured.cov {
		t.Error("the present is what was kept")
	}
}
