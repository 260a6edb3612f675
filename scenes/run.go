package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/engine/work"
	"sgdnoise/scenes/plot"
)

const (
	lossSteps  = 260   // steps that the loss curve shows
	trailSteps = 24    // positions that the highlighted walker keeps
	farAway    = 1e12  // where a walker is held; the problems are of scale 1
	vanished   = 1e-14 // a covariance that counts as zero, where there is no noise: rounding leaves so much

	// pace is after how many steps it is decided what walkers far away from one
	// another must know together: whether those held go on, and whether the
	// window opens. In between, batches of steps need nobody else.
	pace = 8
)

// run is the moving part of a scene about a cloud of walkers: the crowd, the
// theory that goes with it, and what has been measured.
type run struct {
	crew    work.Crew // nil if there never was one
	crowd   work.Crowd
	ens     *sgd.Ensemble // the crowd's walkers; nil if they are away
	fc      *forecast
	now     nowcast
	typical typicalLimit

	steps     int             // since the restart
	open      bool            // the measuring window
	emptied   bool            // it is, and the crowd doesn't know yet
	collected int             // steps in it
	total     measure.Sums    // of these
	present   measure.Sums    // of the latest step
	told      *work.Outcome   // what a report needs, as answered last; nil without an answer
	latest    measure.Moments // of the window, see moments
	latestN   int             // steps that latest is of
	fresh     bool            // told is of this step
	stepping  int             // steps of the order under way
	rebasing  bool            // it is for theory to start again
	asking    bool            // it is for a report
	since     int             // steps since theory started again
	began     float64         // E |v|² when it did
	remnant   remnant         // of what the walkers were then

	each func() // called after every step; may be nil

	loss  lossHistory
	trail []plane.Vec // the latest positions of walker 0, oldest first
}

// lossHistory keeps the loss of the latest steps, oldest first.
type lossHistory struct {
	measured, predicted []float64
	single              []float64 // of one walker; nil if it isn't shown

	pts    []plot.Point // scratch of the picture
	sorted []float64
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
	r.gather(m.problem, n, seed, start)
	r.steps, r.stepping, r.rebasing, r.asking = 0, 0, false, false
	r.loss = lossHistory{measured: make([]float64, 0, lossSteps), predicted: make([]float64, 0, lossSteps)}
	r.trail = make([]plane.Vec, 0, trailSteps)
	r.adopt(m, rule)
	r.now = nil
	r.remeasure()
	r.open = false
	r.begin(theory.At(&r.fc.law, start), 1)
	v := start.Sub(r.fc.law.Min)
	r.record(work.Step{Sums: measure.Sums{Free: 1, Linear: v, Square: v.Outer()}, At: start})
}

// change goes on under another model or rule. Theory starts again from the
// walkers' own moments, so that it stays exact whatever happened before.
func (r *run) change(m model, rule sgd.Rule) {
	if m == r.fc.model && rule == r.fc.rule {
		return
	}
	r.finish()
	r.adopt(m, rule)
	r.rebase(r.mayGo())
}

func (r *run) adopt(m model, rule sgd.Rule) {
	r.fc = newForecast(m, rule, r.fc)
	r.typical.aim(r.fc)
}

// mayGo reports whether walkers are held that may go on, because typical runs
// stay. That limit is found now if it has to be, so that a run doesn't depend on
// when it is.
func (r *run) mayGo() bool {
	if r.crowd.Held() == 0 {
		return false
	}
	lr, safe := r.fc.rule.LR, r.fc.limits.Variance
	if lr >= safe {
		r.typical.find()
		safe = math.Max(safe, r.typical.Value)
	}
	return lr < safe && lr >= r.typical.Low // not where there is no limit, NaN
}

// rebase closes the window, lets held walkers go on or not, and starts theory
// again from all of them.
func (r *run) rebase(release bool) {
	r.remeasure()
	r.open, r.rebasing = false, true
	r.order(work.Order{Release: release, Joint: true})
	if r.ens != nil {
		r.finish()
	}
}

