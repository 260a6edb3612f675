package figures

import (
	"context"
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

var _ = register(Figure{
	ID:    "2",
	Title: "Power-law tails: the paper's index is that of the bulk",
	Caption: "Tail exponent β of one parameter against the batch size S at λa = 1. Experiment agrees with the paper's β = 2S/(λa) − S = S " +
		"if it is the index of a Student-t law fitted to the bulk: within a tenth, not exactly. Far out the exponent is another, " +
		"the root of E|1 − λaχ²/S|^β = 1 (Kesten). Continuous time says 2S + 1. The label noise only sets the scale: σ = 1.",
	run: figure2,
})

// batches are those of the fits to the bulk. For the first of them the tail is
// measured, too, beyond the farthest share of the distances; with more samples
// per minibatch it begins so far out that hardly any walker gets there.
var (
	batches = []int{1, 2, 3, 4, 5, 6, 8, 10, 16, 20}
	shares  = []float64{5e-3, 2e-3, 1e-3, 3e-4}
)

const paperName, continuousName = "the paper's index", "continuous time"

// figure2 measures both exponents.
func figure2(ctx context.Context, l *lab) (*Result, error) {
	var jobs []job
	for i, batch := range batches {
		j := job{
			problem: &problem.Scalar{A: 1, Sigma: 1}, rule: sgd.Rule{LR: 1, Batch: batch},
			seed: 20_000 + uint64(i), walkers: 20_000, burn: 100, steps: 50, tails: true,
		}
		if i < len(shares) {
			j.steps = 1000
		}
		jobs = append(jobs, j)
	}
	out, err := l.simulate(ctx, jobs)
	if err != nil {
		return nil, err
	}
	bulk := Table{Title: "index of the bulk", Label: "S", Others: []string{continuousName}, Within: 0.1}
	tail := Table{Title: "exponent of the tail", Label: "S", Others: []string{paperName, continuousName}, MostError: 0.03}
	for i, batch := range batches {
		paper, continuous := approximateTail("bulk", batch), approximateTail("continuous", batch)
		// κ of the fit is σ²/a, as in the law that continuous time predicts.
		bulk.Rows = append(bulk.Rows, exponent(batch, paper, out[i].tails.Student(1), continuous))
		if i < len(shares) {
			tail.Rows = append(tail.Rows, exponent(batch, l.tail(1, batch).Beta, hill(out[i].tails, shares[i]), paper, continuous))
		}
	}
	checks := append([]Check{bulk.agreement()}, bulk.rejections()...)
	checks = append(append(checks, tail.agreement()), tail.rejections()...)
	return &Result{Tables: []Table{bulk, tail}, Checks: checks, draw: drawExponents(l, &bulk, &tail)}, nil
}

// approximateTail is the exponent by the approximation of that name.
func approximateTail(name string, batch int) float64 {
	for _, a := range theory.TailApproximations {
		if a.Name == name {
			return a.Beta(1, batch, 1).Beta
		}
	}
	panic("figures: no tail approximation " + name)
}

func exponent(batch int, expected float64, e measure.Estimate, others ...float64) Row {
	return Row{Label: label(float64(batch)), Expected: expected, Obtained: e.Value, StdErr: e.StdErr,
		Low: math.NaN(), High: math.NaN(), Others: others}
}

// hill is the Hill estimate from the given share of the farthest distances.
func hill(s *measure.Survival, share float64) measure.Estimate {
	for _, l := range s.Levels() {
		if l.Share <= share {
			return l.Hill
		}
	}
	return measure.Estimate{Value: math.NaN(), StdErr: math.NaN()}
}

// drawExponents returns what paints both tables and the exponents of theory.
func drawExponents(l *lab, bulk, tail *Table) func(plot.Canvas, plot.Rect) {
	ch := chart{
		axes: plot.AxesOptions{XTitle: "batch size S", YTitle: "exponent β", LogX: true, LogY: true, Grid: true},
		x0:   0.85, x1: 24, y0: 0.7, y1: 60,
	}
	add := func(name string, color plot.Color, f func(batch int) float64) {
		curve := line{label: name, color: color}
		for batch := 1; batch <= int(ch.x1); batch++ {
			curve.xs, curve.ys = append(curve.xs, float64(batch)), append(curve.ys, f(batch))
		}
		ch.lines = append(ch.lines, curve)
	}
	add("exact tail", plot.Theory, func(batch int) float64 { return l.tail(1, batch).Beta })
	add("the paper's β = S", plot.General, func(batch int) float64 { return approximateTail("bulk", batch) })
	add("continuous time", plot.Continuous, func(batch int) float64 { return approximateTail("continuous", batch) })
	var xs []float64
	for _, batch := range batches {
		xs = append(xs, float64(batch))
	}
	ch.dots = []dots{
		{"Student-t fit to the bulk", plot.Disc, xs, bulk.Rows},
		{"far out (Hill)", plot.Square, xs[:len(shares)], tail.Rows},
	}
	return ch.draw
}
