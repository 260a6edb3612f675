package figures

import (
	"cmp"
	"context"
	"math"
	"slices"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// Seeds is the number of independent runs where a measurement has no error bar.
const Seeds = 8

// runsFor is the number of runs that a point needs.
func runsFor(errorBar bool) int {
	if errorBar {
		return 1
	}
	return Seeds
}

// sample is a simulation that is repeated with different seeds.
type sample struct {
	job
	runs     int
	errorBar bool // the measurement has a finite variance
}

// measure carries out the samples; the result has the runs of each.
func (l *lab) measure(ctx context.Context, samples []sample) ([][]outcome, error) {
	var jobs []job
	for i := range samples {
		for k := range samples[i].runs {
			j := samples[i].job
			j.seed += uint64(k)
			jobs = append(jobs, j)
		}
	}
	moments, err := l.simulate(ctx, jobs)
	if err != nil {
		return nil, err
	}
	out := make([][]outcome, len(samples))
	for i := range samples {
		out[i], moments = moments[:samples[i].runs], moments[samples[i].runs:]
	}
	return out, nil
}

// fill enters what was measured of a number: the mean of the runs with its error
// bar or, where there is none, their median and range.
func (r *Row) fill(q problem.Quadratic, s *sample, runs []outcome) {
	centre := s.problem.Minimum()
	var list []measure.Estimate
	for i := range runs {
		e := runs[i].Quadratic(q.H, q.Slope(centre))
		e.Value += q.At(centre)
		list = append(list, e)
	}
	r.Low, r.High = math.NaN(), math.NaN()
	if s.errorBar {
		e := pooled(list)
		r.Obtained, r.StdErr = e.Value, e.StdErr
		return
	}
	slices.SortFunc(list, func(a, b measure.Estimate) int { return cmp.Compare(a.Value, b.Value) })
	n := len(list)
	r.Obtained, r.StdErr = (list[(n-1)/2].Value+list[n/2].Value)/2, math.NaN()
	r.Low, r.High = list[0].Value, list[n-1].Value
}

// pooled is the mean of independent estimates.
func pooled(list []measure.Estimate) (m measure.Estimate) {
	n := float64(len(list))
	for _, e := range list {
		m.Value += e.Value / n
		m.StdErr = math.Hypot(m.StdErr, e.StdErr/n)
	}
	return m
}

// soon is a sample of the instant some steps after the start, repeated often:
// by then all moments exist, however large the learning rate.
func soon(p problem.Linear, r sgd.Rule, start plane.Vec, steps int, seed uint64) sample {
	return sample{
		job:  job{problem: p, rule: r, start: start, seed: seed, walkers: 4000, burn: steps - 1, steps: 1, rounds: 200},
		runs: 1, errorBar: true,
	}
}

// after is the expectation of q some steps after the start.
func after(l *lab, p problem.Linear, r sgd.Rule, start plane.Vec, steps int, q problem.Quadratic) float64 {
	law := l.law(p, r.Batch)
	state := theory.At(&law, start)
	for range steps {
		state.Step(&law, r.LR, r.Momentum)
	}
	return q.Mean(law.Min.Add(state.Offset()), state.Cov())
}

// approximation is the covariance by the approximation of that label.
func approximation(label string, law *problem.Law, scale float64, r sgd.Rule) (sigma plane.Sym, ok bool) {
	for _, a := range theory.Approximations {
		if a.Label == label {
			sigma, ok, _ = a.Sigma(theory.Setting{Law: law, Scale: scale, LR: r.LR, Mu: r.Momentum, Batch: r.Batch})
		}
	}
	return sigma, ok
}
