package scenes

import (
	"math"
	"slices"

	"sgdnoise/engine/sweep"
	"sgdnoise/scenes/plot"
)

// regimeStyle is how a regime looks: the ground of its band, the mark of a cell
// that was found in it, and its name.
type regimeStyle struct {
	ground plot.Fill
	mark   func(c plot.Canvas, at []plot.Point, size float64) // size 1 is that of a single mark
	name   string
	short  string
}

var regimeStyles = [4]regimeStyle{
	sweep.FourthMoments: {plot.Fill{Color: plot.BandStable}, markDiscs, "error bars exist (β > 4)", "β > 4"},
	sweep.Variance:      {plot.Fill{Color: plot.BandStable, Alpha: 0.45}, markRings, "only a variance (β > 2)", "β > 2"},
	sweep.HeavyTails:    {plot.Fill{Color: plot.BandHeavy}, markCrosses, "heavy tails (β < 2)", "β < 2"},
	sweep.Leaves:        {plot.Fill{Color: plot.BandDiverges}, markUps, "runs leave", "leaves"},
}

func markDiscs(c plot.Canvas, at []plot.Point, size float64) {
	c.Dots(at, 3.5*size, plot.Fill{Color: plot.Measured})
}

func markRings(c plot.Canvas, at []plot.Point, size float64) {
	c.Dots(at, 4*size, plot.Fill{Color: plot.Measured})
	c.Dots(at, 2.3*size, plot.Fill{Color: plot.Panel})
}

func markCrosses(c plot.Canvas, at []plot.Point, size float64) {
	r := 3.2 * size
	s := plot.Stroke{Color: plot.Measured, Width: 1.8 * size}
	for _, p := range at {
		plot.Segment(c, plot.Point{X: p.X - r, Y: p.Y - r}, plot.Point{X: p.X + r, Y: p.Y + r}, s)
		plot.Segment(c, plot.Point{X: p.X - r, Y: p.Y + r}, plot.Point{X: p.X + r, Y: p.Y - r}, s)
	}
}

func markUps(c plot.Canvas, at []plot.Point, size float64) {
	for _, p := range at {
		plot.Patch(c, plot.Fill{Color: plot.Measured},
			plot.Point{X: p.X, Y: p.Y - 4.5*size}, plot.Point{X: p.X + 4*size, Y: p.Y + 3*size}, plot.Point{X: p.X - 4*size, Y: p.Y + 3*size})
	}
}

// mapState is what the map depends on, the working point aside.
type mapState struct {
	cells          *cellMap
	typical, found int  // limits and cells that are known, of these whole portions
	judged         bool // the cells' regimes are predicted
	narrow         bool
}

// drawMap paints the map of regimes with its limits, cells and working point.
func (s *stability) drawMap(c plot.Canvas, at plot.Rect, narrow bool) {
	axes := plot.AxesOptions{XTitle: "learning rate λ", YTitle: "batch size S", LogX: true, LogY: true}
	if narrow {
		axes.XTitle, axes.YTitle = "λ", "S"
	}
	r := axes.Inset(at)
	r = plot.R(math.Ceil(r.Min.X), math.Ceil(r.Min.Y), math.Floor(r.W()), math.Floor(r.H())) // bands end on pixels
	half := math.Log10(2) / 2
	v := plot.View{
		Rect: r, X0: math.Log10(mapLeast), X1: math.Log10(mapMost),
		Y0: -half, Y1: (2*mapOctaves + 1) * half,
	}
	old := s.cells.found() - s.cells.found()%cellPortion
	state := mapState{s.cells.cellMap, len(s.limits.typical), old, s.limits.regimes != nil, narrow}
	if c.Layer(s.ground.as(state), at) {
		c.Clip(r)
		s.drawBands(c, v)
		s.drawCells(c, v, s.cells.order[:old])
		s.drawLimits(c, v)
		c.Clip(plot.Rect{})
		plot.Axes(c, v, axes)
	}
	c.EndLayer()
	s.drawCells(c, v, s.cells.order[old:])
	s.handles = append(s.handles, s.drawWorkingPoint(c, v))
}

