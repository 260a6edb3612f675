package scenes

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sig writes a number with so many significant digits and a proper minus sign.
func sig(x float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(x, 'g', digits, 64), "-", "−", 1)
}

// grouped writes a whole number with separators.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// sentence says what the report means.
func (r *run) sentence(rep *Report) string {
	lr, l := r.fc.rule.LR, r.fc.limits
	switch rep.Status {
	case Diverged:
		why := "λ is above " + sig(r.typical.Value, 3)
		if r.fc.noMinimum() {
			why = "for the loss has no minimum here"
		}
		return fmt.Sprintf("Theory: typical runs leave, %s. %s of %s walkers have gone too far and wait at the start.",
			why, grouped(rep.Diverged), grouped(rep.Walkers))
	case HeavyTailed:
		s := fmt.Sprintf("Theory: no covariance exists, λ is above %s.", sig(l.Variance, 4))
		if r.fc.noMinimum() {
			s = "Theory: the loss has no minimum here, and no covariance exists at any λ."
		}
		if !r.typical.Known {
			return s
		}
		s += " Typical runs stay, but rare excursions are so large that no average settles."
		switch tail := rep.Reading("tail"); {
		case tail.Predicted.Exists():
			s += fmt.Sprintf(" The tail exponent is %s.", sig(float64(tail.Predicted), 3))
		case tail.Measured.Exists():
			s += fmt.Sprintf(" Measured tail exponent %s ± %s.", sig(float64(tail.Measured), 3), sig(float64(tail.StdErr), 1))
		}
		return s
	case Transient:
		if r.fc.noiseless() {
			return "On its way: the walkers are coming to rest. Until they do, theory is of this very step."
		}
		return fmt.Sprintf("On its way: the walkers approach their stationary law at λ = %s. Until they reach it, theory is of this very step.", sig(lr, 3))
	}
	return r.agreement(rep) + r.headroom(lr, l.Variance, l.Mean)
}

// agreement judges the deviations of the covariance and the loss.
func (r *run) agreement(rep *Report) string {
	if r.fc.caveat != "" {
		return "Theory is only approximate here: it drops the multiplicative noise. "
	}
	if !r.fc.errorBars() {
		return fmt.Sprintf("The variance exists, but above λ = %s its measurement has infinite variance: rare excursions decide it, and no error bar holds. ", sig(r.fc.limits.Fourth, 4))
	}
	return rep.verdict()
}

// verdict judges the deviations of the covariance and the loss; it is empty
// where none can be told.
func (r *Report) verdict() string {
	worst, any := 0.0, false
	for _, name := range append(covNames[:], "loss.train") {
		if d := r.Reading(name).Deviation(); d.Exists() {
			worst, any = math.Max(worst, math.Abs(float64(d))), true
		}
	}
	switch {
	case !any:
		return ""
	case worst <= 3:
		return "Agrees within sampling error. "
	}
	return fmt.Sprintf("Measurement and theory differ by %s standard errors. ", sig(worst, 2))
}

// headroom says how much room there is up to the limits.
func (r *run) headroom(lr, variance, mean float64) string {
	s := fmt.Sprintf("λ is at %.0f %% of the largest value with a finite variance", 100*lr/variance)
	if mean > 1.02*variance {
		s += fmt.Sprintf("; gradient descent alone would allow %s", sig(mean, 3))
	}
	return s + "."
}

// notes tell the errors of the approximations on show.
func (r *run) notes(shown map[string]bool) []string {
	var out []string
	for _, a := range r.fc.others {
		if shown[a.Name] && a.ok && !math.IsNaN(a.excess) {
			out = append(out, fmt.Sprintf("%s: trace %s against the exact one", a.Label, percent(a.excess)))
		}
	}
	if r.fc.caveat != "" {
		out = append(out, "Theory is "+r.fc.caveat+".")
	}
	return out
}

// percent writes a relative difference with its sign.
func percent(x float64) string {
	s := fmt.Sprintf("%+.0f %%", 100*x)
	if math.Abs(x) < 0.1 {
		s = fmt.Sprintf("%+.1f %%", 100*x)
	}
	return strings.Replace(s, "-", "−", 1)
}
