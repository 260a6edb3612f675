package scenes

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

var (
	covNames   = [3]string{"cov.11", "cov.12", "cov.22"}
	covSymbols = [3]string{"Σ₁₁", "Σ₁₂", "Σ₂₂"}
)

const (
	sourceNow = "exact recursion of the moments, started from the walkers' own (derived)"

	noVariance = "there is no covariance: λ is too large for second moments to exist"
	noMinimum  = "the loss has no minimum here, but a saddle or a top: gradient descent leaves at every λ"
	noErrorBar = "no error bar: λ is so large that the measurement has infinite variance"
	notWhole   = "theory speaks of all walkers, but some have gone too far and are held"
	notYet     = "not measured yet: the walkers are not stationary"
	allAlike   = "no error bar: all walkers do the same"
	fewDecide  = "no error bar: ever fewer walkers hold what is left of the start, and no sample tells how much it is"
	fewWalkers = "no error bar from fewer than 10 walkers"
)

// report fills in a report on the run.
func (r *run) report() Report {
	status := r.status()
	rep := Report{
		Steps: r.collected, Walkers: r.crowd.Len(), Diverged: r.crowd.Held(), Status: status,
	}
	asked := r.asked()
	instant, window := asked.Instant.Moments(r.fc.law.H), asked.Window.Moments(r.fc.law.H)
	rep.Readings = append(rep.Readings, r.covReadings(&window)...)
	rep.Readings = append(rep.Readings, r.nowReadings(&instant)...)
	main := "cov."
	if status == Stationary {
		rep.Readings = append(rep.Readings, r.meanAndLoss(&window, theory.State{}, r.fc.sigma, r.fc.exists)...)
	} else {
		now, ok := r.nowFinite()
		rep.Readings = append(rep.Readings, r.meanAndLoss(&instant, now, now.Cov(), ok)...)
		if status == Transient {
			main = "now."
		}
	}
	for i := range rep.Readings {
		rd := &rep.Readings[i]
		rd.Main = strings.HasPrefix(rd.Name, main) || strings.HasPrefix(rd.Name, "loss.")
	}
	rep.Readings = append(rep.Readings, r.limitReadings()...)
	rep.Readings = append(rep.Readings, r.tailReading())
	rep.Readings = append(rep.Readings, r.approximateReadings()...)
	rep.Sentence = r.sentence(&rep)
	return rep
}

// rounding is the relative size of a standard error that is only rounding.
const rounding = 1e-13

// claim is a prediction of theory, ready to be compared.
type claim struct {
	name, symbol, source string
	value                float64
	missing              string  // why there is no such number; empty if there is
	bars                 float64 // up to which λ a measurement of it has an error bar
	scale                float64 // size of the numbers whose difference the estimate is
}

// compare sets a claim beside an estimate, with the forecast's caveat.
func (r *run) compare(c claim, m measure.Estimate) Reading {
	rd := c.against(m, r.fc.rule.LR, !r.wellSampled(), r.fc.noiseless() && r.open)
	if r.fc.caveat != "" {
		rd.Valid = false
		if rd.Reason == "" {
			rd.Reason = r.fc.caveat
		}
	}
	return rd
}

// against sets a claim beside an estimate at λ; uneven says that few walkers
// decide it, resting that all have come to rest. An error bar that would not mean
// anything is withheld, and the reading says why.
func (c claim) against(m measure.Estimate, lr float64, uneven, resting bool) Reading {
	rd := Reading{
		Name: c.name, Symbol: c.symbol, Source: c.source, Valid: c.missing == "",
		Predicted: Number(c.value), Measured: Number(m.Value), StdErr: Number(m.StdErr),
	}
	switch {
	case c.missing != "":
		rd.Predicted, rd.Measured, rd.StdErr, rd.Reason = None, None, None, c.missing
	case lr >= c.bars:
		rd.StdErr, rd.Reason = None, noErrorBar
	case m.StdErr <= rounding*math.Max(c.scale, math.Abs(m.Value)), resting:
		rd.StdErr, rd.Reason = None, allAlike
	case uneven:
		rd.StdErr, rd.Reason = None, fewDecide
	case !rd.StdErr.Exists() && rd.Measured.Exists():
		rd.Reason = fewWalkers
	}
	return rd
}

// secondMoments says why there are none now, given whether theory can follow.
func (r *run) secondMoments(finite bool) string {
	switch {
	case r.fc.noMinimum():
		return noMinimum
	case r.fc.rule.LR >= r.fc.limits.Variance:
		return noVariance
	case !finite:
		return notWhole
	}
	return ""
}

// offset is the squared distance of the mean from the minimum, from which a
// covariance is a difference.
func offset(m *measure.Moments) float64 {
	return m.Mean[0].Value*m.Mean[0].Value + m.Mean[1].Value*m.Mean[1].Value
}

