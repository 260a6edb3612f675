package scenes

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"sgdnoise/engine/work"
	"sgdnoise/scenes/plot"
)

// with opens a session whose walkers are moved by so many workers, or by itself.
func with(t *testing.T, workers int, id string, raw map[string]any) *Session {
	t.Helper()
	s, err := Open(id)
	if err != nil {
		t.Fatal(err)
	}
	if workers > 0 {
		crew, end := work.Goroutines(workers)
		t.Cleanup(end)
		s.Employ(crew)
	}
	if notices := s.Set(raw); notices != nil {
		t.Fatal(notices)
	}
	if away := s.scene.(interface{ asCloud() *cloud }).asCloud().ens == nil; away != (workers > 0) {
		t.Fatalf("with %d workers walkers are away: %v", workers, away)
	}
	return s
}

// page drives a session as a page does, which can't wait: in frames, and holding
// back what is asked for while the session is waiting.
type page struct {
	t *testing.T
	s *Session
	r *rand.Rand
}

func (p *page) frame() { p.s.Advance(0, func() bool { return true }) }

// idle goes on until nothing is under way.
func (p *page) idle() {
	for p.s.Waiting() || p.s.MidStep() {
		time.Sleep(100 * time.Microsecond)
		p.frame()
	}
}

func (p *page) to(tick int) {
	for p.s.Tick() < tick {
		p.s.Advance(1+p.r.IntN(tick-p.s.Tick()), func() bool { return true })
		p.s.Draw(plot.NewRecord(400, 300, plot.Dark))
	}
	p.idle()
}

func (p *page) prepare(places bool) {
	for !p.s.Prepared(places) {
		p.idle()
	}
}

func picture(s *Session) string {
	s.Draw(plot.NewRecord(400, 300, plot.Dark)) // says what it wants to see
	s.Settle()
	rec := plot.NewRecord(400, 300, plot.Dark)
	s.Draw(rec)
	return rec.String()
}

// TestCrew: a run is the same to the last bit, whoever moves its walkers: reports,
// histories, the places of all walkers, and the picture, after changes of the
// rule and of the problem, with walkers held and released, and a stamped change.
func TestCrew(t *testing.T) {
	const many = crowded + 1300
	base := map[string]any{"walkers": many, "seed": 5}
	changes := []struct {
		at  int
		raw map[string]any
	}{
		{13, map[string]any{"lr": 0.4, "batch": 2}},
		{30, map[string]any{"lr": 4, "a1": 4, "batch": 1}}, // walkers leave
		{71, map[string]any{"lr": 0.2, "a1": 1}},           // and come back
		{140, map[string]any{"momentum": 0.5, "a2": 0.8}},
		{250, map[string]any{"lr": 0.1, "batch": 8}},
	}
	type diary struct {
		reports []Report
		loss    string // measured and predicted, NaN where no walker is free
		trail   any
		walkers Walkers
		picture string
	}
	follow := func(s *Session, go_ func(tick int), prepare func(places bool)) (d diary) {
		report := func() {
			s.Settle() // or it depends on time what is known of the limits
			prepare(false)
			d.reports = append(d.reports, s.Report())
		}
		for _, c := range changes[:4] {
			go_(c.at)
			report()
			s.Set(c.raw)
			report()
		}
		s.SetAt(changes[4].at, changes[4].raw)
		go_(300)
		report()
		prepare(true)
		run := &s.scene.(*cloud).run
		d.walkers, d.trail = s.Snapshot().Walkers, run.trail
		d.loss = fmt.Sprint(run.loss.measured, run.loss.predicted)
		d.picture = picture(s)
		return d
	}
	alone := with(t, 0, "label-noise", base)
	want := follow(alone, func(tick int) { alone.Advance(tick-alone.Tick(), nil) }, func(bool) {})
	if want.reports[3].Diverged == 0 && want.reports[4].Diverged == 0 {
		t.Error("no walker is ever held")
	}
	if last := want.reports[len(want.reports)-1]; last.Diverged > 0 || last.Steps == 0 {
		t.Errorf("in the end %d walkers are held, and %d steps measured", last.Diverged, last.Steps)
	}
	for _, workers := range []int{2, 5} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			s := with(t, workers, "label-noise", base)
			p := &page{t, s, rand.New(rand.NewPCG(uint64(workers), 1))}
			got := follow(s, p.to, p.prepare)
			for k := range want.reports {
				if !sameReport(&got.reports[k], &want.reports[k]) {
					t.Errorf("report %d differs", k)
				}
			}
			if got.loss != want.loss || !reflect.DeepEqual(got.trail, want.trail) {
				t.Error("histories differ")
			}
			if !reflect.DeepEqual(got.walkers, want.walkers) {
				t.Error("walkers are elsewhere")
			}
			if got.picture != want.picture {
				t.Error("the picture differs")
			}
		})
	}
}

