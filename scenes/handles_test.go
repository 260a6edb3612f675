package scenes

import (
	"testing"

	"sgdnoise/scenes/plot"
)

// TestHandlesHaveControls: what can be dragged in a picture can be typed, for
// the page gives every numeric parameter a number box.
func TestHandlesHaveControls(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		dragged := 0
		for _, p := range append(i.Figures, Preset{}) {
			s := open(t, i.ID, quick, p.Values)
			s.Settle()
			for _, size := range [][2]float64{{820, 640}, {358, 440}} {
				s.Draw(plot.NewRecord(size[0], size[1], plot.Light))
				for _, h := range s.Handles() {
					for _, key := range h.Keys() {
						dragged++
						k := i.Params.Index(key)
						if k < 0 || len(i.Params[k].Options) > 0 {
							t.Errorf("%s: %q drags %q, which has no number box", p.Figure, h.Name, key)
						}
					}
				}
			}
		}
		if dragged == 0 {
			t.Error("nothing can be dragged")
		}
	})
}
