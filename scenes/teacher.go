package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// What scenes have whose minimum isn't the teacher.

func paramTeacher(key, symbol string, def float64) param.Spec {
	return param.Spec{Key: key, Label: "Teacher " + symbol, Symbol: symbol, Group: "problem",
		Doc: "Weight that makes the labels.", Min: -2, Max: 2, Default: def, Scale: param.Linear}
}

// markTeacher paints a diamond at the teacher u and names it and the minimum,
// whose cross is there already.
func markTeacher(c plot.Canvas, v plot.View, u, min plane.Vec) {
	p, m := v.Px(u[0], u[1]), v.Px(min[0], min[1])
	diamond := func(r float64, color plot.Color) {
		plot.Patch(c, plot.Fill{Color: color},
			plot.Point{X: p.X - r, Y: p.Y}, plot.Point{X: p.X, Y: p.Y - r}, plot.Point{X: p.X + r, Y: p.Y}, plot.Point{X: p.X, Y: p.Y + r})
	}
	diamond(8, plot.Panel)
	diamond(6, plot.Ink)
	up := -13.0 // the names keep away from one another
	if m.Y < p.Y {
		up = 13
	}
	c.Text(plot.Point{X: p.X + 10, Y: p.Y + up}, "teacher u", plot.TextStyle{Color: plot.Ink, Size: 13, Ground: true})
	c.Text(plot.Point{X: m.X - 9, Y: m.Y - up}, "w*", plot.TextStyle{Color: plot.Ink, Size: 13, Align: plot.Right, Ground: true})
}

// testLoss is what is measured of the expected test loss; its value, or its
// standard error, is NaN where there is none.
func (r *run) testLoss() measure.Estimate {
	if !r.fc.exists || r.collected == 0 {
		return measure.Estimate{Value: math.NaN(), StdErr: math.NaN()}
	}
	q, min := r.fc.model.test, r.fc.law.Min
	e := r.moments().Quadratic(q.H, q.Slope(min))
	e.Value += q.At(min)
	if !r.fc.errorBars() {
		e.StdErr = math.NaN()
	}
	return e
}
