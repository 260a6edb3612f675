package scenes

import (
	"testing"

	"sgdnoise/scenes/plot"
)

// reader is a canvas that watches how texts are set.
type reader struct {
	*plot.Record
	t     *testing.T
	texts int
}

func (r *reader) Text(at plot.Point, s string, st plot.TextStyle) {
	r.texts++
	if st.Size < plot.SmallText {
		r.t.Errorf("%q is set at %v", s, st.Size)
	}
	if w, h := r.Size(); at.X < 0 || at.Y < 0 || at.X > w || at.Y > h {
		r.t.Errorf("%q is off the canvas at %v", s, at)
	}
}

// TestPicturesForTheHall draws every scene as a lecture shows it: alone, and
// beside another. The stage enlarges it by the size of the smallest text.
func TestPicturesForTheHall(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		for _, size := range [][2]float64{{820, 640}, {432, 360}, {316, 210}} {
			s := open(t, i.ID, map[string]any{"walkers": 500})
			s.Settle()
			s.Advance(60, nil)
			c := &reader{Record: plot.NewRecord(size[0], size[1], plot.Projector), t: t}
			s.Draw(c)
			if c.texts < 5 {
				t.Errorf("%v: %d texts", size, c.texts)
			}
		}
	})
}
