package scenes

import (
	"fmt"
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/theory"
)

var (
	covNames   = [3]string{"cov.11", "cov.12", "cov.22"}
	covSymbols = [3]string{"Σ₁₁", "Σ₁₂", "Σ₂₂"}
)

const (
	sourceExact = "exact discrete-time stationary covariance (Ziyin et al. 2022, Thms 1 and 2)"
	sourceNow   = "exact recursion of the moments, started from the walkers' own (derived)"

	noVariance = "there is no covariance: λ is too large for second moments to exist"
	noErrorBar = "no error bar: λ is so large that the measurement has infinite variance"
	notYet     = "not measured yet: the walkers are not stationary"
	allAlike   = "no error bar: all walkers do the same"
	fewWalkers = "no error bar from fewer than 10 walkers"
)

// report fills in a report on the run.
func (r *run) report() Report {
	status := r.status()
	rep := Report{
		Steps: r.window.Steps(), Walkers: r.ens.Len(), Diverged: r.ens.Diverged(), Status: status,
	}
	r.present.Reset(r.fc.law.Min)
	r.present.Add(r.ens.W)
	instant := r.present.Moments(r.fc.law.H, r.ens.Held)
	window := r.window.Moments(r.fc.law.H, r.ens.Held)
	rep.Readings = append(rep.Readings, r.covReadings(&window)...)
	rep.Readings = append(rep.Readings, r.nowReadings(&instant)...)
	if status == Stationary {
		rep.Readings = append(rep.Readings, r.meanAndLoss(&window, theory.State{}, r.fc.sigma, r.fc.exists)...)
	} else {
		now, ok := r.nowFinite()
		rep.Readings = append(rep.Readings, r.meanAndLoss(&instant, now, now.Cov(), ok)...)
	}
	rep.Readings = append(rep.Readings, r.limitReadings()...)
	rep.Readings = append(rep.Readings, r.tailReading())
	rep.Readings = append(rep.Readings, r.approximateReadings()...)
	rep.Sentence = r.sentence(&rep)
	rep.Notes = r.notes()
	return rep
}

// rounding is the relative size of a standard error that is only rounding.
const rounding = 1e-13

// comparison is a reading of a prediction against an estimate, with the error
// bar withheld where it would not mean anything. The estimate is a difference
// of numbers of size scale.
func (r *run) comparison(name, symbol, source string, predicted float64, exists bool, m measure.Estimate, scale float64) Reading {
	rd := Reading{
		Name: name, Symbol: symbol, Source: source, Valid: exists && r.fc.caveat == "", Reason: r.fc.caveat,
		Predicted: Number(predicted), Measured: Number(m.Value), StdErr: Number(m.StdErr),
	}
	switch {
	case !exists:
		rd.Predicted, rd.Measured, rd.StdErr, rd.Reason = None, None, None, noVariance
	case !r.fc.errorBars():
		rd.StdErr, rd.Reason = None, noErrorBar
	case r.fc.sigma.Trace() == 0, m.StdErr <= rounding*math.Max(scale, math.Abs(m.Value)):
		rd.StdErr, rd.Reason = None, allAlike
	case !rd.StdErr.Exists() && rd.Measured.Exists():
		rd.Reason = fewWalkers
	}
	return rd
}

// offset is the squared distance of the mean from the minimum, from which a
// covariance is a difference.
func offset(m *measure.Moments) float64 {
	return m.Mean[0].Value*m.Mean[0].Value + m.Mean[1].Value*m.Mean[1].Value
}

func (r *run) covReadings(window *measure.Moments) []Reading {
	var out []Reading
	for k := range covNames {
		rd := r.comparison(covNames[k], covSymbols[k], sourceExact, r.fc.sigma[k], r.fc.exists, window.Cov[k], offset(window))
		if r.fc.exists && r.window.Steps() == 0 {
			rd.Reason = notYet
		}
		out = append(out, rd)
	}
	return out
}

func (r *run) nowReadings(instant *measure.Moments) []Reading {
	now, ok := r.nowFinite()
	cov := now.Cov()
	ok = ok && r.fc.limits.Variance > r.fc.rule.LR
	var out []Reading
	for k := range covNames {
		out = append(out, r.comparison("now."+covNames[k], covSymbols[k]+" now", sourceNow, cov[k], ok, instant.Cov[k], offset(instant)))
	}
	return out
}

