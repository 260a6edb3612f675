package plane

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// sample is a number of symmetric matrices of sizes 1e-6 to 1e6, random ones
// and such as have equal, zero or very different eigenvalues.
func sample() []Sym {
	r := rand.New(rand.NewPCG(1, 2))
	as := []Sym{{}, {1, 0, 1}, {-2, 0, -2}, {0, 3, 0}, {1, 1, 1}, {4, -2, 1}, {0, 0, 5}, {5, 0, 0}, {1e-9, 0, 1}}
	for range 300 {
		k := math.Pow(10, 12*r.Float64()-6)
		as = append(as, Sym{k * r.NormFloat64(), k * r.NormFloat64(), k * r.NormFloat64()})
	}
	return as
}

// semidefinite is the like with eigenvalues ≥ 0.
func semidefinite() []Sym {
	r := rand.New(rand.NewPCG(3, 4))
	as := []Sym{{}, {1, 0, 1}, {1, 1, 1}, {4, -2, 1}, {0, 0, 5}, {5, 0, 0}, Rotated(1, 0, 90), Rotated(0, 1, 0)}
	for range 300 {
		l := r.ExpFloat64()
		as = append(as, Rotated(l, 0, 360*r.Float64()), Rotated(l, l*math.Pow(10, -16*r.Float64()), 360*r.Float64()))
	}
	return as
}

func dense(a Sym) *mat.SymDense { return mat.NewSymDense(2, []float64{a[0], a[1], a[1], a[2]}) }

// near compares with a gonum matrix up to rounding at the given size.
func near(t *testing.T, what string, got Sym, want mat.Matrix, size float64) {
	t.Helper()
	for e := range 4 {
		i, j := e>>1, e&1
		if d := math.Abs(got[i+j] - want.At(i, j)); !(d <= 1e-14*size) {
			t.Errorf("%s: entry %d,%d is off by %v of %v", what, i, j, d, size)
		}
	}
}

func TestEigen(t *testing.T) {
	for _, a := range sample() {
		l1, l2, axis := a.Eigen()
		var want mat.EigenSym
		if !want.Factorize(dense(a), false) {
			t.Fatalf("gonum can't factorize %v", a)
		}
		tol := 1e-14 * a.Norm()
		if l := want.Values(nil); !(math.Abs(l1-l[1]) <= tol && math.Abs(l2-l[0]) <= tol) || l1 < l2 {
			t.Errorf("%v has eigenvalues %v, %v, want %v, %v", a, l1, l2, l[1], l[0])
		}
		if d := math.Abs(axis.Dot(axis) - 1); !(d <= 1e-15*4) {
			t.Errorf("%v: the axis isn't a unit vector by %v", a, d)
		}
		if d := a.Apply(axis).Sub(Vec{l1 * axis[0], l1 * axis[1]}); !(math.Sqrt(d.Dot(d)) <= tol) {
			t.Errorf("%v: %v isn't an eigenvector, by %v", a, axis, d)
		}
	}
	for _, k := range []float64{0, 1, -2} {
		if _, _, axis := (Sym{k, 0, k}).Eigen(); axis != (Vec{1, 0}) {
			t.Errorf("axis of %v times the identity is %v, want the first axis", k, axis)
		}
	}
}

// TestNull finds the direction that a singular matrix takes to 0, and none of
// others, however small their smaller eigenvalue is within reason.
func TestNull(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		l, degrees := r.NormFloat64(), 360*r.Float64()
		for _, ls := range [][2]float64{{l, 0}, {0, l}} {
			a := Rotated(ls[0], ls[1], degrees)
			v, ok := a.Null()
			if d := a.Apply(v); !ok || !(math.Sqrt(d.Dot(d)) <= 1e-14*a.Norm()) || !(math.Abs(v.Dot(v)-1) <= 1e-14) {
				t.Errorf("%v: %v (%v) isn't a null direction", a, v, ok)
			}
		}
		for _, ratio := range []float64{1e-9, -1e-9, 1, -1} {
			if a := Rotated(l, ratio*l, degrees); a != (Sym{}) {
				if v, ok := a.Null(); ok {
					t.Errorf("%v: null direction %v", a, v)
				}
			}
		}
	}
	if v, ok := (Sym{}).Null(); ok {
		t.Errorf("of zero every direction is null, not just %v", v)
	}
}

// TestLeastSquares compares with the pseudoinverse by singular values.
func TestLeastSquares(t *testing.T) {
	for i, a := range append(sample(), Rotated(3, 0, 20), Rotated(0, -2, 70)) {
		b := Vec{1, float64(i%7) - 3}
		var svd mat.SVD
		if !svd.Factorize(dense(a), mat.SVDFull) || a == (Sym{}) || svd.Cond() > 1e6 && svd.Rank(1e-12) == 2 {
			continue // sensitive to rounding
		}
		var want mat.VecDense
		svd.SolveVecTo(&want, mat.NewVecDense(2, b[:]), svd.Rank(1e-12))
		x := a.LeastSquares(b)
		d := x.Sub(Vec{want.AtVec(0), want.AtVec(1)})
		if !(math.Sqrt(d.Dot(d)) <= 1e-9*(mat.Norm(&want, 2)+math.Sqrt(b.Dot(b))/a.Norm())) {
			t.Errorf("%v x = %v has x = %v, want %v", a, b, x, want.RawVector().Data)
		}
	}
}

