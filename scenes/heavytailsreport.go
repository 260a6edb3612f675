package scenes

import (
	"fmt"
	"math"
	"slices"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/theory"
)

const (
	tooFewFar = "too few distances so far"
	tooNear   = "no error bar: no distance so far lies deep enough in the tail, the estimate is biased"
)

// Report implements [Scene].
func (s *heavyTails) Report() Report {
	status := s.fc.status(s.typical.Value)
	if status == Stationary && s.far.Steps() == 0 {
		status = Transient
	}
	r := Report{Steps: s.far.Steps(), Walkers: s.ens.Len(), Diverged: s.ens.Diverged(), Status: status}
	r.Readings = append(r.Readings, s.tailReading(status), s.bulkReading(status))
	for i, a := range theory.TailApproximations {
		t := s.theory.others[i]
		r.Readings = append(r.Readings, Reading{Name: "tail~" + a.Name, Symbol: "β " + a.Label, Predicted: exponent(t),
			Measured: None, StdErr: None, Valid: t.OK, Reason: t.Reason, Source: s.sourceOf(a)})
	}
	r.Readings = append(r.Readings, s.limitReadings()...)
	if s.subject.setting == tailsData {
		r.Reading("lr.max.typical").Source = "zero of the mean over batches of ln|1 − λh| (derived)"
	}
	r.Sentence = s.sentence(&r)
	r.Notes = s.notes()
	return r
}

// sourceOf says where an approximate exponent comes from.
func (s *heavyTails) sourceOf(a theory.TailApproximation) string {
	if s.subject.dim == 2 {
		return a.Source + "; here its counterpart with two weights (derived)"
	}
	return a.Source
}

// exponent is that of a tail that has one.
func exponent(t theory.Tail) Number {
	if !t.OK {
		return None
	}
	return Number(t.Beta)
}

// tailReading sets the exact exponent beside the Hill estimate.
func (s *heavyTails) tailReading(status Status) Reading {
	t := s.theory.exact
	rd := Reading{Name: "tail", Symbol: "β", Main: true, Predicted: exponent(t), Measured: None, StdErr: None,
		Valid: t.OK, Reason: t.Reason, Source: s.subject.source()}
	if status == Diverged {
		rd.refuse(theory.TypicalRunsLeave)
		return rd
	}
	far, settled, ok := s.farLevel()
	switch {
	case !ok && t.OK:
		rd.Reason = tooFewFar
	case ok:
		rd.Measured, rd.StdErr = Number(far.Hill.Value), Number(far.Hill.StdErr)
		if !settled {
			rd.StdErr = None
			if t.OK {
				rd.Reason = tooNear
			}
		} else if !rd.StdErr.Exists() && t.OK {
			rd.Reason = fewWalkers
		}
	}
	return rd
}

// bulkFit is the Student-t index of all distances, at the scale of the law that
// the paper's index belongs to.
func (s *heavyTails) bulkFit() (measure.Estimate, bool) {
	if len(s.counted()) == 0 || s.subject.setting != tailsOne && s.subject.setting != tailsEqual {
		return measure.Estimate{}, false
	}
	return s.fit, !math.IsNaN(s.fit.Value)
}

// bulkReading sets the paper's index beside the fit to the bulk.
func (s *heavyTails) bulkReading(status Status) Reading {
	paper := s.theory.others[0]
	rd := Reading{Name: "tail.bulk", Symbol: "ν", Main: true, Predicted: exponent(paper), Measured: None, StdErr: None,
		Reason: paper.Reason, Source: s.sourceOf(theory.TailApproximations[0]) + "; measured: Student-t index of all distances, at squared scale σ²/(aν)"}
	fit, ok := s.bulkFit()
	switch {
	case !paper.OK:
	case status == Diverged:
		rd.Predicted, rd.Reason = None, theory.TypicalRunsLeave
	case !ok:
		rd.Reason = "approximate; " + tooFewFar
	default:
		rd.Reason = "approximate: the fit follows the formula without being equal to it"
	}
	if ok && status != Diverged {
		rd.Measured, rd.StdErr = Number(fit.Value), Number(fit.StdErr)
	}
	return rd
}

// sentence says what the picture shows.
func (s *heavyTails) sentence(r *Report) string {
	lr, l := s.fc.rule.LR, s.fc.limits
	t := s.theory.exact
	var begin string
	switch {
	case r.Status == Diverged:
		return fmt.Sprintf("Theory: typical runs leave, λ is above %s. %s of %s walkers have gone too far and wait at the minimum.",
			sig(s.typical.Value, 3), grouped(r.Diverged), grouped(r.Walkers))
	case s.far.Steps() == 0:
		return "On its way: the walkers spread from the minimum; distances count once they have."
	case r.Status == HeavyTailed:
		begin = fmt.Sprintf("No variance exists, λ is above %s. ", sig(l.Variance, 4))
	case lr >= l.Fourth:
		begin = "The variance exists, but not its error bar. "
	}
	switch {
	case t.Reason == theory.BoundedSupport:
		far, _ := s.subject.support(lr)
		return begin + fmt.Sprintf("Every step contracts: λh is at most %s, below 2. No walker gets farther than %s, and there is no power law.",
			sig(lr*slices.Max(s.subject.h), 3), sig(far, 3))
	case !s.theory.known:
		return begin + "The exact exponent is being computed."
	case !t.OK:
		return begin + "There is no exact exponent here: " + t.Reason + "."
	}
	return begin + s.farOut(r, t.Beta)
}

// farOut compares the measured tail with the exact one.
func (s *heavyTails) farOut(r *Report, exact float64) string {
	tail, bulk := r.Reading("tail"), r.Reading("tail.bulk")
	says := fmt.Sprintf("Far out P(|w| > x) falls like 1/x to the power %s", sig(exact, 4))
	switch {
	case !tail.Measured.Exists():
		says += "; too few distances are counted to see it."
	case !tail.StdErr.Exists():
		says += fmt.Sprintf("; no walker has been thrown out so far yet: the farthest distances give %s.", sig(float64(tail.Measured), 3))
	default:
		says += fmt.Sprintf(", measured %s ± %s.", sig(float64(tail.Measured), 3), sig(float64(tail.StdErr), 1))
	}
	if bulk.Measured.Exists() && bulk.Predicted.Exists() {
		whose := "The paper's %s"
		if s.subject.dim == 2 {
			whose = "The paper's construction, in two dimensions %s,"
		}
		says += fmt.Sprintf(" "+whose+" is the index of the bulk, where the fit finds %s.", sig(float64(bulk.Predicted), 3), sig(float64(bulk.Measured), 3))
	}
	return says
}

// notes say how the tail was measured.
func (s *heavyTails) notes() []string {
	levels := s.counted()
	far, _, ok := s.farLevel()
	if !ok {
		return nil
	}
	notes := []string{fmt.Sprintf("Hill estimate from the farthest %s of %s distances, beyond %s. Distances are pooled over walkers and steps; "+
		"error bars come from groups of walkers, because the steps of one walker hang together.",
		grouped(int(far.Count)), grouped(int(levels[0].Count)), sig(far.X, 3))}
	if t := s.theory.exact; t.OK {
		if from := biased(levels, t.Beta); from > 0 {
			notes = append(notes, fmt.Sprintf("Estimates from more than %s distances miss the exact exponent by more than 4 standard errors: "+
				"so near, the tail has not begun.", grouped(int(from))))
		}
	}
	return notes
}
