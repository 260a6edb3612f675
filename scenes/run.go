package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

const (
	lossSteps  = 260   // steps that the loss curve shows
	trailSteps = 24    // positions that the highlighted walker keeps
	farAway    = 1e12  // where a walker is held; the problems are of scale 1
	vanished   = 1e-14 // a covariance that counts as zero, where there is no noise: rounding leaves so much
)

// run is the moving part of a scene about a cloud of walkers: the ensemble,
// the theory that goes with it, and what has been measured.
type run struct {
	ens     *sgd.Ensemble
	fc      *forecast
	now     nowcast
	typical typicalLimit

	window  *measure.Window
	present *measure.Window // of one step, for readings of an instant
	open    bool            // the window
	latest  measure.Moments // of the window, see moments
	latestN int             // steps that latest is of
	since   int             // steps since theory started again
	began   float64         // E |v|² when it did
	remnant remnant         // of what the walkers were then

	each func() // called after every step; may be nil

	loss  lossHistory
	trail []plane.Vec // the latest positions of walker 0, oldest first
}

// lossHistory keeps the loss of the latest steps, oldest first.
type lossHistory struct {
	measured, predicted []float64
	single              []float64 // of one walker; nil if it isn't shown
}

// keepLast appends x, dropping the oldest element of a full slice.
func keepLast[T any](s []T, x T) []T {
	if len(s) == cap(s) {
		copy(s, s[1:])
		s = s[:len(s)-1]
	}
	return append(s, x)
}

// reset starts a new run of n walkers.
func (r *run) reset(m model, rule sgd.Rule, n int, seed uint64, start plane.Vec) {
	r.ens = sgd.New(n, seed, start, farAway)
	r.window, r.open, r.latestN = measure.NewWindow(n, m.problem.Minimum()), false, 0
	r.present = measure.NewWindow(n, m.problem.Minimum())
	r.loss = lossHistory{measured: make([]float64, 0, lossSteps), predicted: make([]float64, 0, lossSteps)}
	r.trail = make([]plane.Vec, 0, trailSteps)
	r.adopt(m, rule)
	r.now = nil
	r.begin(theory.At(&r.fc.law, start), 1)
	r.record()
}

// change goes on under another model or rule. Theory starts again from the
// ensemble's own moments, so that it stays exact whatever happened before.
func (r *run) change(m model, rule sgd.Rule) {
	if m == r.fc.model && rule == r.fc.rule {
		return
	}
	r.adopt(m, rule)
	r.release()
	r.rebase()
}

func (r *run) adopt(m model, rule sgd.Rule) {
	r.fc = newForecast(m, rule, r.fc)
	r.typical.aim(r.fc)
}

// release lets held walkers go on where typical runs stay. That limit is found
// now if it has to be, so that a run doesn't depend on when it is.
func (r *run) release() {
	if r.ens.Diverged() == 0 {
		return
	}
	lr, safe := r.fc.rule.LR, r.fc.limits.Variance
	if lr >= safe {
		r.typical.find()
		safe = math.Max(safe, r.typical.Value)
	}
	if lr < safe && lr >= r.typical.Low { // not where there is no limit, NaN
		r.ens.Release()
		r.rebase()
	}
}

// rebase starts theory again from the ensemble and closes the window.
func (r *run) rebase() {
	var joint measure.JointSums
	joint.Add(r.ens.W, r.ens.M, r.fc.law.Min, r.ens.Held)
	mean, second := joint.Moments()
	r.begin(theory.State{Mean: mean, Second: second}, joint.Kurtosis())
	r.remeasure()
	r.open = false
}

// begin starts theory at a state; kurtosis is that of the walkers' distances.
func (r *run) begin(s theory.State, kurtosis float64) {
	r.now, r.since = r.fc.from(s, r.now), 0
	r.began = s.Second[0][0] + s.Second[1][1]
	r.remnant = remnant{from: s, uneven: math.Max(1, kurtosis/3)}
}

// remeasure empties the window: what was measured so far doesn't count.
func (r *run) remeasure() {
	r.window.Reset(r.fc.law.Min)
	r.latestN = 0
}

