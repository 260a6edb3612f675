package scenes

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// tailTheory is what is predicted of the tail. The exact exponent of two weights
// takes long enough to wait until the values have been left alone for a while.
type tailTheory struct {
	exact  theory.Tail
	known  bool
	others [3]theory.Tail // in the order of theory.TailApproximations

	subject tailCase
	rule    sgd.Rule
	batches *theory.Batches // of finite data
	wait    patience
}

const (
	computing    = "being computed"
	notForCurves = "the formula is for equal curvatures"
	notForData   = "the formula is for endless Gaussian data"
)

// aim sets what is wanted.
func (t *tailTheory) aim(k *tailCase, r sgd.Rule) {
	same := t.subject.setting == tailsData && k.setting == tailsData && &k.h[0] == &t.subject.h[0]
	if !same || t.rule.Batch != r.Batch {
		t.batches = nil
	}
	t.subject, t.rule = *k, r
	t.wait.renew()
	t.known, t.exact = false, theory.Tail{Reason: computing}
	for i, a := range theory.TailApproximations {
		switch {
		case k.setting == tailsUnequal:
			t.others[i] = theory.Tail{Reason: notForCurves}
		case k.setting == tailsData && a.Name != "continuous":
			t.others[i] = theory.Tail{Reason: notForData}
		default:
			t.others[i] = a.Beta(r.LR*k.a, r.Batch, k.dim)
		}
	}
	if k.setting == tailsOne {
		t.finish()
	}
}

// work computes the exact exponent once nothing has changed for a while.
func (t *tailTheory) work() {
	if t.wait.ended() {
		t.finish()
	}
}

// finish computes what there is to compute.
func (t *tailTheory) finish() {
	if t.known {
		return
	}
	t.known = true
	lr, batch, k := t.rule.LR, t.rule.Batch, &t.subject
	switch k.setting {
	case tailsOne:
		t.exact = theory.TailScalar(lr*k.a, batch)
	case tailsEqual:
		t.exact = theory.TailIsotropic(lr*k.a, batch, 2)
	case tailsUnequal:
		t.exact = theory.TailPlane(plane.Sym{k.a, 0, k.second}, lr, batch)
	case tailsData:
		t.exact = t.onData(lr, batch)
	}
}

// onData is the exact exponent on data; the law of the batches is kept.
func (t *tailTheory) onData(lr float64, batch int) theory.Tail {
	if batch != t.rule.Batch {
		return theory.NewBatches(t.subject.h, batch).Tail(lr)
	}
	if t.batches == nil {
		t.batches = theory.NewBatches(t.subject.h, batch)
	}
	return t.batches.Tail(lr)
}

// source says where the exact exponent comes from.
func (k *tailCase) source() string {
	switch k.setting {
	case tailsUnequal:
		return "spectral radius 1 of the operator E |M e|^β f(Me/|Me|) on directions, M = I − λÂ (Kesten 1973; for SGD derived)"
	case tailsData:
		return "root of the mean over batches of |1 − λh|^β = 1 (Kesten 1973; for SGD derived)"
	case tailsEqual:
		return "root of E |(I − λÂ)e|^β = 1, an integral (Kesten 1973; for SGD derived)"
	}
	return "root of E |1 − λaG|^β = 1, G = χ²(S)/S, an integral (Kesten 1973; for SGD derived)"
}

// support is the distance that no walker passes on data where every step
// contracts; ok is false elsewhere.
func (k *tailCase) support(lr float64) (far float64, ok bool) {
	lo, hi, ok := theory.Support(lr, k.h, k.xi)
	return math.Max(-lo, hi), ok && k.setting == tailsData
}
