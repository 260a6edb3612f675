package theory_test

import (
	"math"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// near fails unless got is want within a relative error.
func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s is %.15g, want %.15g", what, got, want)
	}
}

func TestTypicalLimitsOfTheTable(t *testing.T) {
	for _, c := range []struct {
		batch             int
		scalar, isotropic float64
	}{
		{1, 2.42124952103684, 0.937087},
		{2, 2.68451035082071, 1.399852},
		{4, 2.66299566870691, 1.798305},
		{8, 2.49257891791732, 2.019157},
		{16, 2.29930238185287, 2.078726},
		{32, 2.15104928246472, 2.060693},
		{64, 2.06881121587811, 0},
	} {
		near(t, "scalar limit", theory.TypicalScalar(c.batch), c.scalar, 3e-15)
		if c.isotropic > 0 {
			near(t, "isotropic limit", theory.TypicalIsotropic(c.batch, 2), c.isotropic, 6e-7)
		}
	}
	near(t, "the zero of Ei", 1/theory.TypicalScalar(2), 0.37250741078136663, 1e-14)
}

// kesten holds the exact tail exponents in one parameter and those that
// approximations put in their place.
var kesten = []struct {
	c                            float64
	batch                        int
	exact, bulk, sde, continuous float64
}{
	{.5, 1, 2.90396622891633, 3, 3, 5},
	{1, 1, 1.09082647306632, 1, 2, 3},
	{1, 2, 2, 2, 3, 5},
	{1, 4, 3.50468361414719, 4, 5, 9},
	{1, 8, 6.20230076603732, 8, 9, 17},
	{1, 16, 11.4194438030643, 16, 17, 33},
	{1, 64, 42.6199964950302, 64, 65, 129},
	{.1, 1, 17.2845857340271, 19, 11, 21},
	{1.5, 4, 1.52013999036782, 4.0 / 3, 11.0 / 3, 19.0 / 3},
	{1.5, 16, 4.01655069340126, 16.0 / 3, 35.0 / 3, 67.0 / 3},
	{2, 4, .611418313403432, 0, 3, 5},
}

func TestTailExponentsOfTheTable(t *testing.T) {
	for _, k := range kesten {
		tail := theory.TailScalar(k.c, k.batch)
		if !tail.OK {
			t.Fatalf("c %v, S %d: %s", k.c, k.batch, tail.Reason)
		}
		near(t, "exponent", tail.Beta, k.exact, 5e-15)
	}
	for _, k := range []struct {
		c     float64
		batch int
		want  float64
	}{
		{.5, 1, 2}, {.2, 1, 7.76276022}, {.5, 4, 9.46544715}, {1, 4, 2.81249062}, {1, 8, 5.64138389}, {1.5, 16, 3.45373316},
	} {
		near(t, "isotropic exponent", theory.TailIsotropic(k.c, k.batch, 2).Beta, k.want, 2e-9)
	}
}

// At the limits of the second and fourth moments the exponent is 2 and 4.
func TestTailExponentAtMomentLimits(t *testing.T) {
	for _, batch := range []int{1, 2, 3, 4, 8, 16, 32, 64, 256, 1024} {
		s := float64(batch)
		near(t, "scalar, at the variance limit", theory.TailScalar(2*s/(s+2), batch).Beta, 2, 1e-12)
		for _, dim := range []int{1, 2, 3, 30} {
			near(t, "at the variance limit", theory.TailIsotropic(2*s/(s+1+float64(dim)), batch, dim).Beta, 2, 1e-9)
		}
		law := (&problem.Gaussian{A: plane.Sym{1, 0, 1}, Sigma: 1}).Law(batch)
		fourth := theory.LimitsOf(&law, 0).Fourth
		near(t, "at the fourth-moment limit", theory.TailIsotropic(fourth, batch, 2).Beta, 4, 1e-9)
	}
	for batch, c := range map[int]float64{1: .383451006, 2: .626538293, 4: .926089157, 8: 1.233983863,
		16: 1.501831638, 32: 1.702728361, 64: 1.834526081} {
		near(t, "scalar, at the fourth-moment limit", theory.TailScalar(c, batch).Beta, 4, 1e-8)
	}
}

// For small steps the tail comes from rare batches: β → yS/2c, y(ln y − 1) = 1.
func TestTailExponentForSmallSteps(t *testing.T) {
	const y = 3.5911214766686
	for _, batch := range []int{1, 16, 1024} {
		near(t, "exponent", theory.TailScalar(1e-4, batch).Beta, y*float64(batch)/2e-4, 1e-3)
	}
}

func TestNoTailExponentWhereTypicalRunsLeave(t *testing.T) {
	for _, batch := range []int{1, 2, 8, 64} {
		limit := theory.TypicalScalar(batch)
		if tail := theory.TailScalar(limit*1.0001, batch); tail.OK || tail.Reason != theory.TypicalRunsLeave || !math.IsNaN(tail.Beta) {
			t.Errorf("S %d: above the limit the tail is %+v", batch, tail)
		}
		if tail := theory.TailScalar(limit*0.9999, batch); !(tail.OK && tail.Beta < 0.01) {
			t.Errorf("S %d: just below the limit the tail is %+v", batch, tail)
		}
		limit = theory.TypicalIsotropic(batch, 2)
		if tail := theory.TailIsotropic(limit*1.0001, batch, 2); tail.OK {
			t.Errorf("S %d: above the isotropic limit the tail is %+v", batch, tail)
		}
	}
}
