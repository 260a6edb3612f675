package scenes

// cloud is what scenes about a cloud of walkers embed: the run, its picture,
// and the methods of [Scene] that are the same for all of them.
type cloud struct {
	run
	cloudView
}

// Advance implements [Scene].
func (s *cloud) Advance(n int, pause func() bool) int { return s.advance(n, pause) }

// MidStep implements [Scene].
func (s *cloud) MidStep() bool { return s.ens.MidStep() }

// Remeasure implements [Scene].
func (s *cloud) Remeasure() { s.remeasure() }

// Settle implements [Scene].
func (s *cloud) Settle() {
	s.typical.finish()
	if !s.ens.MidStep() {
		s.release()
	}
}

// Settled implements [Scene].
func (s *cloud) Settled() bool { return s.typical.Known }

// Handles implements [Scene].
func (s *cloud) Handles() []Handle { return s.handles }

// Report implements [Scene].
func (s *cloud) Report() Report {
	r := s.report()
	r.Notes = s.notes(s.shown)
	return r
}
