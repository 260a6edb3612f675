package scenes

import (
	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/work"
	"sgdnoise/scenes/plot"
)

// cloud is a scene about a cloud of walkers on a loss whose minibatch gradient
// is affine in the weights: a run and its picture. What makes one such scene
// differ from another are the functions below; only read is needed.
type cloud struct {
	run
	cloudView

	read  func(v Settings) model            // builds the problem
	side  func(c plot.Canvas, at plot.Rect) // paints a side plot of the scene's own
	marks func(c plot.Canvas, v plot.View)  // paints over the plane
	tell  func(rep *Report)                 // adds to the report, and has the last word on its sentence
	own   []string                          // keys of the run on which the problem depends nevertheless
	last  Settings
}

var _ Scene = (*cloud)(nil)

// ruleKeys are the parameters of the optimiser. All but momentum are needed.
var ruleKeys = []string{"lr", "batch", "momentum"}

// newCloud makes a cloud whose plane is 2 half high at zoom 1.
func newCloud(half float64, read func(v Settings) model) *cloud {
	return &cloud{cloudView: cloudView{half: half}, read: read}
}

// Reset implements [Scene].
func (s *cloud) Reset(v Settings) {
	m, rule := s.take(v)
	s.reset(m, rule, v.whole("walkers"), uint64(v.num("seed")), s.start)
}

// Change implements [Scene].
func (s *cloud) Change(v Settings) { s.change(s.take(v)) }

// take reads the values. The problem stays what it is as long as none of its
// own parameters change: then there is nothing to tabulate or simulate again.
func (s *cloud) take(v Settings) (model, sgd.Rule) {
	s.zoom = v.or("zoom", 1)
	s.start = plane.Vec{v.or("start1", 0), v.or("start2", 0)}
	s.shown = v.showing()
	var m model
	if s.fc != nil && v.sameProblem(s.last, ruleKeys, s.own...) {
		m = s.fc.model
	} else {
		m = s.read(v)
		s.version++
	}
	s.last = v
	rule := sgd.Rule{LR: v.num("lr"), Momentum: v.or("momentum", 0), Batch: v.whole("batch"), Lambda: m.lambda}
	return m, rule
}

// Advance implements [Scene].
func (s *cloud) Advance(n int, pause func() bool) int { return s.advance(n, pause) }

// MidStep implements [Scene].
func (s *cloud) MidStep() bool { return s.stepping > 0 }

// Remeasure implements [Scene].
func (s *cloud) Remeasure() { s.remeasure() }

// Settle implements [Scene].
func (s *cloud) Settle() {
	s.typical.finish()
	if s.stepping == 0 && !s.crowd.Pictured() {
		s.finish()
		s.order(work.Order{}) // for the picture
		s.finish()
	}
}

// Settled implements [Scene].
func (s *cloud) Settled() bool { return s.typical.done() && s.crowd.Pictured() }

// Draw implements [Scene].
func (s *cloud) Draw(c plot.Canvas) { s.draw(c, &s.run, s.side, s.marks) }

// Handles implements [Scene].
func (s *cloud) Handles() []Handle { return s.handles }

// Report implements [Scene].
func (s *cloud) Report() Report {
	r := s.report()
	r.Notes = s.notes(s.shown)
	if s.crew != nil && s.ens != nil && s.ens.Len() >= crowded {
		r.Notes = append(r.Notes, fewHands)
	}
	if s.tell != nil {
		s.tell(&r)
	}
	return r
}
