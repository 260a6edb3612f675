package scenes

import (
	"iter"
	"math"

	"sgdnoise/engine/measure"
)

// balanceSample is a run of the scene balance at one step. Predictions that
// don't exist are NaN.
type balanceSample struct {
	step, begun               int              // and the step at which predictions started
	d, sharp                  measure.Estimate // measured
	predicted, predictedSharp float64
	flow, diffusion           float64
	stability, flattest       float64 // the sharpness that λ can bear, and the least one
}

// sample is the run at this step.
func (s *balance) sample() balanceSample {
	b := balanceSample{
		step: s.tick, begun: s.begun, d: s.mean(imbalance), sharp: s.mean(sharpness),
		predicted: math.NaN(), predictedSharp: math.NaN(), flow: math.NaN(), diffusion: math.NaN(),
		stability: s.bearable(), flattest: 2 * s.valley.C,
	}
	if s.trust != lost {
		b.predicted, b.predictedSharp = s.predicted.D, s.predicted.Sharpness(&s.valley)
		b.flow, b.diffusion = s.flow, s.diffusion
	}
	return b
}

// balanceHistory keeps samples of the whole run, every so many steps.
type balanceHistory struct {
	every   int
	samples []balanceSample
}

// most is how many samples a history keeps at most.
const most = 320

// add appends a sample; a full history forgets every other one first.
func (h *balanceHistory) add(b balanceSample) {
	if len(h.samples) == most {
		for i := range most / 2 {
			h.samples[i] = h.samples[2*i]
		}
		h.samples = h.samples[:most/2]
		h.every *= 2
		if b.step%h.every != 0 {
			return
		}
	}
	h.samples = append(h.samples, b)
}

// parts yields the samples between changes of the values.
func (h *balanceHistory) parts() iter.Seq[[]balanceSample] {
	return func(yield func([]balanceSample) bool) {
		begin := 0
		for i := range h.samples {
			if h.samples[i].begun != h.samples[begin].begun {
				if !yield(h.samples[begin:i]) {
					return
				}
				begin = i
			}
		}
		yield(h.samples[begin:])
	}
}
