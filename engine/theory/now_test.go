package theory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// change is one in the rule in mid-flight.
type change struct {
	name    string
	p       problem.Linear
	old     sgd.Rule
	changed sgd.Rule
}

func changes() []change {
	gaussian := &problem.Gaussian{A: plane.Rotated(1, 0.4, 30), U: plane.Vec{0.5, -0.3}, Sigma: 1}
	r := rand.New(rand.NewPCG(7, 1))
	replaced := randomDataset(r, 20, problem.WithReplacement)
	subset := randomDataset(r, 20, problem.FreshSubset)
	return []change{
		{"λ", gaussian, sgd.Rule{LR: 0.1, Batch: 8}, sgd.Rule{LR: 0.4, Batch: 8}},
		{"λ with momentum", gaussian, sgd.Rule{LR: 0.05, Momentum: 0.9, Batch: 16}, sgd.Rule{LR: 0.1, Momentum: 0.9, Batch: 16}},
		{"λ at S = 1", gaussian, sgd.Rule{LR: 0.1, Momentum: 0.5, Batch: 1}, sgd.Rule{LR: 0.05, Momentum: 0.5, Batch: 1}},
		{"S", gaussian, sgd.Rule{LR: 0.3, Batch: 64}, sgd.Rule{LR: 0.3, Batch: 4}},
		{"S with momentum", gaussian, sgd.Rule{LR: 0.1, Momentum: 0.9, Batch: 64}, sgd.Rule{LR: 0.1, Momentum: 0.9, Batch: 16}},
		{"μ up from 0", gaussian, sgd.Rule{LR: 0.1, Batch: 8}, sgd.Rule{LR: 0.1, Momentum: 0.9, Batch: 8}},
		{"μ down to 0", gaussian, sgd.Rule{LR: 0.1, Momentum: 0.9, Batch: 8}, sgd.Rule{LR: 0.1, Batch: 8}},
		{"λ with a ridge", noisy, sgd.Rule{LR: 0.1, Momentum: 0.5, Batch: 2}, sgd.Rule{LR: 0.3, Momentum: 0.5, Batch: 2}},
		{"λ on data", replaced, sgd.Rule{LR: 0.1, Momentum: 0.5, Batch: 2}, sgd.Rule{LR: 0.2, Momentum: 0.5, Batch: 2}},
		{"S on data", subset, sgd.Rule{LR: 0.3, Batch: 10}, sgd.Rule{LR: 0.3, Batch: 2}},
		{"μ on data", subset, sgd.Rule{LR: 0.1, Batch: 5}, sgd.Rule{LR: 0.1, Momentum: 0.8, Batch: 5}},
	}
}

// prediction is the state from which the ensemble's own moments start, and the
// comparison with the ensemble later on.
type prediction struct {
	theory.State
	law  problem.Law
	rule sgd.Rule
}

func predict(e *sgd.Ensemble, p problem.Linear, r sgd.Rule) *prediction {
	law := p.Law(r.Batch)
	var sums measure.JointSums
	sums.Add(e.W, e.M, law.Min, e.Held)
	mean, second := sums.Moments()
	return &prediction{theory.State{Mean: mean, Second: second}, law, r}
}

func (p *prediction) step() { p.Step(&p.law, p.rule.LR, p.rule.Momentum) }

// farthest is the largest deviation of the ensemble from the prediction in
// standard errors, over the mean and covariance of w. The errors are those of
// independent walkers from anywhere and so too large, if anything: the
// prediction knows where these walkers were.
func (p *prediction) farthest(e *sgd.Ensemble) float64 {
	m := measure.Instant(e.W, p.law.Min, p.law.H, e.Held)
	offset, cov := p.Offset(), p.Cov()
	var z float64
	for k, o := range offset {
		z = math.Max(z, math.Abs(m.Mean[k].Value-o)/m.Mean[k].StdErr)
	}
	for k, c := range cov {
		z = math.Max(z, math.Abs(m.Cov[k].Value-c)/m.Cov[k].StdErr)
	}
	return math.Max(z, math.Abs(m.Loss.Value-(p.Loss(&p.law)-p.law.Floor))/m.Loss.StdErr)
}

// A prediction that starts from the ensemble in mid-flight, away from anything
// stationary, when the rule changes follows it; one that keeps to the old rule
// is told from it after 10 steps.
func TestNowFollowsChanges(t *testing.T) {
	const walkers = 20000
	for i, c := range changes() {
		t.Run(c.name, func(t *testing.T) {
			start := c.p.Minimum()
			start[0] += 2
			start[1]--
			e := sgd.New(walkers, uint64(i), start, far)
			for range 7 {
				e.Advance(c.p, c.old, nil)
			}
			now, stale := predict(e, c.p, c.changed), predict(e, c.p, c.old)
			for step := 1; step <= 10; step++ {
				e.Advance(c.p, c.changed, nil)
				now.step()
				stale.step()
				if z := now.farthest(e); slices.Contains([]int{1, 3, 10}, step) && !(z <= standardErrors) {
					t.Errorf("step %d: the prediction is %.1f standard errors off", step, z)
				}
			}
			if z := stale.farthest(e); !(z > standardErrors) {
				t.Errorf("the prediction for the old rule is within %.1f standard errors", z)
			}
		})
	}
}

// The same from the start, where nothing has been measured yet and the errors
// are no larger than they should be. Momenta show in the steps that they cause.
func TestNowFromRest(t *testing.T) {
	for i, c := range changes() {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			law := c.p.Law(c.old.Batch)
			start := plane.Vec{1.5, -1}
			e := sgd.New(20000, uint64(100+i), start, far)
			now := &prediction{theory.At(&law, start), law, c.old}
			for step := 1; step <= 30; step++ {
				e.Advance(c.p, c.old, nil)
				now.step()
				if z := now.farthest(e); slices.Contains([]int{1, 3, 10, 30}, step) && !(z <= standardErrors) {
					t.Errorf("step %d: the prediction is %.1f standard errors off", step, z)
				}
			}
		})
	}
}
