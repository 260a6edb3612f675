package scenes

import (
	"fmt"
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/theory"
)

const (
	sourceBalance = "recursion of E D, E v and Var v, closed by taking all walkers at one D (derived)"
	tooSteep      = "not valid here, because the walkers are where the valley is too steep for λ, or far apart"
	nobody        = "no walker is left: all have gone too far"
)

// flattest is the balanced point of the valley's floor.
var flattest = theory.Balance{}

// here is where the walkers are on the valley, by theory where it speaks.
func (s *balance) here() (b theory.Balance, ok bool) {
	if s.trust != lost {
		return s.predicted, true
	}
	if b, _ = s.measured(); b.D-b.D == 0 {
		return b, true
	}
	return flattest, false
}

// status is the regime of the flattest point; on the way there it is transient.
func (s *balance) status() Status {
	at, lr := s.limitsAt(flattest), s.rule.LR
	b, ok := s.here()
	switch {
	case lr >= at.Mean || !ok:
		return Diverged
	case lr >= at.Variance:
		return HeavyTailed
	}
	still := s.valley.FullBatch || s.valley.Sigma == 0
	if math.Abs(b.Mean) < 0.1*s.valley.C && (still || math.Abs(b.D) < 0.02*s.valley.C) {
		return Stationary
	}
	return Transient
}

// Report implements [Scene].
func (s *balance) Report() Report {
	rep := Report{Walkers: s.ens.Len(), Diverged: s.ens.Diverged(), Status: s.status(), Notes: s.notes()}
	now := s.sample()
	rep.Readings = []Reading{
		s.compared("balance", "E(w₁² − w₂²)", sourceBalance, now.predicted, now.d, within1),
		s.compared("sharpness", "E(w₁² + w₂²)", sourceBalance, now.predictedSharp, now.sharp, -1),
		s.lossReading(),
		s.wrong("balance~flow", "gradient flow", "gradient flow conserves w₁² − w₂²", now.flow),
		s.wrong("balance~sde", "SDE", "dw = −∇L dt + √(λ C(w)) dB with the exact noise (derived)", now.diffusion),
	}
	for i := range 3 {
		rep.Readings[i].Main = true
	}
	rep.Readings = append(rep.Readings, s.limitReadings()...)
	rep.Sentence = s.sentence(&rep)
	return rep
}

// compared sets a prediction beside its estimate. The deviation counts where the
// recursion can be trusted to best or better.
func (s *balance) compared(name, symbol, source string, predicted float64, e measure.Estimate, best trust) Reading {
	rd := Reading{Name: name, Symbol: symbol, Source: source, Valid: s.trust <= best,
		Predicted: Number(predicted), Measured: Number(e.Value), StdErr: Number(e.StdErr)}
	switch {
	case s.ens.Diverged() == s.ens.Len():
		rd.StdErr = None
		rd.refuse(nobody)
	case s.trust == lost:
		rd.refuse(tooSteep)
	case e.StdErr <= rounding*math.Max(math.Abs(e.Value), s.valley.C):
		rd.StdErr, rd.Reason = None, allAlike
	case !rd.StdErr.Exists():
		rd.Reason = fewWalkers
	case s.trust == within10:
		rd.Reason = "approximate: within about 10 % of simulations"
	case !rd.Valid:
		rd.Reason = "approximate: to second order in the distance from the valley"
	}
	return rd
}

func (s *balance) lossReading() Reading {
	predicted := math.NaN()
	if s.trust != lost {
		predicted = s.predicted.Loss(&s.valley)
	}
	return s.compared("loss.train", "L train", "½ (E v² + σ²) by the same recursion", predicted,
		s.mean(func(w plane.Vec) float64 { return s.valley.Loss(w) }), -1)
}

// wrong is the prediction of a theory that misses.
func (s *balance) wrong(name, symbol, source string, value float64) Reading {
	rd := predicted(name, "E(w₁² − w₂²) "+symbol, source, value)
	if !rd.Predicted.Exists() {
		rd.refuse(tooSteep)
	}
	return rd
}