// begin starts theory at a state; kurtosis is that of the walkers' distances.
func (r *run) begin(s theory.State, kurtosis float64) {
	r.now, r.since = r.fc.from(s, r.now), 0
	r.began = s.Second[0][0] + s.Second[1][1]
	r.remnant = remnant{from: s, uneven: math.Max(1, kurtosis/3)}
}

// remeasure empties the window: what was measured so far doesn't count.
func (r *run) remeasure() {
	r.emptied, r.collected, r.total = true, 0, measure.Sums{}
	r.told, r.fresh, r.latest, r.latestN = nil, false, measure.Spread{}.Moments(plane.Sym{}), 0
}

// advance takes at most n steps, or those that are under way; see [Scene].
func (r *run) advance(n int, pause func() bool) int {
	if pause != nil {
		r.typical.work(pause)
	}
	done := 0
	for {
		if r.crowd.Busy() {
			out := r.crowd.Finish(pause)
			if out == nil {
				return done
			}
			done += r.take(out)
			continue
		}
		switch {
		case r.crowd.Gone(), done > 0 && pause != nil && pause():
			return done
		case done >= n:
			if pause == nil || r.crowd.Pictured() {
				return done
			}
			r.order(work.Order{}) // for the picture
			continue
		}
		r.order(work.Order{Steps: min(n-done, r.crowd.Batch(), pace-r.steps%pace), Open: r.open})
	}
}

// take does the bookkeeping after an order, and returns how many steps it was of.
func (r *run) take(out *work.Outcome) int {
	r.stepping = 0
	if r.crowd.Gone() {
		return 0
	}
	if r.rebasing {
		r.rebasing = false
		mean, second := out.Joint.Moments()
		r.begin(theory.State{Mean: mean, Second: second}, out.Joint.Kurtosis())
	}
	if r.asking {
		r.asking = false
		r.tell(*out)
	}
	for _, step := range out.Steps {
		r.stepped(step)
	}
	if len(out.Steps) > 0 && r.steps%pace == 0 {
		r.open = r.open || r.settled()
		if r.mayGo() {
			r.rebase(true)
		}
	}
	return len(out.Steps)
}

// stepped does the bookkeeping after a whole step.
func (r *run) stepped(step work.Step) {
	r.steps++
	r.since++
	r.now.Step()
	if r.open {
		r.collected++
		r.total.Merge(step.Sums)
	}
	r.record(step)
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
	chance := 0.25 / math.Sqrt(float64(r.crowd.Len()))
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
func (r *run) record(step work.Step) {
	r.present = step.Sums
	min, train := r.fc.law.Min, r.fc.model.train
	e, v := step.Sums.Moments()
	now := r.now.State()
	r.loss.measured = keepLast(r.loss.measured, train.Mean(min.Add(e), v.Plus(-1, e.Outer())))
	r.loss.predicted = keepLast(r.loss.predicted, train.Mean(min.Add(now.Offset()), now.Cov()))
	if step.Held {
		r.trail = r.trail[:0]
		return
	}
	r.trail = keepLast(r.trail, step.At)
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

// nowFinite is the prediction for this step, or ok false where it has left
// the numbers (no second moments) or walkers are held and so not represented.
func (r *run) nowFinite() (s theory.State, ok bool) {
	s = r.now.State()
	return s, s.Finite() && r.crowd.Held() == 0
}

// measured is the covariance measured, with the walkers' mean: over the window
// if it holds anything, of this instant before.
func (r *run) measured() (cov plane.Sym, centre plane.Vec) {
	min, sums := r.fc.law.Min, r.present
	if r.collected > 0 {
		sums = r.total
	}
	mean, second := sums.Moments()
	return second.Plus(-1, mean.Outer()), plane.Vec{min[0] + mean[0], min[1] + mean[1]}
}
