package plot

import "math"

// SmallText is the size of the smallest text in any picture, CSS pixels.
const SmallText = 12.0

// Sizes of axes and legends, CSS pixels. A stage that must be read from afar
// enlarges the canvas's pixels, not these.
const (
	labelSize  = SmallText
	titleSize  = 13.0
	tickLength = 4.0
	tickRoomX  = 60.0 // one tick per so many pixels
	tickRoomY  = 50.0
)

// AxesOptions says what Axes draws; the zero value is two linear axes with
// tick labels and no titles.
type AxesOptions struct {
	XTitle, YTitle string
	LogX, LogY     bool // the view's coordinate is the log10 of what the labels say
	HideX, HideY   bool // no line, ticks, labels or title there
	Grid           bool // faint lines at the ticks
}

// Inset is the panel that leaves room for labels and titles inside r.
func (o AxesOptions) Inset(r Rect) Rect {
	r.Min.Y += labelSize / 2
	r.Max.X -= labelSize
	if o.HideX {
		r.Max.Y -= labelSize / 2
	} else {
		r.Max.Y -= tickLength + 1.5*labelSize
		if o.XTitle != "" {
			r.Max.Y -= 1.5 * titleSize
		}
	}
	if o.HideY {
		r.Min.X += labelSize
	} else {
		r.Min.X += tickLength + 4.2*labelSize
		if o.YTitle != "" {
			r.Min.Y += 1.5 * titleSize
		}
	}
	return r
}

// Axes draws the axis lines of v (a frame if it shows both), tick marks and
// labels below and to the left, the x title centred below them and the y
// title, upright, above the top left corner.
func Axes(c Canvas, v View, o AxesOptions) {
	a := axesMemo.of(axesKey{v, o})
	if o.Grid {
		c.Rects(a.grid, Fill{Color: Faint, Alpha: 0.25})
	}
	c.Rects(a.lines, Fill{Color: Faint})
	for _, l := range a.labels {
		c.Text(l.at, l.text, l.style)
	}
}

// axes are laid out once for many frames: most of the work is the labels.
type axes struct {
	grid, lines []Rect
	labels      []axesLabel
}

type axesLabel struct {
	at    Point
	text  string
	style TextStyle
}

type axesKey struct {
	view    View
	options AxesOptions
}

var axesMemo = memo[axesKey, *axes]{make: func(k axesKey) *axes {
	a, v, o := &axes{}, k.view, k.options
	r := v.Rect
	if !o.HideX {
		a.layX(v, o)
	}
	if !o.HideY {
		a.layY(v, o)
	}
	if !o.HideX && !o.HideY {
		a.lines = append(a.lines, R(r.Min.X, r.Min.Y-0.5, r.W(), 1), R(r.Max.X-0.5, r.Min.Y, 1, r.H()))
	}
	return a
}}

func (a *axes) layX(v View, o AxesOptions) {
	r := v.Rect
	y := r.Max.Y
	a.lines = append(a.lines, R(r.Min.X, y-0.5, r.W(), 1))
	for _, t := range xTicks(v, o.LogX) {
		x := v.Px(t.Value, 0).X
		a.lines = append(a.lines, R(x-0.5, y, 1, tickLength))
		a.grid = append(a.grid, R(x-0.5, r.Min.Y, 1, r.H()))
		a.label(Point{x, y + tickLength + 0.8*labelSize}, t.Label, TextStyle{Color: Muted, Size: labelSize, Align: Center})
	}
	a.title(Point{(r.Min.X + r.Max.X) / 2, y + tickLength + 1.5*labelSize + 0.75*titleSize}, o.XTitle, Center)
}

func (a *axes) layY(v View, o AxesOptions) {
	r := v.Rect
	x := r.Min.X
	a.lines = append(a.lines, R(x-0.5, r.Min.Y, 1, r.H()))
	for _, t := range axisTicks(v.Y0, v.Y1, r.H()/tickRoomY, o.LogY) {
		y := v.Px(0, t.Value).Y
		a.lines = append(a.lines, R(x-tickLength, y-0.5, tickLength, 1))
		a.grid = append(a.grid, R(x, y-0.5, r.W(), 1))
		a.label(Point{x - tickLength - 3, y}, t.Label, TextStyle{Color: Muted, Size: labelSize, Align: Right})
	}
	a.title(Point{x - tickLength - 3, r.Min.Y - 1.1*titleSize}, o.YTitle, Left)
}

func (a *axes) label(at Point, text string, style TextStyle) {
	a.labels = append(a.labels, axesLabel{at, text, style})
}

func (a *axes) title(at Point, text string, align Align) {
	if text != "" {
		a.label(at, text, TextStyle{Color: Ink, Size: titleSize, Align: align})
	}
}

// xTicks are the ticks below v, fewer where labels would run into each other.
func xTicks(v View, log bool) []Tick {
	var ticks []Tick
	for n := v.Rect.W() / tickRoomX; n > 1; n-- {
		ticks = axisTicks(v.X0, v.X1, n, log)
		end := math.Inf(-1)
		fits := true
		for _, t := range ticks {
			x, half := v.Px(t.Value, 0).X, TextWidth(t.Label, labelSize, false)/2
			fits = fits && x-half > end
			end = x + half + labelSize/2
		}
		if fits {
			break
		}
	}
	return ticks
}

// axisTicks are the ticks of a view's side from lo to hi; their values are the
// view's coordinates.
func axisTicks(lo, hi, n float64, log bool) []Tick {
	count := int(max(n, 2))
	if !log {
		return Ticks(lo, hi, count)
	}
	ticks := LogTicks(math.Pow(10, lo), math.Pow(10, hi), count)
	for i := range ticks {
		ticks[i].Value = math.Log10(ticks[i].Value)
	}
	return ticks
}
