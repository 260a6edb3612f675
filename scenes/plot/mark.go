package plot

// Mark is a symbol for single values, such as measurements.
type Mark int

// The marks. A ring is for values that have no error bar.
const (
	NoMark Mark = iota
	Disc
	Ring
	Square
)

const markRadius = 5.0 // CSS pixels

// Marks draws a mark at each point, over what is there.
func Marks(c Canvas, pts []Point, m Mark, color Color) {
	switch m {
	case Disc, Ring:
		c.Dots(pts, markRadius+1.5, Fill{Color: Panel})
		c.Dots(pts, markRadius, Fill{Color: color})
		if m == Ring {
			c.Dots(pts, markRadius-2, Fill{Color: Panel})
		}
	case Square:
		c.Rects(squares(pts, markRadius-0.5), Fill{Color: Panel})
		c.Rects(squares(pts, markRadius-1.5), Fill{Color: color})
	}
}

func squares(pts []Point, half float64) []Rect {
	var rs []Rect
	for _, p := range pts {
		rs = append(rs, R(p.X-half, p.Y-half, 2*half, 2*half))
	}
	return rs
}
