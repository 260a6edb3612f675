package theory_test

import (
	"fmt"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

var skewed = plane.Sym{1, .3, .5}

func TestTransferOperatorOfTheTable(t *testing.T) {
	for _, c := range []struct {
		lr    float64
		batch int
		want  float64
	}{{.3, 1, 4.52865}, {.5, 1, 2.3587}, {1, 4, 2.7131}, {1.2, 8, 3.0923}, {1.5, 16, 2.3914}} {
		near(t, fmt.Sprint("exponent in the plane at ", c.lr), theory.TailPlane(skewed, c.lr, c.batch).Beta, c.want, 3e-5)
	}
	for _, c := range []struct {
		c, mu float64
		batch int
		want  float64
	}{{.1, .5, 1, 9.73553}, {.3, .5, 1, 3.10455}, {1, .5, 4, 2.77976}, {.5, .9, 8, 3.44565}, {1, .9, 32, 7.01777}} {
		near(t, fmt.Sprint("exponent with momentum at ", c.c), theory.TailMomentum(c.c, c.mu, c.batch).Beta, c.want, 3e-6)
	}
}

// Where curvatures are equal the operator agrees with the integral.
func TestTransferOperatorEqualsIntegral(t *testing.T) {
	for _, c := range []struct {
		c     float64
		batch int
	}{{.03, 1}, {.5, 1}, {.8, 1}, {1.5, 4}, {1, 8}, {1.5, 16}} {
		near(t, "isotropic exponent", theory.TailPlane(plane.Sym{c.c, 0, c.c}, 1, c.batch).Beta,
			theory.TailIsotropic(c.c, c.batch, 2).Beta, 1e-5)
	}
}

// At the limits of the second and fourth moments, which are another
// computation, the exponent is 2 and 4.
func TestTransferOperatorAtMomentLimits(t *testing.T) {
	for batch, a := range map[int]plane.Sym{1: skewed, 64: plane.Rotated(2, .1, 20)} {
		law := (&problem.Gaussian{A: a, Sigma: 1}).Law(batch)
		l := theory.LimitsOf(&law, 0)
		near(t, "at the variance limit", theory.TailPlane(a, l.Variance, batch).Beta, 2, 1e-4)
		near(t, "at the fourth-moment limit", theory.TailPlane(a, l.Fourth, batch).Beta, 4, 1e-4)
	}
	for batch, mu := range map[int]float64{1: .3, 8: .9} {
		law := (&problem.Scalar{A: 1, Sigma: 1}).Law(batch)
		l := theory.LimitsOf(&law, mu)
		near(t, "with momentum, at the variance limit", theory.TailMomentum(l.Variance, mu, batch).Beta, 2, 1e-5)
		near(t, "with momentum, at the fourth-moment limit", theory.TailMomentum(l.Fourth, mu, batch).Beta, 4, 1e-5)
	}
}

func TestTransferOperatorRefuses(t *testing.T) {
	if tail := theory.TailPlane(skewed, 0.01, 4); tail.OK || tail.Reason != theory.TailTooLight {
		t.Errorf("far below all limits the tail is %+v", tail)
	}
	if tail := theory.TailPlane(skewed, 3, 4); tail.OK || tail.Reason != theory.TypicalRunsLeave {
		t.Errorf("far above all limits the tail is %+v", tail)
	}
	if tail := theory.TailMomentum(6, 0.5, 4); tail.OK || tail.Reason != theory.TypicalRunsLeave {
		t.Errorf("with momentum far above all limits the tail is %+v", tail)
	}
}
