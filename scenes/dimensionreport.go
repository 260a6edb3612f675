package scenes

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
)

const (
	sourceWide = "exact: λσ²/(S(2−λa) − λa(1+d)) in every coordinate (Ziyin et al. 2022, Thm 2 with A = aI)"
	oneWeight  = "there is no second weight"
)

// status is the predicted regime, transient while the windows are closed.
func (s *dimension) status() Status {
	switch {
	case s.lr >= s.typical:
		return Diverged
	case s.lr >= s.limits.Variance:
		return HeavyTailed
	case !s.open:
		return Transient
	}
	return Stationary
}

// errorBars reports whether an empirical covariance has a finite variance.
func (s *dimension) errorBars() bool { return s.lr < s.limits.Fourth }

// Report implements [Scene].
func (s *dimension) Report() Report {
	rep := Report{Steps: s.window.Steps(), Walkers: s.ens.Len(), Diverged: s.ens.Diverged(), Status: s.status()}
	s.measureRadii()
	h := plane.Sym{s.problem.A, 0, 0} // weighs the loss of (|v|, 0)
	window, present := s.window.Moments(h, s.ens.Held), measure.Instant(s.ens.First, plane.Vec{}, h, s.ens.Held)
	square := s.radial.Moments(h, s.ens.Held)
	if rep.Status != Stationary {
		square = measure.Instant(s.radii, plane.Vec{}, h, s.ens.Held)
	}
	rep.Readings = append(s.covReadings(&window), s.nowReadings(&present)...)
	rep.Readings = append(rep.Readings, s.meanReadings(&window, &present, rep.Status)...)
	rep.Readings = append(rep.Readings, s.lossReadings(square.Loss, rep.Status)...)
	main := map[Status]string{Stationary: "cov.", Transient: "now."}[rep.Status]
	for i := range rep.Readings {
		rd := &rep.Readings[i]
		rd.Main = main != "" && strings.HasPrefix(rd.Name, main) || strings.HasPrefix(rd.Name, "loss.")
	}
	rep.Readings = append(rep.Readings, s.limitReadings()...)
	rep.Readings = append(rep.Readings, s.tailReading())
	rep.Sentence = s.sentence(&rep)
	return rep
}

// against compares a claim about the coordinates up to the k-th.
func (s *dimension) against(c claim, m measure.Estimate, k int) Reading {
	if k >= s.problem.Dim {
		c.missing = oneWeight
	}
	resting := s.exists && s.variance == 0
	return c.against(m, s.lr, resting, resting && s.open)
}

// second is the higher of the coordinates that entry k of a covariance is of.
func second(k int) int { return (k + 1) / 2 }

func (s *dimension) covReadings(m *measure.Moments) (out []Reading) {
	cov := s.covariance()
	for k, name := range covNames {
		c := claim{name: name, symbol: covSymbols[k], source: sourceWide, value: cov[k], bars: s.limits.Fourth, scale: offset(m)}
		if !s.exists {
			c.missing = noVariance
		}
		rd := s.against(c, m.Cov[k], second(k))
		if rd.Reason == "" && s.window.Steps() == 0 {
			rd.Reason = notYet
		}
		out = append(out, rd)
	}
	return out
}

// missing says why theory has no second moments for this step.
func (s *dimension) missing() string {
	switch {
	case !s.exists:
		return noVariance
	case s.ens.Diverged() > 0 || !s.now.Finite():
		return notWhole
	}
	return ""
}

func (s *dimension) nowReadings(m *measure.Moments) (out []Reading) {
	cov := s.now.Cov()
	for k, name := range covNames {
		c := claim{name: "now." + name, symbol: covSymbols[k] + " now", source: sourceNow, value: cov[k],
			missing: s.missing(), bars: s.limits.Fourth, scale: offset(m)}
		out = append(out, s.against(c, m.Cov[k], second(k)))
	}
	return out
}

func (s *dimension) meanReadings(window, present *measure.Moments, status Status) (out []Reading) {
	var mean plane.Vec
	m := window
	if status != Stationary {
		mean, m = s.now.Mean, present
	}
	for k, symbol := range [2]string{"E w₁", "E w₂"} {
		c := claim{name: fmt.Sprintf("mean.%d", k+1), symbol: symbol, source: "the mean follows gradient descent exactly",
			value: mean[k], bars: s.limits.Variance, scale: offset(m)}
		switch {
		case s.lr >= s.limits.Mean:
			c.missing = "there is no mean: gradient descent itself leaves at this λ"
		case s.ens.Diverged() > 0:
			c.missing = notWhole
		}
		out = append(out, s.against(c, m.Mean[k], k))
	}
	return out
}

