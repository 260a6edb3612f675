package scenes

import (
	"fmt"
	"math"
	"slices"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// weightDecay is a cloud around the teacher, with the minimum on its way and the
// curve of the test loss.
type weightDecay struct {
	*cloud
	teacher plane.Vec
	a       plane.Sym // covariance of the inputs
	curve   curvePlot
	buf     []plot.Point

	state  curveState
	form   theory.WeightDecay
	lo, hi float64 // window of γ in which the variance exists
	window bool
	best   float64
	loss   float64 // at best
	reason string  // why there is no best
	name   string  // of the best in the picture
}

func newWeightDecay() Scene {
	d := &weightDecay{}
	d.cloud = newCloud(1.6, func(v Settings) model {
		d.teacher = teacher(v)
		return decayed(v)
	})
	d.cloud.centre = &d.teacher
	d.side, d.marks, d.tell = d.drawCurve, d.drawMarks, d.report
	d.curve = curvePlot{title: "test loss against γ", short: "L test over γ", fine: 600, under: d.shade}
	return d
}

// update computes the window and the best γ, if anything changed.
func (d *weightDecay) update() {
	r := d.fc.rule
	state := curveState{model: d.fc.model, lr: r.LR, mu: r.Momentum, batch: r.Batch}
	if state == d.state {
		return
	}
	d.state = state
	v := d.last
	sigma := v.num("sigma")
	d.form = theory.WeightDecay{
		A: []float64{v.num("a1")}, U: []float64{v.num("u1")},
		Variance: sigma * sigma, LR: r.LR, Mu: r.Momentum, Batch: r.Batch,
	}
	d.a = plane.Sym{v.num("a1"), 0, v.num("a1")}
	if v.whole("dim") == 2 { // along the axes of A
		u := teacher(v)
		sin, cos := math.Sincos(v.num("angle") * math.Pi / 180)
		d.a = plane.Rotated(v.num("a1"), v.num("a2"), v.num("angle"))
		d.form.A = []float64{v.num("a1"), v.num("a2")}
		d.form.U = []float64{cos*u[0] + sin*u[1], cos*u[1] - sin*u[0]}
	}
	d.lo, d.hi, d.window = d.form.Window()
	d.best, d.loss, d.reason = d.form.Best()
	d.name = "best " + short(d.best)
}

// drawCurve paints the test loss against γ: the window is shaded, the best γ marked.
func (d *weightDecay) drawCurve(c plot.Canvas, at plot.Rect) {
	d.update()
	if axis := d.axis(); stale(&d.curve, d.state, &axis) {
		d.curve.tabulate(axis, []curve{{plot.Theory.Stroke(), d.form.TestLoss}})
	}
	measured, gamma := d.testLoss(), d.last.num("weight-decay")
	d.curve.y1 = d.top(measured)
	d.curve.y0 = -0.04 * d.curve.y1
	d.curve.draw(c, at, gamma, measured)
	d.handles = append(d.handles, d.curve.handle(gamma))
}

// axis is the part of γ's range around the window, 0 and the present γ.
func (d *weightDecay) axis() param.Spec {
	axis := d.last.spec("weight-decay")
	if d.window {
		gamma := d.last.num("weight-decay")
		lo, hi := math.Min(d.lo, 0), math.Max(d.hi, 0)
		room := 0.15 * (hi - lo)
		axis.Min, axis.Max = math.Max(axis.Min, min(lo-room, gamma)), math.Min(axis.Max, max(hi+room, gamma))
	}
	return axis
}

// top leaves the curve's ends, where it diverges, out of the picture.
func (d *weightDecay) top(measured measure.Estimate) float64 {
	var shrunk float64 // the test loss of w = 0
	for i, a := range d.form.A {
		shrunk += a * d.form.U[i] * d.form.U[i] / 2
	}
	top := math.Max(1.2*shrunk, 2.2*d.loss)
	if now, ok := d.form.TestLoss(d.last.num("weight-decay")); ok {
		top = math.Max(top, 1.25*now)
	}
	if measured.Value > 0 { // not where it doesn't exist
		top = math.Max(top, math.Min(1.1*measured.Value, 3*top))
	}
	return math.Max(top, 0.1)
}

var bestStroke = plot.Stroke{Color: plot.Ink, Width: 1, Dash: []float64{2, 3}}

// shade paints the window and the best γ.
func (d *weightDecay) shade(c plot.Canvas, v plot.View) {
	if !d.window {
		middle := plot.Point{X: (v.Rect.Min.X + v.Rect.Max.X) / 2, Y: (v.Rect.Min.Y + v.Rect.Max.Y) / 2}
		c.Text(middle, "no variance at any γ", plot.TextStyle{Color: plot.Muted, Size: 12, Align: plot.Center})
		return
	}
	a, b := v.Px(math.Max(d.lo, v.X0), v.Y1), v.Px(math.Min(d.hi, v.X1), v.Y0)
	if b.X > a.X {
		plot.Box(c, plot.Rect{Min: a, Max: b}, plot.Fill{Color: plot.BandStable, Alpha: 0.7})
	}
	if d.reason != "" || d.best < v.X0 || d.best > v.X1 {
		return
	}
	x := v.Px(d.best, 0).X
	plot.Segment(c, plot.Point{X: x, Y: v.Rect.Min.Y}, plot.Point{X: x, Y: v.Rect.Max.Y}, bestStroke)
	label, style := d.name, plot.TextStyle{Color: plot.Ink, Size: 12}
	at := plot.Point{X: x + 5, Y: v.Rect.Min.Y + 9}
	if d.loss > 0.25*v.Y1 { // there is room below the curve
		at.Y = v.Rect.Max.Y - 9
	}
	if at.X+plot.TextWidth(label, style.Size, false) > v.Rect.Max.X {
		at.X, style.Align = x-5, plot.Right
	}
	c.Text(at, label, style)
}

// short writes a number with three decimals at most.
func short(x float64) string { return sig(math.Round(x*1000)/1000+0, -1) }

// drawMarks paints the teacher, and the minimum with the way that γ moves it.
func (d *weightDecay) drawMarks(c plot.Canvas, v plot.View) {
	d.update()
	d.buf = d.buf[:0]
	for k := range 81 { // the smaller eigenvalue of A + γI from 1/20 to 200 of A's
		gamma := slices.Min(d.form.A) * (0.05*math.Pow(4000, float64(k)/80) - 1)
		w := d.a.Plus(gamma, plane.Sym{1, 0, 1}).Solve(d.a.Apply(d.teacher))
		d.buf = append(d.buf, v.Px(w[0], w[1]))
	}
	c.Line(d.buf, plot.Ink.Stroke().WithAlpha(0.45))
	zero := v.Px(0, 0)
	c.Text(plot.Point{X: zero.X - 6, Y: zero.Y + 8}, "γ → ∞", plot.TextStyle{Color: plot.Ink, Size: 13, Align: plot.Right})
	markTeacher(c, v, d.teacher, d.fc.law.Min)
}

// report adds the best weight decay and the window, and what γ does.
func (d *weightDecay) report(rep *Report) {
	d.update()
	best := predicted("weight-decay.best", "γ best",
		"least expected test loss at this λ, S and μ (Ziyin et al. 2022, Cor. 1; minimised numerically)", d.best)
	best.Main = true
	if d.reason != "" {
		best.refuse("not valid here, because " + d.reason)
	}
	rep.Readings = append(rep.Readings, best)
	window := "At this λ and S the variance exists for no γ."
	if d.window {
		window = fmt.Sprintf("At this λ and S the variance exists for γ between %s and %s.", short(d.lo), short(d.hi))
	}
	rep.Notes = append(rep.Notes, window)
	rep.Sentence += d.sentence(rep.Status)
}

// sentence says what the weight decay does.
func (d *weightDecay) sentence(status Status) string {
	switch {
	case d.fc.noMinimum():
		return fmt.Sprintf(" At γ = %s the minimum is no minimum: one of a + γ is negative.", short(d.last.num("weight-decay")))
	case !d.window:
		return " No weight decay helps at this λ and S."
	case status == Stationary && d.reason == "":
		return fmt.Sprintf(" The test loss is least at γ = %s.", short(d.best))
	case status == HeavyTailed || status == Diverged:
		return fmt.Sprintf(" The variance exists for γ between %s and %s.", short(d.lo), short(d.hi))
	}
	return ""
}
