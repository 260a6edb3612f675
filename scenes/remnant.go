package scenes

import (
	"math"

	"sgdnoise/engine/theory"
)

// remnant is what is left of where walkers were when theory started: there the
// noise is only multiplicative.
type remnant struct {
	from   theory.State   // theory's start
	uneven float64        // fourth moments of the walkers then, by a normal law's
	fading *theory.Fading // nil before it is asked for
}

// wellSampled reports whether the walkers of this instant tell how far their
// moments are from their law's: what is left of the start must be spread evenly
// over them, or too little to matter.
//
// What is left is about log-normal. If its fourth moments are u times a normal
// law's, an error bar from n walkers is itself known to about √(u³/n), times
// some: then no such error bar is more than a fifth of its size off.
func (r *run) wellSampled() bool {
	m, fc, n := &r.remnant, r.fc, float64(r.crowd.Len()-r.crowd.Held())
	if m.fading == nil {
		from := fc.inPlain(m.from)
		m.fading = theory.NewFading(&fc.moves, &from, fc.rule.LR, fc.rule.Momentum)
	}
	m.fading.StepTo(r.since)
	left, uneven := m.fading.Left()
	if u := m.uneven * uneven; 100*u*u*u <= n {
		return true
	}
	now := fc.inPlain(r.now.State())
	cov, sampling := now.Cov(), 1/math.Sqrt(n)
	return left[0] <= sampling*cov[0] && left[1] <= sampling*cov[2]
}
