package scenes

import (
	"cmp"
	"fmt"
	"slices"

	"sgdnoise/engine/param"
	"sgdnoise/engine/work"
	"sgdnoise/scenes/plot"
)

// Session runs one scene for somebody: a stage, a command, a test. Whatever
// wants to change the run goes through Set, and acts before the next step.
type Session struct {
	Info Info

	values  param.Values
	scene   Scene
	tick    int
	pending []stamped
}

type stamped struct {
	tick int
	raw  map[string]any
}

// Open starts the scene with the given id at its defaults.
func Open(id string) (*Session, error) {
	info, ok := Find(id)
	if !ok {
		return nil, fmt.Errorf("scene: %.40q is unknown; there are %s", id, Names())
	}
	s := &Session{Info: info, values: info.Params.Defaults(), scene: info.New()}
	s.Reset()
	return s, nil
}

// employer is a scene that can have work done by a crew, from the next restart or
// change on.
type employer interface{ employ(c work.Crew) }

// Employ gives the scene a crew of workers, to use where it can. What it finds
// doesn't depend on that. Employ(nil) ends a session that had one.
func (s *Session) Employ(c work.Crew) {
	if e, ok := s.scene.(employer); ok {
		e.employ(c)
	}
}

// remote is a scene whose walkers may be with a crew. Then neither steps nor
// changes nor reports go on while it is waiting, and Advance finds out.
type remote interface {
	waiting() bool
	lost() bool               // walkers are, with a worker
	prepare(places bool) bool // see Prepared; not while waiting
}

// Waiting reports whether nothing can go on before a crew has answered. Set,
// Report and their like would wait for it, which a page can't: it has to call
// Advance until Waiting is false.
func (s *Session) Waiting() bool {
	r, ok := s.scene.(remote)
	return ok && r.waiting()
}

// Prepared reports whether Report needn't wait for a crew, or Snapshot if places
// is true. If it would, the crew is asked, and Prepared is true some time after
// Waiting has become false.
func (s *Session) Prepared(places bool) bool {
	if s.Waiting() {
		return false
	}
	s.FinishStep()
	r, ok := s.scene.(remote)
	return !ok || r.prepare(places)
}

// Restarts reports whether setting these values starts the run again.
func (s *Session) Restarts(raw map[string]any) bool {
	v := slices.Clone(s.values)
	for key, x := range raw {
		_ = s.Info.Params.Set(v, key, x) // Set tells what is wrong
	}
	return s.Info.Params.NeedsRestart(s.values, v)
}

// Value is the current value of a key.
func (s *Session) Value(key string) float64 { return s.Info.Params.Get(s.values, key) }

func (s *Session) settings() Settings { return Settings{s.Info.Params, s.values} }

// Tick is the number of steps since the restart.
func (s *Session) Tick() int { return s.tick }

// Reset starts the run again with the current values.
func (s *Session) Reset() {
	s.tick = 0
	s.scene.Reset(s.settings().clone())
}

// Set changes parameters by key; a run that must start again for it does. What
// isn't legal is clamped or left alone, and the sentences returned say so.
func (s *Session) Set(raw map[string]any) (notices []string) {
	old := slices.Clone(s.values)
	for _, key := range sortedKeys(raw) {
		if err := s.Info.Params.Set(s.values, key, raw[key]); err != nil {
			notices = append(notices, err.Error())
		}
	}
	if s.Info.Constrain != nil {
		notices = append(notices, s.Info.Constrain(s.settings())...)
	}
	if slices.Equal(old, s.values) {
		return notices
	}
	if s.Info.Params.NeedsRestart(old, s.values) {
		s.Reset()
		return notices
	}
	s.FinishStep()
	s.scene.Change(s.settings().clone())
	return notices
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// SetAt is Set at the given tick, or now if that is past. Notices about
// changes stamped for later are dropped; their values are clamped all the same.
func (s *Session) SetAt(tick int, raw map[string]any) (notices []string) {
	if s.Waiting() { // the batch under way may go past that tick: it acts after it
		s.FinishStep()
	}
	if tick <= s.tick {
		return s.Set(raw)
	}
	at, _ := slices.BinarySearchFunc(s.pending, tick+1, func(p stamped, later int) int { return cmp.Compare(p.tick, later) })
	s.pending = slices.Insert(s.pending, at, stamped{tick, raw})
	return nil
}

// Advance takes at most n steps; see [Scene].
func (s *Session) Advance(n int, pause func() bool) int {
	done := 0
	for {
		for len(s.pending) > 0 && s.pending[0].tick <= s.tick {
			next := s.pending[0]
			s.pending = s.pending[1:]
			s.Set(next.raw)
		}
		portion := n - done
		if len(s.pending) > 0 {
			portion = min(portion, s.pending[0].tick-s.tick)
		}
		k := s.advance(portion, pause)
		done += k
		if k < portion || done >= n {
			return done
		}
	}
}

func (s *Session) advance(n int, pause func() bool) int {
	k := s.scene.Advance(n, pause)
	s.tick += k
	if r, ok := s.scene.(remote); ok && r.lost() {
		s.Reset() // without the workers that are gone
	}
	return k
}

// FinishStep finishes the step under way, if there is one, so that what is shown
// or changed is the state between two steps.
func (s *Session) FinishStep() {
	if s.scene.MidStep() {
		s.advance(1, nil)
	}
}

// MidStep reports whether a step is under way.
func (s *Session) MidStep() bool { return s.scene.MidStep() }

// Remeasure empties the measuring window.
func (s *Session) Remeasure() { s.scene.Remeasure() }

// Settle finishes the work off the steps' path.
func (s *Session) Settle() { s.scene.Settle() }

// Settled reports whether there is none left.
func (s *Session) Settled() bool { return s.scene.Settled() }

// Draw paints the picture.
func (s *Session) Draw(c plot.Canvas) { s.scene.Draw(c) }

// Hold keeps the cloud as it was drawn last, to be compared with what becomes of
// it, or forgets it. It does nothing in scenes without a cloud.
func (s *Session) Hold(on bool) {
	if h, ok := s.scene.(interface{ Hold(on bool) }); ok {
		h.Hold(on)
	}
}

// Handles lists what can be dragged in the picture as drawn last.
func (s *Session) Handles() []Handle { return s.scene.Handles() }

// Report is the state of the run in numbers and a sentence.
func (s *Session) Report() Report {
	s.FinishStep()
	r := s.scene.Report()
	r.Scene, r.Values, r.Tick = s.Info.ID, s.Info.Params.Map(s.values), s.tick
	if r.Notes == nil {
		r.Notes = []string{}
	}
	return r
}