func TestCholesky(t *testing.T) {
	for _, a := range semidefinite() {
		l11, l21, l22 := a.Cholesky()
		l := mat.NewDense(2, 2, []float64{l11, 0, l21, l22})
		var product mat.Dense
		product.Mul(l, l.T())
		near(t, fmt.Sprintf("L L' of %v", a), a, &product, a.Norm())
		var want mat.Cholesky
		if !want.Factorize(dense(a)) || want.Cond() > 1e6 {
			continue // where L is sensitive to rounding, or gonum gives up
		}
		f := mat.NewTriDense(2, mat.Lower, nil)
		want.LTo(f)
		for k, got := range []float64{l11, l21, l22} {
			if w := []float64{f.At(0, 0), f.At(1, 0), f.At(1, 1)}[k]; !(math.Abs(got-w) <= 1e-9*math.Sqrt(a.Norm())) {
				t.Errorf("%v has L = %v, %v, %v, want %v", a, l11, l21, l22, mat.Formatted(f))
			}
		}
	}
}

func TestSqrt(t *testing.T) {
	for _, a := range semidefinite() {
		r := a.Sqrt()
		near(t, fmt.Sprintf("square of the root of %v", a), r.Sandwich(Sym{1, 0, 1}), dense(a), a.Norm())
		if l1, l2, _ := r.Eigen(); !(l2 >= -1e-14*l1) {
			t.Errorf("the root of %v has eigenvalues %v and %v", a, l1, l2)
		}
	}
}

func TestInverse(t *testing.T) {
	for _, a := range sample() {
		l1, l2, _ := a.Eigen()
		cond := math.Abs(l1 / l2)
		if cond = math.Max(cond, 1/cond); !(cond < 1e6) {
			continue
		}
		var want mat.Dense
		if err := want.Inverse(dense(a)); err != nil {
			t.Fatal(err)
		}
		near(t, fmt.Sprintf("inverse of %v", a), a.Inverse(), &want, cond*mat.Norm(&want, 2))
	}
}

func TestRotated(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		l1, l2, degrees := r.NormFloat64(), r.NormFloat64(), 720*r.Float64()-360
		s, c := math.Sincos(degrees / 180 * math.Pi)
		q := mat.NewDense(2, 2, []float64{c, -s, s, c})
		var want mat.Dense
		want.Product(q, mat.NewDiagDense(2, []float64{l1, l2}), q.T())
		near(t, fmt.Sprintf("Rotated(%v, %v, %v)", l1, l2, degrees), Rotated(l1, l2, degrees), &want, math.Hypot(l1, l2))
	}
}

func TestProducts(t *testing.T) {
	as := sample()
	for i, a := range as {
		b := as[(i*37+11)%len(as)]
		da, db := dense(a), dense(b)
		var sandwich, product, sum mat.Dense
		sandwich.Product(da, db, da)
		near(t, fmt.Sprintf("Sandwich of %v, %v", a, b), a.Sandwich(b), &sandwich, a.Norm()*a.Norm()*b.Norm())
		product.Mul(da, db)
		sum.Scale(-2.5, db)
		sum.Add(da, &sum)
		near(t, "Plus", a.Plus(-2.5, b), &sum, a.Norm()+3*b.Norm())
		near(t, "Scale and Plus", a.Plus(1, b.Scale(-2.5)), &sum, a.Norm()+3*b.Norm())

		v := Vec{a[1] + 1, 0.5 - b[0]}
		x := mat.NewVecDense(2, v[:])
		var outer mat.Dense
		outer.Outer(1, x, x)
		near(t, "Outer", v.Outer(), &outer, v.Dot(v))
		for _, c := range []struct {
			what            string
			got, want, size float64
		}{
			{"Norm", a.Norm(), mat.Norm(da, 2), a.Norm()},
			{"Trace", a.Trace(), mat.Trace(da), a.Norm()},
			{"TraceProd", a.TraceProd(b), mat.Trace(&product), a.Norm() * b.Norm()},
			{"Det", a.Det(), mat.Det(da), a.Norm() * a.Norm()},
			{"Quad", a.Quad(v), mat.Inner(x, da, x), a.Norm() * v.Dot(v)},
		} {
			if !(math.Abs(c.got-c.want) <= 1e-14*c.size) {
				t.Errorf("%s of %v, %v is %v, want %v", c.what, a, b, c.got, c.want)
			}
		}
	}
}

// TestSolve puts the solution back into the equation.
func TestSolve(t *testing.T) {
	for _, a := range sample() {
		l1, l2, _ := a.Eigen()
		if math.Min(math.Abs(l1), math.Abs(l2)) <= 1e-3*a.Norm() {
			continue // too close to singular to expect digits
		}
		v := Vec{a[1] + 1, 0.5 - a[0]}
		if d := a.Apply(a.Solve(v)).Sub(v); !(math.Sqrt(d.Dot(d)) <= 1e-12*math.Sqrt(v.Dot(v))) {
			t.Errorf("%v: the solution for %v is off by %v", a, v, d)
		}
	}
}

func TestFinite(t *testing.T) {
	for _, a := range []Sym{{}, {1, -2, 3}, {math.MaxFloat64, math.MaxFloat64, -math.MaxFloat64}} {
		if !a.Finite() {
			t.Errorf("%v is finite", a)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, a := range []Sym{{x, 0, 0}, {0, x, 0}, {0, 0, x}, {x, -x, x}} {
			if a.Finite() {
				t.Errorf("%v isn't finite", a)
			}
		}
	}
}
