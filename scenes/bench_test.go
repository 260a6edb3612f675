package scenes

import (
	"fmt"
	"testing"

	"sgdnoise/scenes/plot"
)

// nowhere is a canvas that draws nothing, and keeps layers as the stage does: what is
// left is the scene's own work.
type nowhere struct {
	plot.Record
	kept map[*plot.Layer]uint64
}

func (n *nowhere) Layer(l *plot.Layer, _ plot.Rect) bool {
	version, ok := n.kept[l]
	if ok && version == l.Version() {
		return false
	}
	if n.kept == nil {
		n.kept = map[*plot.Layer]uint64{}
	}
	n.kept[l] = l.Version()
	return true
}

func (*nowhere) Size() (w, h float64)                    { return 820, 640 }
func (*nowhere) Theme() *plot.Theme                      { return plot.Light }
func (*nowhere) EndLayer()                               {}
func (*nowhere) Clip(plot.Rect)                          {}
func (*nowhere) Image(plot.Rect, *plot.Raster)           {}
func (*nowhere) Polygon([]plot.Point, plot.Fill)         {}
func (*nowhere) Rects([]plot.Rect, plot.Fill)            {}
func (*nowhere) Line([]plot.Point, plot.Stroke)          {}
func (*nowhere) Dots([]plot.Point, float64, plot.Fill)   {}
func (*nowhere) Text(plot.Point, string, plot.TextStyle) {}

func benchmark(b *testing.B, f func(s *Session)) {
	for _, i := range All() {
		b.Run(i.ID, func(b *testing.B) {
			s, err := Open(i.ID)
			if err != nil {
				b.Fatal(err)
			}
			s.Settle()
			s.Advance(60, nil)
			b.ReportAllocs()
			for b.Loop() {
				f(s)
			}
		})
	}
}

// BenchmarkAdvance is one step of 10,000 walkers with all its bookkeeping.
func BenchmarkAdvance(b *testing.B) { benchmark(b, func(s *Session) { s.Advance(1, nil) }) }

// BenchmarkGrowth is one step with all its bookkeeping at growing numbers of walkers
// and batch sizes, as far as a scene has them.
func BenchmarkGrowth(b *testing.B) {
	for _, i := range All() {
		for key, values := range map[string][]float64{"walkers": {1e3, 1e4, 1e5, 1e6}, "batch": {1, 8, 64, 1024}} {
			for _, v := range values {
				if spec := i.Params[i.Params.Index(key)]; v > spec.Max {
					continue
				}
				b.Run(fmt.Sprintf("%s/%s=%.0f", i.ID, key, v), func(b *testing.B) {
					s, err := Open(i.ID)
					if err != nil {
						b.Fatal(err)
					}
					s.Set(map[string]any{key: v})
					s.Advance(10, nil) // the first ones run before the compiler has seen what is hot
					for b.Loop() {
						s.Advance(1, nil)
					}
				})
			}
		}
	}
}

// BenchmarkDrag is a change of the learning rate, with momentum.
func BenchmarkDrag(b *testing.B) {
	n := 0
	benchmark(b, func(s *Session) {
		n++
		s.Set(map[string]any{"momentum": 0.5, "lr": 0.1 + 0.01*float64(n%2)})
	})
}

// BenchmarkDraw is what a scene does to draw a frame.
func BenchmarkDraw(b *testing.B) {
	c := &nowhere{}
	benchmark(b, func(s *Session) { s.Draw(c) })
}

// BenchmarkReport is what happens ten times a second.
func BenchmarkReport(b *testing.B) { benchmark(b, func(s *Session) { s.Report() }) }
