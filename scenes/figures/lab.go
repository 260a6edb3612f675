package figures

import (
	"context"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/theory"
)

// lab is where figures get their simulations and their theory from. Tests put a
// wrong theory here.
type lab struct {
	simulate func(ctx context.Context, jobs []job) ([]outcome, error)
	law      func(p problem.Linear, batch int) problem.Law
	tail     func(c float64, batch int) theory.Tail // of one parameter, c = λa
}

// newLab simulates on so many goroutines and tells progress (if not nil) how
// many simulations are done.
func newLab(workers int, progress func(done, of int)) *lab {
	simulate := func(ctx context.Context, jobs []job) (out []outcome, err error) {
		cell := func(ctx context.Context, i int) outcome { return jobs[i].run(ctx) }
		err = sweep.Run(ctx, len(jobs), workers, cell, func(i int, m outcome) error {
			out = append(out, m)
			if progress != nil {
				progress(i+1, len(jobs))
			}
			return nil
		})
		return out, err
	}
	return &lab{simulate, problem.Linear.Law, theory.TailScalar}
}

// job is one simulation: walkers at rest at the start take burn steps and are
// then measured for some more, all of it as often as rounds says.
type job struct {
	problem     problem.Linear
	rule        sgd.Rule
	start       plane.Vec
	seed        uint64
	walkers     int
	burn, steps int
	rounds      int       // 0: one
	clip        plane.Vec // coordinates farther than this from the minimum count as this far; 0: no such limit
	tails       bool      // measure how far walkers of one parameter stray, instead of moments
}

// outcome is what a job measured, relative to the minimum.
type outcome struct {
	measure.Moments
	tails *measure.Survival
}

// tooFar is where walkers are given up. No figure has such: wherever SGD is run,
// its law has a variance.
const tooFar = 1e100

// run is cut short when ctx ends.
func (j *job) run(ctx context.Context) outcome {
	centre := j.problem.Minimum()
	window := measure.NewWindow(j.walkers, centre)
	tails := measure.NewSurvival(j.walkers, 1, centre)
	var clipped problem.Columns
	var ens *sgd.Ensemble
	for round := range max(j.rounds, 1) {
		ens = sgd.New(j.walkers, j.seed+uint64(round)<<32, j.start, tooFar)
		for step := 1; step <= j.burn+j.steps && ctx.Err() == nil; step++ {
			ens.Advance(j.problem, j.rule, nil)
			switch {
			case step <= j.burn:
			case j.tails:
				tails.Add(ens.W, ens.Held)
			case j.clip == plane.Vec{}:
				window.Add(ens.W)
			default:
				clip(&clipped, ens.W, centre, j.clip)
				window.Add(clipped)
			}
		}
	}
	return outcome{window.Moments(plane.Sym{}, ens.Held), tails}
}

// clip stores in dst the positions, none farther from the centre than reach
// along an axis.
func clip(dst *problem.Columns, pos problem.Columns, centre, reach plane.Vec) {
	for k := range pos {
		dst[k] = dst[k][:0]
		lo, hi := centre[k]-reach[k], centre[k]+reach[k]
		for _, x := range pos[k] {
			dst[k] = append(dst[k], min(max(x, lo), hi))
		}
	}
}
