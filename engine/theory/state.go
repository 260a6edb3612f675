package theory

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// State holds the mean and the second moments of z = (v₁, v₂, m₁, m₂) over an
// ensemble, v = w − w* being the position and m the momentum. Its recursion is
// exact for an affine minibatch gradient, whatever happened before.
type State struct {
	Mean   [4]float64
	Second [4][4]float64 // E[z z']
}

// At is the state of walkers that all rest at w.
func At(l *problem.Law, w plane.Vec) State {
	var s State
	v := w.Sub(l.Min)
	s.Mean = [4]float64{v[0], v[1]}
	for i, a := range s.Mean {
		for j, b := range s.Mean {
			s.Second[i][j] = a * b
		}
	}
	return s
}

// Step takes the moments through one SGD step: with the linear map
// F = [[I−λH, −λμ], [H, μ]] of the mean gradient, mean ← F mean and
// second ← F second F' + [[λ²N, −λN], [−λN, N]], N = Cov(g) averaged over the
// ensemble.
func (s *State) Step(l *problem.Law, lr, mu float64) {
	noise := l.Noise(plane.Vec{s.Mean[0], s.Mean[1]}, s.position())
	f := meanMap(l.H, lr, mu)
	*s = s.mapped(&f)
	s.addNoise(noise, lr)
}

// meanMap is F.
func meanMap(h plane.Sym, lr, mu float64) [4][4]float64 {
	return [4][4]float64{
		{1 - lr*h[0], -lr * h[1], -lr * mu, 0},
		{-lr * h[1], 1 - lr*h[2], 0, -lr * mu},
		{h[0], h[1], mu, 0},
		{h[1], h[2], 0, mu},
	}
}

// In is the state in other coordinates r v of the positions, r symmetric, in
// which momenta are r⁻¹ m (see [problem.Scaled], where r = √Λ leads from ω to w).
func (s *State) In(r plane.Sym) State {
	q := r.Inverse()
	return s.mapped(&[4][4]float64{{r[0], r[1]}, {r[1], r[2]}, {0, 0, q[0], q[1]}, {0, 0, q[1], q[2]}})
}

func (s *State) mapped(f *[4][4]float64) State {
	return State{Mean: apply(f, s.Mean), Second: conjugate(f, &s.Second)}
}

func apply(f *[4][4]float64, z [4]float64) (y [4]float64) {
	for i := range f {
		for j := range z {
			y[i] += f[i][j] * z[j]
		}
	}
	return y
}

// conjugate is f m f'.
func conjugate(f, m *[4][4]float64) (out [4][4]float64) {
	var fm [4][4]float64
	for i := range f {
		for j := range f {
			for k := range f {
				fm[i][j] += f[i][k] * m[k][j]
			}
		}
	}
	for i := range f {
		for j := range f {
			for k := range f {
				out[i][j] += fm[i][k] * f[j][k]
			}
		}
	}
	return out
}

// addNoise adds the second moments of the noise's kick (−λη, η).
func (s *State) addNoise(n plane.Sym, lr float64) {
	kick := [2]float64{-lr, 1}
	for a := range 2 {
		for b := range 2 {
			k := kick[a] * kick[b]
			s.Second[2*a][2*b] += k * n[0]
			s.Second[2*a][2*b+1] += k * n[1]
			s.Second[2*a+1][2*b] += k * n[1]
			s.Second[2*a+1][2*b+1] += k * n[2]
		}
	}
}

// position is E[v v'].
func (s *State) position() plane.Sym {
	return plane.Sym{s.Second[0][0], s.Second[0][1], s.Second[1][1]}
}

// Offset is the mean of v.
func (s *State) Offset() plane.Vec { return plane.Vec{s.Mean[0], s.Mean[1]} }

// Cov is the covariance of w.
func (s *State) Cov() plane.Sym { return s.position().Plus(-1, s.Offset().Outer()) }

// Loss is the expected training loss.
func (s *State) Loss(l *problem.Law) float64 { return Loss(l, s.position()) }

// Finite reports whether all moments are finite.
func (s *State) Finite() bool {
	sum := 0.0
	for i, row := range s.Second {
		sum += s.Mean[i] * 0
		for _, x := range row {
			sum += x * 0
		}
	}
	return !math.IsNaN(sum)
}