// limitReadings are the limits at the walkers' place in the valley.
func (s *balance) limitReadings() []Reading {
	b, _ := s.here()
	l := s.limitsAt(b)
	return []Reading{
		limit("mean", "λ mean", "2/(w₁² + w₂²), the limit of gradient descent at this point of the valley", l.Mean),
		limit("variance", "λ variance", "2S/((S + 2)(w₁² + w₂²)): second moments across the valley, at this point of it (derived)", l.Variance),
	}
}

func (s *balance) sentence(rep *Report) string {
	d := rep.Reading("balance")
	here, _ := s.here()
	bearable := s.limitsAt(here).Variance
	switch {
	case rep.Status == Diverged:
		return fmt.Sprintf("Not even the flattest point bears this λ: its limit is %s. %s of %s walkers have left.",
			sig(s.limitsAt(flattest).Mean, 3), grouped(rep.Diverged), grouped(rep.Walkers))
	case rep.Status == HeavyTailed:
		return fmt.Sprintf("λ is above %s: even around the flattest point no variance exists, and walkers are thrown out for good. %s of %s have left.",
			sig(s.limitsAt(flattest).Variance, 3), grouped(rep.Diverged), grouped(rep.Walkers))
	case s.trust == lost && s.rule.LR < bearable:
		return fmt.Sprintf("λ is too near the limit %s of the walkers' place in the valley, or they are too far apart or too far from it, for theory to follow.", sig(bearable, 3))
	case s.trust == lost:
		return fmt.Sprintf("Too steep: at the walkers' place in the valley λ may be %s at most. They are thrown about until they land where it is flatter; %s of %s have left.",
			sig(bearable, 3), grouped(rep.Diverged), grouped(rep.Walkers))
	case s.valley.FullBatch && rep.Status == Stationary:
		return fmt.Sprintf("Gradient descent has no noise and stays where it came down: sharpness %s, where %s would be flattest.",
			sig(float64(rep.Reading("sharpness").Measured), 3), sig(2*s.valley.C, 3))
	case s.valley.FullBatch:
		return "Gradient descent runs down to the valley. There it will stay."
	case rep.Status == Stationary && s.valley.Sigma == 0:
		return "Without label noise there is no noise in the valley, and walkers stay where they came down."
	case rep.Status == Stationary:
		return "The walkers have arrived at the flattest point of the valley, w₁² = w₂², and stay around it."
	}
	return s.slide(d)
}

// slide tells how far the walkers have come, and whether theory knew.
func (s *balance) slide(d *Reading) string {
	text := "Noise slides the walkers along the valley to its flattest point."
	first := s.history.samples[0].d.Value
	if d.Measured.Exists() && math.Abs(first) > 0.01 {
		text += fmt.Sprintf(" Their imbalance is %s %% of what it was at the start", sig(100*float64(d.Measured)/first, 3))
		dev := d.Deviation()
		switch {
		case !dev.Exists():
			text += "."
		case math.Abs(float64(dev)) <= 3:
			text += ", as theory says, within sampling error."
		default:
			text += fmt.Sprintf(", %s standard errors from theory.", sig(math.Abs(float64(dev)), 2))
		}
	}
	return text
}

// notes tell the errors of the wrong theories on show.
func (s *balance) notes() []string {
	var out []string
	now := s.sample()
	tell := func(name, label string, value float64) {
		off := value/now.d.Value - 1
		var size string
		switch {
		case !s.shown[name] || !(math.Abs(off) < 1e9): // true for NaN
			return
		case off > 999:
			size = "over 1,000 times"
		case off > 9:
			size = sig(off+1, 3) + " times"
		default:
			size = percent(off) + " against"
		}
		out = append(out, fmt.Sprintf("%s: imbalance %s the measured one", label, size))
	}
	tell("flow", "gradient flow", now.flow)
	tell("sde", "SDE with the exact noise", now.diffusion)
	return out
}
