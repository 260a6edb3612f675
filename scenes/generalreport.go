package scenes

import (
	"fmt"
	"math"
	"strings"

	"sgdnoise/engine/plane"
)

var (
	noiseNames   = [3]string{"noise.11", "noise.12", "noise.22"}
	noiseSymbols = [3]string{"C₁₁", "C₁₂", "C₂₂"}
)

const (
	sourceNoise  = "S C = E[∇ℓ ∇ℓ'] − ∇L ∇L', by quadrature (Ziyin et al. 2022, Prop. 1)"
	sourceAround = "discrete Lyapunov equation with C and H at the minimum (Ziyin et al. 2022, Thm 1)"
	notHeld      = "no error bar: what holds walkers farther out isn't known here"
)

// Report implements [Scene].
func (s *generalMinimum) Report() Report {
	rep := Report{Steps: s.window.Steps(), Walkers: s.ens.Len(), Diverged: s.ens.Diverged(), Status: s.status()}
	rep.Readings = append(s.noiseReadings(), s.covReadings()...)
	rep.Readings = append(rep.Readings, s.limitReadings()...)
	for _, f := range s.formulas {
		rep.Readings = append(rep.Readings, f.readings()...)
		if s.shown[f.Name] {
			rep.Notes = append(rep.Notes, f.Label+": "+f.verdict()+".")
		}
	}
	rep.Sentence = s.sentence(&rep)
	return rep
}

// status is the regime of walkers near the minimum, where the tangent is all of
// the problem.
func (s *generalMinimum) status() Status {
	status := s.near.status(s.typical.Value)
	switch {
	case s.ens.Diverged() == s.ens.Len():
		return Diverged
	case status == Stationary && s.window.Steps() == 0:
		return Transient
	}
	return status
}

// limitReadings are the limits of λ near the minimum.
func (s *generalMinimum) limitReadings() []Reading {
	l := s.near.limits
	typical := limit("typical", "λ typical", "zero of the Lyapunov exponent of the minibatch Hessians at the minimum, simulated on a fixed stream", s.typical.Value)
	typical.StdErr = Number(s.typical.StdErr)
	if !typical.Predicted.Exists() {
		typical.Valid, typical.Reason = false, "not simulated yet"
	}
	return []Reading{
		limit("mean", "λ mean", "2/h_max at the minimum, the limit of gradient descent there", l.Mean),
		limit("variance", "λ variance", "second moments about the minimum stop being bounded, Hessians being those there (derived)", l.Variance),
		typical,
	}
}

// order says how far leading order carries at this λ and S; refused tells
// whether it is so little that what it says isn't shown.
func (s *generalMinimum) order() (reason string, refused bool) {
	switch {
	case math.IsNaN(s.dropped):
		return fmt.Sprintf("not valid here, because near the minimum no second moments exist: λ is above %s", sig(s.near.limits.Variance, 3)), true
	case !s.near.exists:
		return fmt.Sprintf("not valid here, because λ/S is not small: the noise that grows with the distance, which leading order drops, would add %.0f %%", 100*s.dropped), true
	}
	return fmt.Sprintf("approximate: leading order in λ/S, which drops terms of the order of %.2g %%", 100*s.dropped), false
}

func (s *generalMinimum) noiseReadings() (out []Reading) {
	m := s.noise.Moments(plane.Sym{}, s.held)
	for k := range noiseNames {
		rd := Reading{Name: noiseNames[k], Symbol: noiseSymbols[k], Source: sourceNoise, Valid: true, Main: true,
			Predicted: Number(s.exact[k]), Measured: Number(m.Cov[k].Value), StdErr: Number(m.Cov[k].StdErr)}
		switch {
		case s.noise.Steps() == 0:
			rd.Measured, rd.StdErr, rd.Reason = None, None, "no gradient has been drawn here yet"
		case m.Cov[k].StdErr <= rounding*math.Max(math.Abs(m.Cov[k].Value), 1e-12):
			rd.StdErr, rd.Reason = None, "no error bar: all gradients are alike"
		}
		out = append(out, rd)
	}
	return out
}

// readings are the formula's entries of C.
func (f *noiseHere) readings() (out []Reading) {
	for k := range noiseNames {
		rd := predicted(noiseNames[k]+"~"+f.Name, noiseSymbols[k]+" "+f.Label, f.Source, f.cov[k])
		if rd.Reason = f.reason; !f.ok {
			rd.refuse(f.reason)
		}
		out = append(out, rd)
	}
	return out
}

