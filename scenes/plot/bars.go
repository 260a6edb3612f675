package plot

// Bars fills a histogram: bar i stands on y = 0, reaches up to heights[i] and
// spans edges[i] to edges[i+1], all in the coordinates of v and cut off at its
// panel. It returns dst, whose memory it uses. It panics unless there is one edge
// more than heights.
func Bars(c Canvas, dst []Rect, v View, edges, heights []float64, f Fill) []Rect {
	if len(edges) != len(heights)+1 {
		panic("plot: a histogram needs one edge more than heights")
	}
	const gap = 0.5 // either side, so that bars can be counted
	bars := dst[:0]
	for i, h := range heights {
		a, b := v.Px(edges[i], 0), v.Px(edges[i+1], h)
		bar := Rect{
			Point{max(min(a.X, b.X)+gap, v.Rect.Min.X), max(min(a.Y, b.Y), v.Rect.Min.Y)},
			Point{min(max(a.X, b.X)-gap, v.Rect.Max.X), min(max(a.Y, b.Y), v.Rect.Max.Y)},
		}
		if bar.W() > 0 && bar.H() > 0 {
			bars = append(bars, bar)
		}
	}
	c.Rects(bars, f)
	return bars
}
