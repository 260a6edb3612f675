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
	sourceNoise   = "S C = E[∇ℓ ∇ℓ'] − ∇L ∇L', by quadrature (Ziyin et al. 2022, Prop. 1)"
	sourceAround  = "discrete Lyapunov equation with C and H at the minimum (Ziyin et al. 2022, Thm 1)"
	leadingOrder  = "approximate: leading order in λ/S"
	beyondMinimum = "not valid here, because the minimum itself is unstable at this λ"
)

// Report implements [Scene].
func (s *generalMinimum) Report() Report {
	rep := Report{Steps: s.window.Steps(), Walkers: s.ens.Len(), Diverged: s.ens.Diverged(), Status: s.status()}
	rep.Readings = append(s.noiseReadings(), s.covReadings()...)
	steepest, _, _ := s.target.Hess(s.target.Minimum()).Eigen()
	rep.Readings = append(rep.Readings, limit("mean", "λ mean", "2/h_max at the minimum, the limit of gradient descent there", 2/steepest))
	for _, f := range s.formulas {
		rep.Readings = append(rep.Readings, f.readings()...)
		if s.shown[f.Name] {
			rep.Notes = append(rep.Notes, f.Label+": "+f.verdict()+".")
		}
	}
	rep.Sentence = s.sentence(&rep)
	return rep
}

// status says whether the walkers around the minimum are measured.
func (s *generalMinimum) status() Status {
	switch {
	case !s.exists || s.ens.Diverged() == s.ens.Len():
		return Diverged
	case s.window.Steps() == 0:
		return Transient
	}
	return Stationary
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
	for k := range covNames {
		e := m.Cov[k]
		rd := Reading{Name: covNames[k], Symbol: covSymbols[k], Source: sourceAround, Reason: leadingOrder,
			Predicted: Number(s.sigma[k]), Measured: Number(e.Value), StdErr: Number(e.StdErr)}
		switch {
		case !s.exists:
			rd.Predicted, rd.Reason = None, beyondMinimum
		case s.ens.Diverged() == s.ens.Len():
			rd.Measured, rd.StdErr, rd.Reason = None, None, nobody
		case s.window.Steps() == 0:
			rd.Measured, rd.StdErr, rd.Reason = None, None, notYet
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
	case !s.exists:
		return "The minimum itself is unstable at this λ."
	case s.ens.Diverged() > 0:
		return fmt.Sprintf("Around the minimum, %s of %s walkers have gone too far.", grouped(s.ens.Diverged()), grouped(s.ens.Len()))
	case s.sigma.Trace() == 0:
		return "Without label noise nothing moves the walkers from the minimum."
	case s.window.Steps() == 0:
		return "The walkers are spreading out around the minimum."
	}
	spread := m.Quadratic(plane.Sym{2, 0, 2}, plane.Vec{})
	off, chance := s.sigma.Trace()/trace-1, spread.StdErr/trace
	if !(math.Abs(off) > 2*chance) { // true for NaN, with few walkers
		return "Around the minimum the walkers don't tell the leading order in λ/S from the truth so far."
	}
	return fmt.Sprintf("Around the minimum the leading order in λ/S has the variance of the walkers off by %s, within %s.",
		percent(off), strings.TrimPrefix(percent(2*chance), "+"))
}