// advance takes at most n steps; see [Scene].
func (r *run) advance(n int, pause func() bool) int {
	if pause != nil {
		r.typical.work(pause)
	}
	if !r.ens.MidStep() {
		r.release()
	}
	for done := range n {
		if !r.ens.Advance(r.fc.model.problem, r.fc.rule, pause) {
			return done
		}
		r.stepped()
		if pause != nil && pause() {
			return done + 1
		}
	}
	return n
}

// stepped does the bookkeeping after a whole step.
func (r *run) stepped() {
	r.now.Step()
	r.since++
	if r.open {
		r.window.Add(r.ens.W)
	} else {
		r.open = r.settled()
	}
	r.release()
	r.record()
	if r.each != nil {
		r.each()
	}
}

// settled reports whether the window may open: what is left of the transient
// must not show. The mean has to be within a quarter of an instant's sampling
// error, and so has the predicted covariance, which has to be within 1 % of the
// stationary one as well; both in every direction, and of the momenta, too.
// Within an epoch the covariance never rests; there the transient itself counts.
func (r *run) settled() bool {
	if !r.fc.exists {
		return false
	}
	chance := 0.25 / math.Sqrt(float64(r.ens.Len()))
	near := math.Min(0.01, chance)
	if r.fc.inEach != nil {
		left := theory.Contraction(r.fc.moves.H, r.fc.rule.LR, r.fc.rule.Momentum)
		lasts := math.Pow(left, 2*float64(r.since)) * (r.began + r.fc.sigma.Trace())
		return lasts <= math.Max(near*r.fc.sigma.Trace(), vanished)
	}
	now := r.now.State()
	if r.fc.sigma.Trace() < vanished {
		off := now.Offset()
		return now.Cov().Norm()+off.Dot(off) < vanished
	}
	now = r.fc.inPlain(now)
	return r.fc.rest.Reached(&now, chance, near)
}

// record adds the present to the histories.
func (r *run) record() {
	min, train := r.fc.law.Min, r.fc.model.train
	e, v := measure.Second(r.ens.W, min, r.ens.Held)
	now := r.now.State()
	r.loss.measured = keepLast(r.loss.measured, train.Mean(min.Add(e), v.Plus(-1, e.Outer())))
	r.loss.predicted = keepLast(r.loss.predicted, train.Mean(min.Add(now.Offset()), now.Cov()))
	if r.ens.Held[0] {
		r.trail = r.trail[:0]
		return
	}
	r.trail = keepLast(r.trail, plane.Vec{r.ens.W[0][0], r.ens.W[1][0]})
}

// regime is the predicted one.
func (r *run) regime() Status {
	if r.fc.rule.LR < r.typical.Low {
		return Diverged
	}
	return r.fc.status(r.typical.Value)
}

// status is the predicted regime, transient while the window is closed.
func (r *run) status() Status {
	s := r.regime()
	if s == Stationary && !r.open {
		return Transient
	}
	return s
}

// moments are those of the window, at most ten steps old: pictures want them at
// every frame, and with many walkers they cost as much as a step.
func (r *run) moments() *measure.Moments {
	if n := r.window.Steps(); n < r.latestN || n >= r.latestN+10 || r.latestN == 0 {
		r.latest, r.latestN = r.window.Moments(r.fc.law.H, r.ens.Held), n
	}
	return &r.latest
}

// nowFinite is the prediction for this step, or ok false where it has left
// the numbers (no second moments) or walkers are held and so not represented.
func (r *run) nowFinite() (s theory.State, ok bool) {
	s = r.now.State()
	return s, s.Finite() && r.ens.Diverged() == 0
}

// measured is the covariance measured, with the walkers' mean: over the window
// if it holds anything, of this instant before.
func (r *run) measured() (cov plane.Sym, centre plane.Vec) {
	min := r.fc.law.Min
	var mean plane.Vec
	var second plane.Sym
	if r.window.Steps() > 0 {
		mean, second = r.window.Second(r.ens.Held)
	} else {
		mean, second = measure.Second(r.ens.W, min, r.ens.Held)
	}
	return second.Plus(-1, mean.Outer()), plane.Vec{min[0] + mean[0], min[1] + mean[1]}
}

// Walkers implements [Scene].
func (r *run) Walkers() Walkers { return cloudWalkers(r.ens.W, r.ens.Held) }
