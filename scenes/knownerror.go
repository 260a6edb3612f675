package scenes

import (
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// knownError is the relative standard error of the variance over the window
// where theory has it in closed form: one weight (as two copies), no weight
// decay, no momentum. Everywhere else it is estimated from independent walkers.
func (r *run) knownError() (relative float64, ok bool) {
	p, scalar := r.fc.model.problem.(*problem.Scalar)
	steps, free := r.collected, r.crowd.Len()-r.crowd.Held()
	if !scalar || p.Ridge != 0 || r.fc.rule.Momentum > 0 || r.fc.noiseless() || steps == 0 || free == 0 {
		return 0, false
	}
	return theory.StandardError(r.fc.rule.LR*(p.A+p.Input), r.fc.rule.Batch, steps, free)
}