// lossReadings compares the mean of the training loss, of the test loss, and how
// much the loss differs from run to run.
func (s *dimension) lossReadings(excess measure.Estimate, status Status) []Reading {
	p, square := s.problem, s.now.Square
	if status == Stationary {
		square = float64(p.Dim) * s.variance
	}
	c := claim{name: "loss.test", symbol: "L test", source: "½ a E|w − u|²", value: p.Excess(square),
		missing: s.missing(), bars: s.limits.Fourth}
	test := s.against(c, excess, 0)
	c.name, c.symbol, c.source, c.scale = "loss.train", "L train", "½ (σ² + a E|w − u|²)", p.Floor()
	c.value += p.Floor()
	excess.Value += p.Floor()
	train := s.against(c, excess, 0)
	measured := s.ens.Now()
	c = claim{name: "loss.sd", symbol: "sd of L", source: "from the exact recursion of E|w − u|⁴ (derived): how the loss differs from run to run",
		value: s.now.Spread(p), missing: s.missing(), bars: s.limits.Fourth}
	if c.missing == "" && !s.errorBars() {
		c.missing = "fourth moments don't exist at this λ"
	}
	spread := s.against(c, measure.Estimate{Value: measured.Spread(p), StdErr: math.NaN()}, 0)
	if c.missing == "" {
		spread.Reason = "no error bar: it would take eighth moments"
	}
	return []Reading{train, test, spread}
}

func (s *dimension) limitReadings() []Reading {
	out := []Reading{
		limit("mean", "λ mean", "2/a, the limit of gradient descent", s.limits.Mean),
		limit("fourth", "λ fourth", "E|w − u|⁴ stops being bounded (derived)", s.limits.Fourth),
		limit("variance", "λ variance", "2S/(a(S+1+d)) (Ziyin et al. 2022, sec. 6.2; exact form derived)", s.limits.Variance),
		limit("typical", "λ typical", "zero of the Lyapunov exponent, by quadrature (derived)", s.typical),
	}
	for i := range out {
		if !out[i].Predicted.Exists() {
			out[i].refuse("not computed yet")
		}
	}
	return out
}

// tailReading compares the tail exponent of |w − u| with a Hill estimate, which has
// a bias of its own and so counts for nothing more than a look.
func (s *dimension) tailReading() Reading {
	rd := predicted("tail", "β", "Kesten's exponent by quadrature (derived); measured: Hill estimate over the farthest 1 % of the walkers", s.tail)
	rd.Valid = false
	switch {
	case s.errorBars():
		rd.Reason = "above 4: fourth moments exist"
		return rd
	case s.status() == Diverged:
		rd.Reason = "no stationary law: typical runs leave"
		return rd
	case !s.known:
		rd.Reason = "not computed yet"
		return rd
	}
	rd.Valid, rd.Reason = true, "no error bar: a Hill estimate has a bias"
	free := s.ens.Len() - s.ens.Diverged()
	e := measure.Hill(s.radii, plane.Vec{}, s.ens.Held, free/100)
	rd.Measured = Number(e.Value)
	return rd
}

// sentence says what the report means.
func (s *dimension) sentence(rep *Report) string {
	d, p := s.problem.Dim, s.problem
	switch rep.Status {
	case Diverged:
		return fmt.Sprintf("Theory: with %d weights typical runs leave, λ is above %s. %s of %s walkers have gone too far and wait at the start.",
			d, sig(s.typical, 3), grouped(rep.Diverged), grouped(rep.Walkers))
	case HeavyTailed:
		text := fmt.Sprintf("Theory: with %d weights no covariance exists, λ is above %s.", d, sig(s.limits.Variance, 3))
		if s.known {
			text += " Typical runs stay, but rare excursions are so large that no average settles."
		}
		return text
	case Transient:
		return fmt.Sprintf("On its way: the walkers approach their stationary law at λ = %s with %d weights.", sig(s.lr, 3), d)
	}
	text := rep.verdict()
	if !s.errorBars() {
		text = "The variance exists, but its measurement has infinite variance, and no error bar holds. "
	}
	text += fmt.Sprintf("λ = %s is at %.0f %% of the largest value with a finite variance", sig(s.lr, 3), 100*s.lr/s.limits.Variance)
	if s.limits.Mean > 1.02*s.limits.Variance {
		text += fmt.Sprintf("; gradient descent alone would allow %s", sig(s.limits.Mean, 3))
	}
	if s.scaled {
		return text + ". Scaled as 1/d, λ keeps its distance from the limit as the model widens."
	}
	widest := math.Ceil(float64(s.batch)*(2-s.lr*p.A)/(s.lr*p.A)-1) - 1
	return text + fmt.Sprintf(". Kept as it is, it has a variance up to d = %s.", grouped(int(math.Min(widest, 1e6))))
}

// Walkers implements [Scene].
func (s *dimension) Walkers() Walkers {
	n := len(s.ens.Held)
	dim := len(s.ens.V) / n
	var t Walkers
	for k := range dim {
		column := make([]float64, n)
		for i := range column {
			column[i] = s.ens.V[i*dim+k]
		}
		t.Columns, t.Data = append(t.Columns, "w"+strconv.Itoa(k+1)), append(t.Data, column)
	}
	return Walkers{append(t.Columns, "held"), append(t.Data, heldColumn(s.ens.Held))}
}
