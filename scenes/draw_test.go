package scenes

import "testing"

// TestDrawKeepsMemory: frames after the first few allocate nothing, on whatever
// canvas, while nothing but the walkers changes.
func TestDrawKeepsMemory(t *testing.T) {
	for _, i := range All() {
		s := open(t, i.ID, quick)
		s.Settle()
		s.Advance(300, nil)
		c := &nowhere{}
		s.Draw(c)
		if n := testing.AllocsPerRun(20, func() { s.Draw(c) }); n > 0 {
			t.Errorf("%s: %v allocations per frame", i.ID, n)
		}
	}
}
