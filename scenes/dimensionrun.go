package scenes

import (
	"math"

	"sgdnoise/engine/plane"
)

// Advance implements [Scene].
func (s *dimension) Advance(n int, pause func() bool) int {
	if pause != nil && s.wait.ended() {
		s.finish()
	}
	if !s.ens.MidStep() {
		s.release()
	}
	for done := range n {
		if !s.ens.Advance(s.problem, s.lr, s.batch, pause) {
			return done
		}
		s.stepped()
		if pause != nil && pause() {
			return done + 1
		}
	}
	return n
}

// stepped does the bookkeeping after a whole step.
func (s *dimension) stepped() {
	s.now.Step(s.problem, s.lr, s.batch)
	if s.open {
		s.measureRadii()
		s.window.Add(s.ens.First)
		s.radial.Add(s.radii)
	} else {
		s.open = s.settled()
	}
	s.release()
	s.record()
}

func (s *dimension) measureRadii() {
	for i, q := range s.ens.Square {
		s.radii[0][i] = math.Sqrt(q)
	}
}

// settled reports whether what is left of the transient no longer shows; see run.
func (s *dimension) settled() bool {
	if !s.exists {
		return false
	}
	near := math.Min(0.01, 0.25/math.Sqrt(float64(s.ens.Len())))
	square, cov := float64(s.problem.Dim)*s.variance, s.covariance()
	return math.Abs(s.now.Square-square) <= near*square && s.now.Second.Plus(-1, cov).Norm() <= near*cov.Norm() ||
		s.now.Square < vanished
}

// covariance is that of the first two coordinates when stationary.
func (s *dimension) covariance() plane.Sym {
	if s.problem.Dim == 1 {
		return plane.Sym{s.variance, 0, 0}
	}
	return plane.Sym{s.variance, 0, s.variance}
}

// record adds the present to the histories.
func (s *dimension) record() {
	here, p := s.ens.Now(), s.problem
	s.loss.measured = keepLast(s.loss.measured, p.Floor()+p.Excess(here.Square))
	s.loss.predicted = keepLast(s.loss.predicted, p.Floor()+p.Excess(s.now.Square))
	s.loss.single = keepLast(s.loss.single, p.Floor()+p.Excess(s.ens.Square[0]))
	if s.ens.Held[0] {
		s.trail = s.trail[:0]
		return
	}
	s.trail = keepLast(s.trail, plane.Vec{s.ens.First[0][0], s.ens.First[1][0]})
}

// MidStep implements [Scene].
func (s *dimension) MidStep() bool { return s.ens.MidStep() }

// Remeasure implements [Scene].
func (s *dimension) Remeasure() {
	s.window.Reset(plane.Vec{})
	s.radial.Reset(plane.Vec{})
}

// Settle implements [Scene].
func (s *dimension) Settle() {
	s.finish()
	if !s.ens.MidStep() {
		s.release()
	}
}

// Settled implements [Scene].
func (s *dimension) Settled() bool { return s.known }

// release lets held walkers go on where typical runs stay.
func (s *dimension) release() {
	if s.ens.Diverged() == 0 {
		return
	}
	if s.lr >= s.limits.Variance {
		s.finish()
		if s.lr >= s.typical {
			return
		}
	}
	s.ens.Release()
	s.rebase()
}

// rebase starts theory again from the ensemble and closes the windows.
func (s *dimension) rebase() {
	s.now, s.open = s.ens.Now(), false
	s.Remeasure()
}
