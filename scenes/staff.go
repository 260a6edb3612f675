package scenes

import (
	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/work"
	"sgdnoise/scenes/plot"
)

// crowded is from how many walkers on they are given to a crew, if there is one: for so
// many the page's own thread would take 12 ms a frame.
const crowded = 100_000

// fewHands is the note where there should be a crew and is none.
const fewHands = "There are no workers for so many walkers: the page moves them itself, more slowly."

// gather places the walkers, with the crew if they are many.
func (r *run) gather(p problem.Problem, n int, seed uint64, start plane.Vec) {
	r.leave()
	if n >= crowded && r.crew != nil && r.crew.Size() > 0 && work.CanTravel(p) {
		r.crowd, r.ens = work.NewAway(r.crew, n, seed, start, farAway), nil
		return
	}
	here := work.NewHere(n, seed, start, farAway)
	r.crowd, r.ens = here, here.Ensemble
}

// order gives the crowd an order, under the present model and rule.
func (r *run) order(o work.Order) {
	o.Problem, o.Rule, o.Centre, o.Empty = r.fc.model.problem, r.fc.rule, r.fc.law.Min, r.emptied
	r.emptied, r.stepping = false, o.Steps
	r.fresh = r.fresh && o.Steps == 0
	r.crowd.Start(o)
}

// finish waits until the crowd has carried out its order.
func (r *run) finish() {
	for r.crowd.Busy() {
		r.take(r.crowd.Finish(nil))
	}
}

// ask orders what a report needs, or also where all walkers are.
func (r *run) ask(places bool) {
	r.asking = true
	r.order(work.Order{Spreads: true, Far: r.farthest() + 1, Places: places})
}

// tell keeps the answer.
func (r *run) tell(out work.Outcome) {
	r.told, r.fresh, r.latest, r.latestN = &out, true, out.Window.Moments(r.fc.law.H), r.collected
}

// knows reports whether ask has been answered since the latest step.
func (r *run) knows(places bool) bool {
	return r.fresh && (!places || r.told.Lost != nil)
}

// asked is what a report needs of the walkers, as they are now unless they are
// just taking a step.
func (r *run) asked() *work.Outcome { return r.answered(false) }

func (r *run) answered(places bool) *work.Outcome {
	if r.stepping == 0 && !r.knows(places) {
		r.finish()
		r.ask(places)
		r.finish()
	}
	if r.told == nil { // too early, or the walkers are gone
		return &work.Outcome{}
	}
	return r.told
}

// moments are those of the window, at most ten steps old, or as of the latest
// report of walkers that are away: pictures want them at every frame, and with
// many walkers they cost as much as a step.
func (r *run) moments() *measure.Moments {
	old := r.collected >= r.latestN+10 || r.latestN == 0
	if r.collected > 0 && old && r.ens != nil && !r.crowd.Busy() {
		r.asked()
	}
	return &r.latest
}

// farthest is how many distances the tail exponent is estimated from; 0 where it
// isn't.
func (r *run) farthest() int {
	if r.fc.rule.LR < r.fc.limits.Fourth {
		return 0
	}
	return (r.crowd.Len() - r.crowd.Held()) / 100
}

// Walkers implements [Scene].
func (r *run) Walkers() Walkers {
	out := r.answered(true)
	return cloudWalkers(out.W, out.Lost)
}

// leave lets a crew forget the walkers.
func (r *run) leave() {
	if away, ok := r.crowd.(*work.Away); ok {
		away.Leave()
	}
}

// employ implements employer.
func (s *cloud) employ(c work.Crew) {
	if s.crew = c; c == nil {
		s.leave()
	}
}

// waiting implements remote.
func (s *cloud) waiting() bool { return s.ens == nil && s.crowd.Busy() }

// lost implements remote.
func (s *cloud) lost() bool { return s.crowd.Gone() }

// prepare implements remote.
func (s *cloud) prepare(places bool) bool {
	if s.ens != nil || s.knows(places) {
		return true
	}
	s.ask(places)
	return false
}

// drawCrowd paints how densely the walkers that aren't held lie.
func (ls *landscape) drawCrowd(c plot.Canvas, v plot.View, crowd work.Crowd) {
	ls.density.Key = "walkers"
	c.Image(v.Rect, ls.density.RasterOf(c.Theme(), plot.Measured, v, crowd.Grid))
	ls.kept.draw(c, v, &ls.density)
}
