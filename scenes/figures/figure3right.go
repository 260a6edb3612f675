package figures

import (
	"context"
	"fmt"
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

var _ = register(Figure{
	ID:    "3-right",
	Title: "Weight decay without label noise: the best is none",
	Caption: "Test loss of one parameter against the weight decay γ: a = 1, λ = 0.5, one sample per minibatch, no label noise. " +
		"The paper doesn't give the teacher: u = 1 is assumed. With so small a batch no fourth moment exists at any γ, " +
		"so that the stationary loss has no error bar. The loss after two steps has one, and so has the mean of w. " +
		"The approximations take twice the loss at the minimum for σ².",
	run: func(ctx context.Context, l *lab) (*Result, error) {
		c := figure3right
		loss, moments, err := c.run(ctx, l)
		if err != nil {
			return nil, err
		}
		early, err := c.early(ctx, l, 2)
		if err != nil {
			return nil, err
		}
		mean := c.mean(l, moments)
		return &Result{
			Tables: []Table{loss, early, mean},
			Checks: []Check{early.agreement(), mean.agreement(), c.bestIsNone(&loss, &mean)},
			draw:   c.draws(l, loss),
		}, nil
	},
})

var figure3right = curve{
	title: "L test", symbol: "γ", seed: 32_000,
	points: []float64{-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.5, 1, 1.5, 2},
	at: func(x float64) (*problem.Scalar, sgd.Rule) {
		return &problem.Scalar{A: 1, U: teacher, Ridge: x}, sgd.Rule{LR: 0.5, Batch: 1}
	},
	number: (*problem.Scalar).TestLoss, scale: twiceFloor, others: []string{"continuous time", "Hessian noise"},
	burn: 250, steps: 200, crowd: 2000,
	frame: chart{
		axes: plot.AxesOptions{XTitle: "weight decay γ", YTitle: "test loss", Grid: true},
		x0:   -0.75, x1: 2.8, y0: 0, y1: 0.8,
		limits: []limit{{1 - math.Sqrt2, 0.08, "1 − √2"}, {1 + math.Sqrt2, 0.08, "1 + √2"}},
	},
}

// teacher is u of Fig. 3 right.
const teacher = 1

// twiceFloor is c₀ = 2 L(w*) without the weight decay's term.
func twiceFloor(p *problem.Scalar) float64 { return 2 * p.TrainLoss().At(p.Minimum()) }

// mean compares the stationary mean of w with the minimum.
func (c *curve) mean(l *lab, moments [][]outcome) Table {
	t := Table{Title: "E w", Label: c.symbol}
	for i, x := range c.points {
		p, rule := c.at(x)
		law := l.law(p, rule.Batch)
		var list []measure.Estimate
		for _, m := range moments[i] {
			list = append(list, m.Mean[:]...)
		}
		e := pooled(list)
		t.Rows = append(t.Rows, Row{Label: label(x), Expected: law.Min[0], Obtained: p.Minimum()[0] + e.Value,
			StdErr: e.StdErr, Low: math.NaN(), High: math.NaN()})
	}
	return t
}

// bestIsNone checks that the loss is 0 at γ = 0 and nowhere else: the distance
// of E w from the teacher alone costs something.
func (c *curve) bestIsNone(loss, mean *Table) Check {
	n, of, zero := 0, 0, false
	for i, x := range c.points {
		if r := mean.Rows[i]; x == 0 {
			zero = loss.Rows[i].High <= vanishing
		} else {
			of++
			if math.Abs(r.Obtained-teacher) > StandardErrors*r.StdErr {
				n++
			}
		}
	}
	return Check{
		Text: fmt.Sprintf("L test is least at γ = 0: nothing is left of it there, and at %d of %d other γ the mean of w alone costs something", n, of),
		OK:   zero && n == of,
	}
}