// meanAndLoss compares first moments and losses of a window with stationary
// theory or of an instant with the state now, whichever is passed.
func (r *run) meanAndLoss(m *measure.Moments, s theory.State, cov plane.Sym, ok bool) []Reading {
	ok = ok && r.fc.limits.Variance > r.fc.rule.LR
	off := s.Offset()
	var out []Reading
	for k, symbol := range [2]string{"E w₁", "E w₂"} {
		e := measure.Estimate{Value: r.fc.law.Min[k] + m.Mean[k].Value, StdErr: m.Mean[k].StdErr}
		out = append(out, r.comparison(fmt.Sprintf("mean.%d", k+1), symbol,
			"the mean follows gradient descent exactly", r.fc.law.Min[k]+off[k], ok, e, offset(m)))
	}
	excess := theory.Loss(&r.fc.law, cov.Plus(1, off.Outer())) - r.fc.law.Floor
	train := m.Loss
	train.Value += r.fc.law.Floor
	const source = "½ Tr[H V] above the minimum, V the second moments of w about it"
	out = append(out, r.comparison("loss.train", "L train", source, r.fc.law.Floor+excess, ok, train, 0))
	if r.fc.model.test {
		out = append(out, r.comparison("loss.test", "L test", source, excess, ok, m.Loss, train.Value))
	}
	return out
}

func (r *run) limitReadings() []Reading {
	limit := func(name, symbol, source string, v float64) Reading {
		return Reading{Name: "lr.max." + name, Symbol: symbol, Predicted: Number(v),
			Measured: None, StdErr: None, Valid: true, Source: source}
	}
	l := r.fc.limits
	out := []Reading{
		limit("mean", "λ mean", "2(1+μ)/h_max, the limit of gradient descent", l.Mean),
		limit("fourth", "λ fourth", "fourth moments stop being bounded (derived)", l.Fourth),
		limit("variance", "λ variance", "second moments stop being bounded (Ziyin et al. 2022, sec. 4.2; derived in general)", l.Variance),
		limit("typical", "λ typical", "zero of the Lyapunov exponent, simulated on a fixed stream", r.typical.Value),
	}
	if r.fc.inEach != nil {
		for _, i := range []int{1, 2} {
			out[i].Valid, out[i].Reason = false, "of independent batches; reshuffled epochs have no formula here"
		}
	}
	typical := &out[3]
	typical.StdErr = Number(r.typical.StdErr)
	if !typical.Predicted.Exists() {
		typical.Valid, typical.Reason = false, "not simulated yet"
		if r.typical.Known {
			typical.Reason = "typical runs stay at every λ that was tried"
		}
	}
	return out
}

// tailReading estimates the tail exponent from the farthest hundredth of the
// walkers where it matters; theory knows bounds only.
func (r *run) tailReading() Reading {
	rd := Reading{Name: "tail", Symbol: "β", Predicted: None, Measured: None, StdErr: None,
		Source: "Hill estimate over the farthest 1 % of the walkers"}
	lr, l := r.fc.rule.LR, r.fc.limits
	switch {
	case lr < l.Fourth:
		rd.Reason = "above 4: fourth moments exist"
		return rd
	case lr < l.Variance:
		rd.Reason = "theory: between 2 and 4"
	case r.status() == Diverged:
		rd.Reason = "no stationary law: typical runs leave"
		return rd
	default:
		rd.Reason = "theory: at most 2"
	}
	free := r.ens.Len() - r.ens.Diverged()
	e := measure.Hill(r.ens.W, r.fc.law.Min, r.ens.Held, free/100, r.scratch())
	rd.Measured, rd.StdErr = Number(e.Value), Number(e.StdErr)
	if math.IsNaN(e.Value) {
		rd.Reason += "; too few walkers to estimate it"
	}
	return rd
}

// scratch is room for one number per walker.
func (r *run) scratch() []float64 {
	if len(r.room) != r.ens.Len() {
		r.room = make([]float64, r.ens.Len())
	}
	return r.room
}

func (r *run) approximateReadings() []Reading {
	var out []Reading
	for _, a := range r.fc.others {
		for k := range covNames {
			rd := Reading{Name: covNames[k] + "~" + a.Name, Symbol: covSymbols[k] + " " + a.Label,
				Predicted: Number(a.sigma[k]), Measured: None, StdErr: None, Valid: a.ok, Reason: a.reason, Source: a.Source}
			if !a.ok {
				rd.Predicted = None
			}
			out = append(out, rd)
		}
	}
	return out
}