func (r *run) covReadings(window *measure.Moments) []Reading {
	var out []Reading
	for k := range covNames {
		c := claim{name: covNames[k], symbol: covSymbols[k], source: r.fc.source, value: r.fc.sigma[k],
			bars: r.fc.limits.Fourth, scale: offset(window)}
		if !r.fc.exists {
			c.missing = cmp.Or(r.secondMoments(true), noVariance)
		}
		estimate := window.Cov[k]
		if relative, ok := r.knownError(); ok && k != 1 {
			estimate.StdErr = relative * r.fc.sigma[k]
			c.source += "; error bar from the kurtosis and autocorrelation that theory gives (derived)"
		}
		rd := r.compare(c, estimate)
		if r.fc.exists && r.collected == 0 {
			rd.Reason = notYet
		}
		out = append(out, rd)
	}
	return out
}

func (r *run) nowReadings(instant *measure.Moments) []Reading {
	now, finite := r.nowFinite()
	cov := now.Cov()
	var out []Reading
	for k := range covNames {
		out = append(out, r.compare(claim{name: "now." + covNames[k], symbol: covSymbols[k] + " now",
			source: sourceNow, value: cov[k], missing: r.secondMoments(finite),
			bars: r.fc.limits.Fourth, scale: offset(instant)}, instant.Cov[k]))
	}
	return out
}

// meanAndLoss compares first moments and losses of a window with stationary
// theory or of an instant with the state now, whichever is passed; finite says
// whether theory follows the walkers.
func (r *run) meanAndLoss(m *measure.Moments, s theory.State, cov plane.Sym, finite bool) []Reading {
	off := s.Offset()
	mean := claim{source: "the mean follows gradient descent exactly", bars: r.fc.limits.Variance, scale: offset(m)}
	switch {
	case r.fc.noMinimum():
		mean.missing = noMinimum
	case r.fc.rule.LR >= r.fc.limits.Mean:
		mean.missing = "there is no mean: gradient descent itself leaves at this λ"
	case r.crowd.Held() > 0:
		mean.missing = notWhole
	}
	var out []Reading
	for k, symbol := range [2]string{"E w₁", "E w₂"} {
		mean.name, mean.symbol, mean.value = fmt.Sprintf("mean.%d", k+1), symbol, r.fc.law.Min[k]+off[k]
		e := measure.Estimate{Value: r.fc.law.Min[k] + m.Mean[k].Value, StdErr: m.Mean[k].StdErr}
		out = append(out, r.compare(mean, e))
	}
	loss := claim{name: "loss.train", symbol: "L train", source: "mean of the loss, from mean and second moments of w",
		missing: r.secondMoments(finite), bars: r.fc.limits.Fourth}
	out = append(out, r.compareLoss(loss, &r.fc.model.train, m, off, cov))
	if r.fc.model.test != nil {
		loss.name, loss.symbol = "loss.test", "L test"
		out = append(out, r.compareLoss(loss, r.fc.model.test, m, off, cov))
	}
	return out
}

// compareLoss compares the mean of a loss with theory's, given the mean offset
// from the minimum and the covariance.
func (r *run) compareLoss(c claim, q *problem.Quadratic, m *measure.Moments, off plane.Vec, cov plane.Sym) Reading {
	min := r.fc.law.Min
	c.value = q.Mean(min.Add(off), cov)
	e := m.Quadratic(q.H, q.Slope(min))
	e.Value += q.At(min)
	c.scale = math.Max(math.Abs(e.Value), math.Abs(q.At(min)))
	return r.compare(c, e)
}

func (r *run) limitReadings() []Reading {
	l, mean := r.fc.limits, "2(1+μ)/h_max, the limit of gradient descent"
	if r.fc.preconditioned() {
		mean += "; h_max is of ΛH"
	}
	out := []Reading{
		limit("mean", "λ mean", mean, l.Mean),
		limit("fourth", "λ fourth", "fourth moments stop being bounded (derived)", l.Fourth),
		limit("variance", "λ variance", "second moments stop being bounded (Ziyin et al. 2022, sec. 4.2; derived in general)", l.Variance),
		limit("typical", "λ typical", "zero of the Lyapunov exponent, simulated on a fixed stream", r.typical.Value),
	}
	if r.fc.inEach != nil {
		for _, i := range []int{1, 2} {
			out[i].Valid, out[i].Reason = false, "of independent batches; reshuffled epochs have no formula here"
		}
	}
	if r.fc.noMinimum() {
		for i := range out[:3] {
			out[i].refuse(noMinimum)
		}
	}
	typical := &out[3]
	typical.StdErr = Number(r.typical.StdErr)
	if r.typical.Exact {
		typical.Source = "zero of E ln|(I − λÂ)e|, the growth of a typical run, by quadrature (derived)"
	}
	if !typical.Predicted.Exists() {
		typical.Valid, typical.Reason = false, "not simulated yet"
		if r.typical.Known {
			typical.Reason = "typical runs stay at every λ that was tried"
		}
	}
	if typical.Predicted == 0 {
		typical.refuse(noMinimum)
	}
	return out
}

func (r *run) approximateReadings() []Reading {
	var out []Reading
	for _, a := range r.fc.others {
		for k := range covNames {
			rd := predicted(covNames[k]+"~"+a.Name, covSymbols[k]+" "+a.Label, a.Source, a.sigma[k])
			if rd.Reason = a.reason; !a.ok {
				rd.refuse(a.reason)
			}
			out = append(out, rd)
		}
	}
	return out
}