// cellPortion is how many cells are found before the map is drawn anew: until then
// their marks are drawn over it.
const cellPortion = 32

// drawCells marks what was found in some cells, so small that the marks of all of
// them stay apart and the ground shows; those that contradict the lines are larger.
func (s *stability) drawCells(c plot.Canvas, v plot.View, cells []int) {
	if len(cells) == 0 {
		return
	}
	const roomOfMark = 13.0 // at size 1
	batches := cellBatches()
	nearest := math.Log10(float64(batches[mapSide-1]) / float64(batches[mapSide-2]))
	row := v.Rect.H() * nearest / (v.Y1 - v.Y0)
	size := min(0.75, max(0.5, min(row, v.Rect.W()/mapSide)/roomOfMark))
	agree, differ := &s.marks[0], &s.marks[1]
	for k := range regimeStyles {
		agree[k], differ[k] = agree[k][:0], differ[k][:0]
	}
	for _, at := range cells {
		rule, regime := cellRules()[at], s.cells.regimes[at]
		list := agree
		if s.limits.regimes != nil && s.limits.regimes[at] != regime {
			list = differ
		}
		list[regime] = append(list[regime], v.Px(math.Log10(rule.LR), math.Log10(float64(rule.Batch))))
	}
	for k, style := range regimeStyles {
		style.mark(c, agree[k], size)
	}
	for k, style := range regimeStyles {
		style.mark(c, differ[k], 1.6*size)
	}
}

// drawBands fills the regimes between the limits, row by row.
func (s *stability) drawBands(c plot.Canvas, v plot.View) {
	const row = 2.0
	variance, fourth, typical := limitCurves[0], limitCurves[1], limitCurves[2]
	var rects [4][]plot.Rect
	for y := v.Rect.Min.Y; y < v.Rect.Max.Y; y += row {
		_, log := v.Data(plot.Point{Y: y + row/2})
		batch := math.Pow(10, log)
		edge := [5]float64{v.Rect.Min.X, 0, 0, 0, v.Rect.Max.X}
		for k, limit := range []limitCurve{fourth, variance, typical} {
			edge[k+1] = v.Rect.Max.X
			if lr := limit.value(&s.limits, batch); lr > 0 {
				edge[k+1] = min(max(v.Px(math.Log10(lr), 0).X, edge[k]), v.Rect.Max.X)
			}
		}
		if !s.limits.found(batch) { // nothing is known beyond the variance
			edge[3], edge[4] = edge[2], edge[2]
		}
		for k := range rects {
			if edge[k+1] > edge[k] {
				rects[k] = append(rects[k], plot.R(edge[k], y, edge[k+1]-edge[k], min(row, v.Rect.Max.Y-y)))
			}
		}
	}
	for k, style := range regimeStyles {
		c.Rects(rects[k], style.ground)
	}
}

// drawLimits paints the four limits and names each beside its line.
func (s *stability) drawLimits(c plot.Canvas, v plot.View) {
	lines := make([][]plot.Point, len(limitCurves))
	for k, limit := range limitCurves {
		for y := v.Y0; y <= v.Y1; y += (v.Y1 - v.Y0) / 120 {
			lines[k] = append(lines[k], v.Px(math.Log10(limit.value(&s.limits, math.Pow(10, y))), y))
		}
		stroke := plot.Theory.Stroke()
		if limit.name == "mean" {
			stroke = plot.Stroke{Color: plot.Ink, Width: 1.5}
		}
		c.Line(lines[k], stroke)
	}
	var taken []plot.Rect
	for k, limit := range limitCurves {
		if box, ok := labelPlace(v, lines, k, limit.name, taken); ok {
			taken = append(taken, box)
			c.Text(plot.Point{X: box.Min.X + 2, Y: (box.Min.Y + box.Max.Y) / 2}, limit.name,
				plot.TextStyle{Color: plot.Ink, Size: mapLabel, Ground: true})
		}
	}
}

const mapLabel = 12.0

