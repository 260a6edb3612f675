package figures

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// curve is a number of the stationary law of one parameter, as it depends on
// something else. The two copies of problem.Scalar make two independent walkers.
type curve struct {
	title  string // of the number, such as "Σ"
	symbol string // of what it depends on, such as "λ"
	seed   uint64
	points []float64 // where SGD is run
	at     func(x float64) (*problem.Scalar, sgd.Rule)
	number func(p *problem.Scalar) problem.Quadratic // whose mean is shown
	scale  func(p *problem.Scalar) float64           // c₀ of the approximations
	others []string                                  // the approximations shown
	start  plane.Vec
	burn   int
	steps  int   // measured
	crowd  int   // walkers
	frame  chart // axes and limits
}

// variance is the mean square distance from the minimum in one copy.
func variance(p *problem.Scalar) problem.Quadratic {
	return problem.Quadratic{H: plane.Sym{1, 0, 1}, Min: p.Minimum()}
}

// labelNoise is c₀ = σ².
func labelNoise(p *problem.Scalar) float64 { return p.Sigma * p.Sigma }

// ofVariance fills in what figures of the variance with label noise share.
func ofVariance(c curve) curve {
	c.title, c.number, c.scale = "Σ", variance, labelNoise
	c.others = []string{"continuous time", "Hessian noise"}
	c.burn, c.steps, c.crowd = 120, 200, 4000
	axes := &c.frame.axes
	axes.YTitle, axes.LogY, axes.Grid = "variance Σ", true, true
	c.frame.y0, c.frame.y1 = 2e-3, 10
	return c
}

// compared runs the curve and compares SGD with theory and with the approximations.
func (c *curve) compared(ctx context.Context, l *lab) (*Result, error) {
	t, _, err := c.run(ctx, l)
	if err != nil {
		return nil, err
	}
	return &Result{
		Tables: []Table{t},
		Checks: append([]Check{t.agreement()}, t.rejections()...),
		draw:   c.draws(l, t),
	}, nil
}

// exact is what theory expects at x, and whether a measurement has an error bar;
// ok is false if there is no such number.
func (c *curve) exact(l *lab, x float64) (value float64, errorBar, ok bool) {
	p, rule := c.at(x)
	law := l.law(p, rule.Batch)
	limits := theory.LimitsOf(&law, 0)
	sigma, ok := theory.Stationary(&law, rule.LR, 0)
	if !ok || rule.LR >= limits.Variance {
		return math.NaN(), false, false
	}
	return c.number(p).Mean(law.Min, sigma), rule.LR < limits.Fourth, true
}

// approximate is what an approximation says at x, NaN if nothing.
func (c *curve) approximate(l *lab, name string, x float64) float64 {
	p, rule := c.at(x)
	law := l.law(p, rule.Batch)
	sigma, ok := approximation(name, &law, c.scale(p), rule)
	if !ok {
		return math.NaN()
	}
	return c.number(p).Mean(law.Min, sigma)
}

// run simulates all points and returns what was measured at each, too.
func (c *curve) run(ctx context.Context, l *lab) (Table, [][]outcome, error) {
	t := Table{Title: c.title, Label: c.symbol, Others: c.others}
	var samples []sample
	for i, x := range c.points {
		p, rule := c.at(x)
		value, errorBar, _ := c.exact(l, x)
		row := Row{Label: label(x), Expected: value}
		for _, name := range c.others {
			row.Others = append(row.Others, c.approximate(l, name, x))
		}
		t.Rows = append(t.Rows, row)
		samples = append(samples, sample{
			job:  job{problem: p, rule: rule, start: c.start, seed: c.seed + uint64(100*i), walkers: c.crowd, burn: c.burn, steps: c.steps},
			runs: runsFor(errorBar), errorBar: errorBar,
		})
	}
	moments, err := l.measure(ctx, samples)
	if err != nil {
		return t, nil, err
	}
	for i := range t.Rows {
		p, _ := c.at(c.points[i])
		t.Rows[i].fill(c.number(p), &samples[i], moments[i])
	}
	return t, moments, nil
}

// early compares the numbers after a few steps from the start, when all moments
// still exist.
func (c *curve) early(ctx context.Context, l *lab, steps int) (Table, error) {
	t := Table{Title: fmt.Sprintf("%s after %d steps from w = 0", c.title, steps), Label: c.symbol}
	var samples []sample
	for i, x := range c.points {
		p, rule := c.at(x)
		t.Rows = append(t.Rows, Row{Label: label(x), Expected: after(l, p, rule, c.start, steps, c.number(p))})
		samples = append(samples, soon(p, rule, c.start, steps, c.seed+uint64(100*i+50)))
	}
	moments, err := l.measure(ctx, samples)
	if err != nil {
		return t, err
	}
	for i := range t.Rows {
		p, _ := c.at(c.points[i])
		t.Rows[i].fill(c.number(p), &samples[i], moments[i])
	}
	return t, nil
}

func label(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// draws returns what paints the table as points among the curves of theory and
// of the approximations.
func (c *curve) draws(l *lab, t Table) func(plot.Canvas, plot.Rect) {
	ch := c.frame
	xs := c.abscissas()
	add := func(label string, color plot.Color, f func(x float64) float64) {
		ys := make([]float64, len(xs))
		for i, x := range xs {
			ys[i] = f(x)
		}
		ch.lines = append(ch.lines, line{label, color, xs, ys})
	}
	add("exact", plot.Theory, func(x float64) float64 { y, _, _ := c.exact(l, x); return y })
	for _, name := range c.others {
		add(name, colors[name], func(x float64) float64 { return c.approximate(l, name, x) })
	}
	ch.dots = []dots{{"SGD", plot.Disc, c.points, t.Rows}}
	return ch.draw
}

// colors of the approximations, by their labels.
var colors = map[string]plot.Color{"continuous time": plot.Continuous, "Hessian noise": plot.Hessian}

// abscissas are where curves are computed: evenly spaced as the axis is, whole
// numbers on the logarithmic axis of the batch size.
func (c *curve) abscissas() []float64 {
	const n = 240
	var xs []float64
	for i := range n + 1 {
		x := c.frame.x0 + (c.frame.x1-c.frame.x0)*float64(i)/n
		if c.frame.axes.LogX {
			x = math.Round(c.frame.x0 * math.Pow(c.frame.x1/c.frame.x0, float64(i)/n))
		}
		if len(xs) == 0 || x > xs[len(xs)-1] {
			xs = append(xs, x)
		}
	}
	return xs
}