// sameReport compares reports to the last bit, none being equal to none.
func sameReport(a, b *Report) bool {
	same := func(x, y Number) bool { return x == y || !x.Exists() && !y.Exists() }
	if len(a.Readings) != len(b.Readings) {
		return false
	}
	for k := range a.Readings {
		x, y := a.Readings[k], b.Readings[k]
		if !same(x.Predicted, y.Predicted) || !same(x.Measured, y.Measured) || !same(x.StdErr, y.StdErr) || x.Reason != y.Reason {
			return false
		}
	}
	return a.Tick == b.Tick && a.Steps == b.Steps && a.Diverged == b.Diverged &&
		a.Sentence == b.Sentence && slices.Equal(a.Notes, b.Notes)
}

// TestCrewNatively: without frames, a session waits for its crew by itself.
func TestCrewNatively(t *testing.T) {
	values := map[string]any{"walkers": crowded, "lr": 0.3}
	for _, id := range []string{"label-noise", "momentum", "preconditioner", "input-noise", "weight-decay"} {
		a, b := with(t, 0, id, values), with(t, 2, id, values)
		for _, s := range []*Session{a, b} {
			s.Settle()
			s.Advance(21, nil)
			s.Set(map[string]any{"batch": 3})
			s.Advance(5, func() bool { return true }) // breaks off within a step
			s.FinishStep()
			s.Advance(40-s.Tick(), nil)
			s.Remeasure()
			s.Advance(9, nil)
		}
		ra, rb := a.Report(), b.Report()
		if a.Tick() != 49 || !sameReport(&ra, &rb) {
			t.Errorf("%s: at step %d the reports differ", id, a.Tick())
		}
		if picture(a) != picture(b) {
			t.Errorf("%s: the pictures differ", id)
		}
	}
}

// mortal is a crew that dies.
type mortal struct {
	work.Crew
	dead bool
}

func (m *mortal) Size() int {
	if m.dead {
		return 0
	}
	return m.Crew.Size()
}

func (m *mortal) Ask(worker int, request []byte, reply func([]byte)) {
	m.Crew.Ask(worker, request, func(answer []byte) {
		if m.dead {
			answer = nil
		}
		reply(answer)
	})
}

// TestCrewDies: walkers lost with a worker begin again here, and the report says
// that this is slower.
func TestCrewDies(t *testing.T) {
	crew, end := work.Goroutines(2)
	defer end()
	m := &mortal{Crew: crew}
	s := open(t, "label-noise")
	s.Employ(m)
	s.Set(map[string]any{"walkers": crowded})
	s.Advance(3, nil)
	if r := s.Report(); slices.Contains(r.Notes, fewHands) {
		t.Error("complains about a crew that is there")
	}
	m.dead = true
	s.Advance(1, nil)
	if s.Tick() != 0 {
		t.Errorf("at step %d without walkers", s.Tick())
	}
	s.Advance(2, nil)
	if r := s.Report(); s.Tick() != 2 || !slices.Contains(r.Notes, fewHands) {
		t.Errorf("step %d, notes %v", s.Tick(), r.Notes)
	}
	if r := open(t, "label-noise", map[string]any{"walkers": crowded}).Report(); slices.Contains(r.Notes, fewHands) {
		t.Error("misses a crew that was never promised")
	}
}