func (s *generalMinimum) covReadings() (out []Reading) {
	m := s.window.Moments(plane.Sym{}, s.ens.Held)
	reason, refused := s.order()
	for k := range covNames {
		e := m.Cov[k]
		rd := Reading{Name: covNames[k], Symbol: covSymbols[k], Source: sourceAround, Reason: reason,
			Predicted: Number(s.near.sigma[k]), Measured: Number(e.Value), StdErr: Number(e.StdErr)}
		if refused {
			rd.Predicted = None
		}
		switch {
		case s.ens.Diverged() == s.ens.Len():
			rd.Measured, rd.StdErr, rd.Reason = None, None, nobody
		case s.window.Steps() == 0 && refused:
			rd.Measured, rd.StdErr = None, None
		case s.window.Steps() == 0:
			rd.Measured, rd.StdErr, rd.Reason = None, None, notYet
		case math.IsNaN(s.dropped):
			rd.StdErr = None
			rd.Reason += "; " + notHeld
		case e.StdErr <= rounding*math.Max(math.Abs(e.Value), 1e-12):
			rd.StdErr, rd.Reason = None, allAlike
		}
		out = append(out, rd)
	}
	return out
}

func (s *generalMinimum) sentence(rep *Report) string {
	return s.agreement(rep) + s.formulasSay() + s.around()
}

// agreement compares the exact noise with the gradients drawn.
func (s *generalMinimum) agreement(rep *Report) string {
	if s.noise.Steps() == 0 {
		return "No gradient has been drawn at the point yet. "
	}
	worst := 0.0
	for _, name := range noiseNames {
		if d := rep.Reading(name).Deviation(); d.Exists() {
			worst = math.Max(worst, math.Abs(float64(d)))
		}
	}
	drawn := grouped(probes * s.noise.Steps())
	if worst > 3 {
		return fmt.Sprintf("The exact noise differs from that of %s gradients by %s standard errors. ", drawn, sig(worst, 2))
	}
	return fmt.Sprintf("The exact noise agrees with that of %s gradients. ", drawn)
}

// formulasSay judges the formulas on show.
func (s *generalMinimum) formulasSay() string {
	var right, wrong, negative, foreign []string
	for _, f := range s.formulas {
		switch {
		case !s.shown[f.Name] || f.ok && math.IsNaN(f.hi):
		case !f.ok && !f.applies():
			foreign = append(foreign, f.Label)
		case !f.ok:
			negative = append(negative, f.Label)
		case max(math.Abs(f.lo), math.Abs(f.hi)) < 0.005:
			right = append(right, f.Label)
		default:
			wrong = append(wrong, fmt.Sprintf("%s by %s to %s", f.Label, percent(f.lo), percent(f.hi)))
		}
	}
	var text string
	if len(right) > 0 {
		text += "Right here: " + strings.Join(right, ", ") + ". "
	}
	if len(wrong) > 0 {
		text += "Off: " + strings.Join(wrong, "; ") + ". "
	}
	if len(negative) > 0 {
		text += "No ellipse, because a variance would be below 0: " + strings.Join(negative, ", ") + ". "
	}
	if len(foreign) > 0 {
		text += "Not valid here, because the loss is not a squared error: " + strings.Join(foreign, ", ") + ". "
	}
	return text
}

// around tells of the walkers at the minimum.
func (s *generalMinimum) around() string {
	m := s.window.Moments(plane.Sym{}, s.ens.Held)
	trace := m.Cov[0].Value + m.Cov[2].Value
	switch {
	case math.IsNaN(s.dropped):
		return fmt.Sprintf("Near the minimum no covariance exists, λ is above %s: excursions grow with themselves until walkers leave its surroundings. How far they go isn't known here.", sig(s.near.limits.Variance, 3))
	case s.ens.Diverged() > 0:
		return fmt.Sprintf("Around the minimum, %s of %s walkers have gone too far.", grouped(s.ens.Diverged()), grouped(s.ens.Len()))
	case s.near.sigma.Trace() == 0:
		return "Without label noise nothing moves the walkers from the minimum."
	case s.window.Steps() == 0:
		return "The walkers are spreading out around the minimum."
	case !s.near.exists:
		return "Around the minimum λ/S is too large for its leading order."
	}
	spread := m.Quadratic(plane.Sym{2, 0, 2}, plane.Vec{})
	off, chance := s.near.sigma.Trace()/trace-1, spread.StdErr/trace
	if !(math.Abs(off) > 2*chance) { // true for NaN, with few walkers
		return "Around the minimum the walkers don't tell the leading order in λ/S from the truth so far."
	}
	return fmt.Sprintf("Around the minimum the leading order in λ/S has the variance of the walkers off by %s, within %s.",
		percent(off), strings.TrimPrefix(percent(2*chance), "+"))
}