// labelPlace finds room for a label beside lines[k], from the bottom upwards,
// where no line and no other label is.
func labelPlace(v plot.View, lines [][]plot.Point, k int, text string, taken []plot.Rect) (plot.Rect, bool) {
	const high, off = 16.0, 5.0
	wide := plot.TextWidth(text, mapLabel, false) + 4
	for y := v.Rect.Max.Y - high/2 - 1; y > v.Rect.Min.Y+high; y -= high {
		left, right, ok := span(lines[k], y-high/2, y+high/2)
		if !ok {
			continue
		}
		sides := [2]float64{left - off - wide, right + off}
		if k >= 2 { // the outer limits rather point outwards
			slices.Reverse(sides[:])
		}
		for _, x := range sides {
			box := plot.R(x, y-high/2, wide, high)
			if x < v.Rect.Min.X+2 || box.Max.X > v.Rect.Max.X-2 {
				continue
			}
			busy := slices.ContainsFunc(taken, func(t plot.Rect) bool {
				return box.Min.X < t.Max.X+4 && t.Min.X < box.Max.X+4 && box.Min.Y < t.Max.Y && t.Min.Y < box.Max.Y
			})
			for i, line := range lines {
				l, r, ok := span(line, y-high/2, y+high/2)
				near := box
				if i != k { // nor may another line lie between a label and its own
					near.Min.X, near.Max.X = min(box.Min.X, right), max(box.Max.X, left)
				}
				busy = busy || ok && l < near.Max.X+2 && r > near.Min.X-2
			}
			if !busy {
				return box, true
			}
		}
	}
	return plot.Rect{}, false
}

// span is how far left and right a line lies between two heights; ok is false if
// it isn't there.
func span(line []plot.Point, top, bottom float64) (left, right float64, ok bool) {
	left, right = math.Inf(1), math.Inf(-1)
	for _, p := range line {
		if p.Y >= top && p.Y <= bottom && p.Finite() {
			left, right, ok = min(left, p.X), max(right, p.X), true
		}
	}
	return left, right, ok
}

// drawWorkingPoint paints the ring at (λ, S), dragged from anywhere, and on its
// row where the other runs are.
func (s *stability) drawWorkingPoint(c plot.Canvas, v plot.View) Handle {
	rule := s.fc.rule
	p := v.Px(math.Log10(rule.LR), math.Log10(float64(rule.Batch)))
	c.Clip(v.Rect)
	plot.Segment(c, plot.Point{X: v.Rect.Min.X, Y: p.Y}, plot.Point{X: v.Rect.Max.X, Y: p.Y}, plot.Stroke{Color: plot.Ink, Width: 1, Alpha: 0.5})
	for _, r := range s.bands.runs {
		at := v.Px(math.Log10(r.lr), math.Log10(float64(rule.Batch)))
		plot.Dot(c, at, 6, plot.Fill{Color: plot.Ink})
		plot.Dot(c, at, 4, plot.Fill{Color: plot.Panel})
	}
	c.Clip(plot.Rect{})
	plot.Dot(c, p, 11, plot.Fill{Color: plot.Ink})
	plot.Dot(c, p, 8, plot.Fill{Color: plot.Panel})
	s.working[0] = p
	regimeStyles[s.bands.here].mark(c, s.working[:], 1)
	return Handle{
		Name: "working point",
		At:   p,
		Area: v.Rect,
		view: v,
		x:    drives{key: "lr", log: true, lo: mapLeast, hi: mapMost},
		y:    drives{key: "batch", log: true, whole: true, lo: 1, hi: 1 << mapOctaves},
	}
}

// drawRegimes explains the marks and the grounds.
func drawRegimes(c plot.Canvas, at plot.Rect, narrow bool) {
	x := at.Min.X
	for _, style := range regimeStyles {
		name := style.name
		if narrow {
			name = style.short
		}
		box := plot.R(x, at.Min.Y+3, 22, 16)
		plot.Box(c, box, style.ground)
		style.mark(c, []plot.Point{{X: box.Min.X + 11, Y: box.Min.Y + 8}}, 1)
		c.Text(plot.Point{X: box.Max.X + 6, Y: at.Min.Y + 11}, name, plot.TextStyle{Color: plot.Ink, Size: 13})
		x = box.Max.X + 6 + plot.TextWidth(name, 13, false) + 14
	}
}
