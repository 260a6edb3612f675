package figures

import (
	"context"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
)

// lab is where figures get their simulations and their theory from. Tests put a
// wrong theory here.
type lab struct {
	simulate func(ctx context.Context, jobs []job) ([]measure.Moments, error)
	law      func(p problem.Linear, batch int) problem.Law
}

// newLab simulates on so many goroutines and tells progress (if not nil) how
// many simulations are done.
func newLab(workers int, progress func(done, of int)) *lab {
	simulate := func(ctx context.Context, jobs []job) (out []measure.Moments, err error) {
		cell := func(ctx context.Context, i int) measure.Moments { return jobs[i].run(ctx) }
		err = sweep.Run(ctx, len(jobs), workers, cell, func(i int, m measure.Moments) error {
			out = append(out, m)
			if progress != nil {
				progress(i+1, len(jobs))
			}
			return nil
		})
		return out, err
	}
	return &lab{simulate, problem.Linear.Law}
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
}

// tooFar is where walkers are given up. No figure has such: wherever SGD is run,
// its law has a variance.
const tooFar = 1e100

// run measures relative to the minimum; it is cut short when ctx ends.
func (j *job) run(ctx context.Context) measure.Moments {
	centre := j.problem.Minimum()
	window := measure.NewWindow(j.walkers, centre)
	var clipped problem.Columns
	var ens *sgd.Ensemble
	for round := range max(j.rounds, 1) {
		ens = sgd.New(j.walkers, j.seed+uint64(round)<<32, j.start, tooFar)
		for step := 1; step <= j.burn+j.steps && ctx.Err() == nil; step++ {
			ens.Advance(j.problem, j.rule, nil)
			switch {
			case step <= j.burn:
			case j.clip == plane.Vec{}:
				window.Add(ens.W)
			default:
				clip(&clipped, ens.W, centre, j.clip)
				window.Add(clipped)
			}
		}
	}
	return window.Moments(plane.Sym{}, ens.Held)
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
