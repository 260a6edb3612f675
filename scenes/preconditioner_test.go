package scenes

import (
	"math"
	"strings"
	"testing"

	"sgdnoise/engine/plane"
)

// TestPreconditioner: under each preconditioner the exact Σ agrees with the walkers, and what
// plain SGD, the Hessian approximation and continuous time would give doesn't.
func TestPreconditioner(t *testing.T) {
	for _, c := range []struct {
		kind, says string
		changes    map[string]any
		misses     map[string]float64 // trace over the exact one, less 1
	}{
		{"newton", "A⁻¹", nil, map[string]float64{"plain": -0.74, "hessian": -0.25, "continuous": -0.4375, "general": -0.18}},
		{"newton", "A⁻¹", map[string]any{"momentum": 0.5, "lr": 0.25}, map[string]float64{"plain": -0.71, "hessian": -0.2045}},
		{"fixed", "don't commute", nil, map[string]float64{"plain": -0.32, "continuous": -0.447}},
	} {
		s := open(t, "preconditioner", map[string]any{"preconditioner": c.kind, "start1": 0.0, "start2": 0.0}, c.changes)
		r := settle(t, s, 600)
		for _, name := range covNames {
			if d := off(&r, name, r.Reading(name).Predicted); !(d <= 4) {
				t.Errorf("%s, %v: %s is %.1f standard errors off", c.kind, c.changes, name, d)
			}
		}
		if rd := r.Reading("cov.22"); !(rd.StdErr < 0.01*rd.Measured) {
			t.Errorf("%s: cov.22 = %v ± %v", c.kind, rd.Measured, rd.StdErr)
		}
		for name, want := range c.misses {
			if d := off(&r, "cov.22", r.Reading("cov.22~"+name).Predicted); !(d >= 20) {
				t.Errorf("%s: cov.22~%s is only %.1f standard errors off", c.kind, name, d)
			}
			exact := r.Reading("cov.11").Predicted + r.Reading("cov.22").Predicted
			trace := r.Reading("cov.11~"+name).Predicted + r.Reading("cov.22~"+name).Predicted
			if e := float64(trace/exact - 1); math.Abs(e-want) > 0.01 {
				t.Errorf("%s, %v: the trace of %s is off by %.3f, want %.2f", c.kind, c.changes, name, e, want)
			}
		}
		if !strings.Contains(r.Sentence, c.says) {
			t.Errorf("%s: %q", c.kind, r.Sentence)
		}
	}
}

// TestPreconditionerNewton holds the scene to the closed form of damped Newton.
func TestPreconditionerNewton(t *testing.T) {
	s := open(t, "preconditioner", quick)
	r := s.Report()
	const lr, size, d = 0.5, 4.0, 2.0
	want := plane.Rotated(1, 0.2, 30).Inverse().Scale(lr / ((2-(1+1/size)*lr)*size - lr*d))
	for k, name := range covNames {
		if got := float64(r.Reading(name).Predicted); math.Abs(got-want[k]) > 1e-12 {
			t.Errorf("%s = %v, want %v", name, got, want[k])
		}
	}
	if got, want := float64(r.Reading("lr.max.variance").Predicted), 2*size/(size+1+d); math.Abs(got-want) > 1e-9 {
		t.Errorf("the variance ends at %v, want %v", got, want)
	}
	s.Set(map[string]any{"a1": 3.0, "a2": 0.05, "angle": -10.0}) // the limit doesn't depend on A
	r = s.Report()
	if got, want := float64(r.Reading("lr.max.variance").Predicted), 2*size/(size+1+d); math.Abs(got-want) > 1e-9 {
		t.Errorf("with another A the variance ends at %v, want %v", got, want)
	}
}

// TestPreconditionerNone is label noise.
func TestPreconditionerNone(t *testing.T) {
	same := map[string]any{"lr": 0.5, "a2": 0.2, "walkers": 300}
	a := open(t, "preconditioner", same, map[string]any{"preconditioner": "none"})
	b := open(t, "label-noise", same)
	a.Advance(100, nil)
	b.Advance(100, nil)
	ra, rb := a.Report(), b.Report()
	for _, rd := range rb.Readings {
		if other := ra.Reading(rd.Name); other.Predicted != rd.Predicted && rd.Predicted.Exists() || other.Measured != rd.Measured && rd.Measured.Exists() {
			t.Errorf("%+v in label-noise, %+v without a preconditioner", rd, other)
		}
	}
	// Λ = I by its eigenvalues walks the same way, up to rounding.
	c := open(t, "preconditioner", same, map[string]any{"preconditioner": "fixed", "l1": 1.0, "l2": 1.0})
	c.Advance(100, nil)
	rc := c.Report()
	for _, name := range []string{"now.cov.11", "cov.22", "lr.max.variance"} {
		if x, y := rc.Reading(name), ra.Reading(name); math.Abs(float64(x.Predicted-y.Predicted)) > 1e-9 || x.Measured.Exists() && math.Abs(float64(x.Measured-y.Measured)) > 1e-9 {
			t.Errorf("Λ = I: %+v, without Λ %+v", x, y)
		}
	}
}
