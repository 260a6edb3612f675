package scenes

import (
	"cmp"
	"math"
	"strings"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/scenes/plot"
)

// curvePlot shows how a number depends on one parameter: curves that theory or
// its approximations predict, the parameter's present value, and what is
// measured there.
type curvePlot struct {
	title string
	short string // of the title, for narrow screens
	logY  bool
	y0    float64 // smallest and largest ordinate; equal: from the curves
	y1    float64
	ring  float64                          // ordinate of a ring at the present values; 0 for none
	under func(c plot.Canvas, v plot.View) // paints below the curves; may be nil
	fine  int                              // points per curve; 0: curvePoints
	dots  bool                             // the curves exist at whole numbers only

	axis   param.Spec
	name   string // of the parameter
	curves []curve
	state  any
	xs     []float64
	ys     [][]float64 // by curve, NaN where it doesn't exist
	buf    []plot.Point
	drawn  plot.View // the latest, in its own coordinates
}

// curve is a predicted dependence; ok is false where there is no such number.
type curve struct {
	stroke plot.Stroke
	at     func(x float64) (y float64, ok bool)
}

// curvePoints is how finely curves are tabulated.
const curvePoints = 97

// stale reports whether the curves must be tabulated, because state, which stands for
// all that they depend on, or the parameter along the axis isn't what it was.
func stale[S comparable](p *curvePlot, state S, axis *param.Spec) bool {
	if old, ok := p.state.(S); ok && old == state && p.axis.Key == axis.Key {
		return false
	}
	p.state = state
	return true
}

// tabulate computes the curves over the range of the parameter axis.
func (p *curvePlot) tabulate(axis param.Spec, curves []curve) {
	p.axis, p.curves, p.name = axis, curves, strings.ToLower(axis.Label)
	p.xs, p.ys = abscissas(&axis, cmp.Or(p.fine, curvePoints)), nil
	for _, f := range curves {
		row := make([]float64, len(p.xs))
		for i, x := range p.xs {
			row[i] = math.NaN()
			if y, ok := f.at(x); ok && (y > 0 || !p.logY) {
				row[i] = y
			}
		}
		p.ys = append(p.ys, row)
	}
}

// abscissas divides a parameter's range by n points as its slider does.
func abscissas(s *param.Spec, n int) []float64 {
	var xs []float64
	if s.Scale == param.PowersOfTwo {
		n = 41 // quarters of an octave: the law of a batch size is dear
	}
	for i := range n {
		t := float64(i) / float64(n-1)
		x := s.Min + t*(s.Max-s.Min)
		if s.Scale != param.Linear {
			x = s.Min * math.Pow(s.Max/s.Min, t)
		}
		if s.Integer {
			x = math.Round(x)
		}
		if len(xs) == 0 || x > xs[len(xs)-1] {
			xs = append(xs, x)
		}
	}
	return xs
}

// draw paints the plot with the parameter at x. An estimate without an error
// bar is a hollow point; one that doesn't exist is left out.
func (p *curvePlot) draw(c plot.Canvas, at plot.Rect, x float64, measured measure.Estimate) {
	f := newFrame(at, tight(at), plot.AxesOptions{XTitle: p.axis.Symbol, LogX: p.axis.Scale != param.Linear, LogY: p.logY})
	v := p.view(f.panel, measured.Value)
	p.drawn = v
	c.Clip(f.panel)
	if p.under != nil {
		p.under(c, v)
	}
	plot.Segment(c, v.Px(p.x(x), v.Y1), v.Px(p.x(x), v.Y0), plot.Stroke{Color: plot.Faint, Width: 1.5})
	for k, curve := range p.curves {
		p.buf = p.buf[:0]
		for i, y := range p.ys[k] {
			p.buf = append(p.buf, v.Px(p.x(p.xs[i]), p.y(y)))
		}
		stroke := curve.stroke
		if p.dots {
			c.Dots(p.buf, 0.8*stroke.Width, plot.Fill{Color: stroke.Color})
			stroke.Width, stroke.Dash, stroke.Alpha = 1, nil, 0.35
		}
		c.Line(p.buf, stroke)
	}
	p.drawEstimate(c, v, x, measured)
	f.close(c, v)
	if p.ring > 0 {
		at := v.Px(p.x(x), p.y(p.ring))
		plot.Dot(c, at, 8, plot.Fill{Color: plot.Ink})
		plot.Dot(c, at, 6, plot.Fill{Color: plot.Panel})
	}
	f.title(c, p.title, p.short)
}

// handle drags the parameter, at x now, along a linear axis as drawn last.
func (p *curvePlot) handle(x float64) Handle {
	v := p.drawn
	return Handle{
		Name: p.name,
		At:   v.Px(x, (v.Y0+v.Y1)/2),
		Area: v.Rect,
		view: v,
		x:    drives{key: p.axis.Key},
	}
}

// drawEstimate paints what is measured, with two standard errors either way.
func (p *curvePlot) drawEstimate(c plot.Canvas, v plot.View, x float64, m measure.Estimate) {
	if !(m.Value-m.Value == 0) || p.logY && m.Value <= 0 {
		return
	}
	at := v.Px(p.x(x), p.y(m.Value))
	drawDot(c, at)
	if !(m.StdErr >= 0) {
		plot.Dot(c, at, 2.5, plot.Fill{Color: plot.Panel})
		return
	}
	lo, hi := m.Value-2*m.StdErr, m.Value+2*m.StdErr
	if p.logY {
		lo = math.Max(lo, m.Value/1000)
	}
	plot.Segment(c, v.Px(p.x(x), p.y(lo)), v.Px(p.x(x), p.y(hi)), plot.Stroke{Color: plot.Measured, Width: 2})
}

// x is a value of the parameter in the view's coordinates, y one of the number.
func (p *curvePlot) x(v float64) float64 { return logIf(p.axis.Scale != param.Linear, v) }
func (p *curvePlot) y(v float64) float64 { return logIf(p.logY, v) }

func logIf(log bool, v float64) float64 {
	if log {
		return math.Log10(v)
	}
	return v
}

// view spans the parameter's range and, unless the ordinates are fixed, the
// curves and the measurement.
func (p *curvePlot) view(panel plot.Rect, measured float64) plot.View {
	v := plot.View{Rect: panel, X0: p.x(p.axis.Min), X1: p.x(p.axis.Max), Y0: p.y(p.y0), Y1: p.y(p.y1)}
	if p.y0 != p.y1 {
		return v
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, row := range p.ys {
		for _, y := range row {
			if y = p.y(y); !math.IsNaN(y) {
				lo, hi = math.Min(lo, y), math.Max(hi, y)
			}
		}
	}
	for _, mark := range []float64{measured, p.ring} {
		if m := p.y(mark); m-m == 0 && mark != 0 {
			lo, hi = math.Min(lo, m), math.Max(hi, m)
		}
	}
	if p.logY { // four decades: a curve that diverges must not flatten the rest
		hi = math.Min(hi, lo+4)
		if m := p.y(measured); m-m == 0 {
			hi = math.Max(hi, m)
		}
	}
	if !(lo < hi) {
		lo, hi = -1, 1
	}
	room := 0.06 * (hi - lo)
	v.Y0, v.Y1 = lo-room, hi+room
	return v
}
