package scenes

import (
	"fmt"
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/theory"
)

// tailReading estimates the tail exponent from the farthest hundredth of the
// walkers where it matters. Where there is no formula theory knows bounds only.
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
	case !r.typical.Known:
		rd.Reason = "whether typical runs stay is being computed"
	default:
		rd.Reason = "theory: at most 2"
	}
	if exact := r.typical.tail; exact.OK {
		rd.Predicted, rd.Valid, rd.Source = Number(exact.Beta), true, "Kesten's exponent (derived); measured: "+rd.Source
		rd.Reason = "no error bar: a Hill estimate has a bias"
	}
	if why := r.startRemains(); why != "" {
		rd.Reason += "; " + why
		return rd
	}
	e := measure.HillOf(r.asked().Far, r.farthest())
	rd.Measured, rd.StdErr = Number(e.Value), Number(e.StdErr)
	if rd.Valid {
		rd.StdErr = None
	}
	if math.IsNaN(e.Value) {
		rd.Reason += "; too few walkers to estimate it"
	}
	return rd
}

// startRemains says why the walkers' distances tell nothing of a tail yet; it is
// empty once the mean has come within a hundredth of the problem's scale, 1.
func (r *run) startRemains() string {
	left := theory.Contraction(r.fc.moves.H, r.fc.rule.LR, r.fc.rule.Momentum)
	switch {
	case !(left < 1):
		return "not measured: in some direction gradient descent never contracts, and the start is never forgotten for sure"
	case !(math.Pow(left, float64(r.since))*math.Sqrt(r.began) < 0.01):
		return fmt.Sprintf("not measured yet: the start is forgotten by a factor of %s per step only", sig(left, 4))
	}
	return ""
}
