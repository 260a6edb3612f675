package scenes

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sgdnoise/engine/work"
	"sgdnoise/scenes/plot"
)

// simulateCells lets a stability map find n cells, with a crew of so many workers
// or, without, by itself.
func simulateCells(t *testing.T, workers, n int) (*Session, *stability) {
	session, s := openStability(t, nil)
	if workers > 0 {
		crew, end := work.Goroutines(workers)
		t.Cleanup(end)
		session.Employ(crew)
	}
	for s.cells.found() < n {
		session.Advance(1, func() bool { return true })
		if workers > 0 {
			s.cells.crew.Deliver(true)
		}
	}
	return session, s
}

// The same cells are found whoever simulates them, and nearly all as the lines of
// the map predict, unless these are close.
func TestStabilityCells(t *testing.T) {
	const same, all = 12, 64
	_, many := simulateCells(t, 3, all)
	for _, workers := range []int{0, 1} {
		_, s := simulateCells(t, workers, same)
		for at := range same {
			if got, ok := s.cells.regime(at); !ok || got != many.cells.regimes[at] {
				t.Errorf("cell %d: %v with %d workers, %v with 3", at, got, workers, many.cells.regimes[at])
			}
		}
	}
	clear, agree := 0, 0
	for at, rule := range cellRules()[:all] {
		near := slices.ContainsFunc(limitCurves[:3], func(l limitCurve) bool {
			return math.Abs(rule.LR/l.value(&many.limits, float64(rule.Batch))-1) < 0.1
		})
		got, _ := many.cells.regime(at)
		switch {
		case near:
		case got == many.limits.regimes[at]:
			agree++
			fallthrough
		default:
			clear++
		}
	}
	t.Logf("%d of %d cells that aren't close to a limit are as predicted", agree, clear)
	if clear < all/2 || float64(agree) < 0.95*float64(clear) {
		t.Errorf("only %d of %d cells that aren't close to a limit are as predicted", agree, clear)
	}
}

// Cells stay while the working point moves; another problem has its own, and
// finds them again when it comes back. Without pauses there is one at a time, and
// none while paused.
func TestStabilityCellsOfOneProblem(t *testing.T) {
	session, s := simulateCells(t, 0, cellsWorthIt)
	more := func(want int, when string) {
		t.Helper()
		before := s.cells.found()
		session.Advance(0, func() bool { return false })
		if got := s.cells.found() - before; got != want {
			t.Errorf("%s %d cells are simulated in one go, want %d", when, got, want)
		}
	}
	more(1, "running")
	if r := session.Report(); !strings.Contains(r.Sentence, "17 of 1024 cells simulated, 100 % as predicted") {
		t.Errorf("the sentence doesn't say how far it is: %q", r.Sentence)
	}
	marks := func() int {
		c := plot.NewRecord(800, 600, plot.Light)
		session.Draw(c)
		return strings.Count(c.String(), "\ndots")
	}
	with := marks()
	session.Set(map[string]any{"lr": 0.3, "batch": 9, "paused": 1})
	if s.cells.found() != cellsWorthIt+1 {
		t.Error("moving the working point drops the cells")
	}
	more(0, "paused")
	session.Set(map[string]any{"a1": 1.5})
	if s.cells.found() != 0 || marks() >= with {
		t.Error("cells of another problem stay")
	}
	session.Set(map[string]any{"a1": 1, "paused": 0})
	if s.cells.found() != cellsWorthIt+1 {
		t.Error("cells are forgotten")
	}
}

// paperCrew only writes down what it is asked for, until it answers or is gone.
type paperCrew struct {
	size     int
	requests [][]byte // that are open
	replies  []func([]byte)
	answers  bool
}

func (c *paperCrew) Size() int { return c.size }

func (c *paperCrew) Ask(_ int, request []byte, reply func([]byte)) {
	c.requests = append(c.requests, request)
	c.replies = append(c.replies, reply)
}

func (c *paperCrew) Deliver(bool) bool {
	if c.size > 0 && !c.answers {
		return len(c.replies) > 0
	}
	requests, replies := c.requests, c.replies
	c.requests, c.replies = nil, nil
	for k, reply := range replies {
		if c.size == 0 {
			reply(nil)
		} else {
			reply(new(work.Worker).Answer(requests[k]))
		}
	}
	return false
}

// A change of the problem leaves workers no more than what they have at hand, and
// what comes of that isn't taken for cells of the new one.
func TestStabilityCellsOfAnotherProblem(t *testing.T) {
	session, s := openStability(t, nil)
	crew := &paperCrew{size: 2}
	session.Employ(crew)
	for _, a1 := range []float64{1, 1.1, 1.2, 1.3} {
		session.Set(map[string]any{"a1": a1})
		session.Advance(1, func() bool { return true })
	}
	if n := len(crew.requests); n != 2*cellsAhead {
		t.Errorf("two workers have %d requests", n)
	}
	crew.answers = true
	session.Advance(1, func() bool { return true })
	want := work.CellRequest(s.fc.model.problem, cellRules()[0], 1)
	if s.cells.found() != 0 || len(crew.requests) != 2*cellsAhead || !slices.Equal(crew.requests[0], want) {
		t.Errorf("%d cells are found before their time; %d requests", s.cells.found(), len(crew.requests))
	}
}

// When workers fail their cells are simulated here, and a note says so.
func TestStabilityWithoutWorkers(t *testing.T) {
	session, s := openStability(t, nil)
	crew := &paperCrew{size: 2}
	session.Employ(crew)
	session.Advance(1, func() bool { return true })
	if r := session.Report(); len(r.Notes) > 0 || s.cells.found() > 0 || len(crew.requests) == 0 {
		t.Errorf("two workers under way: %v, %d cells", r.Notes, s.cells.found())
	}
	crew.size = 0
	for range 3 {
		session.Advance(0, func() bool { return false })
	}
	if first, ok := s.cells.regime(0); !ok || s.cells.found() != 3 || first != s.limits.regimes[0] {
		t.Errorf("%d cells without workers, the first %v", s.cells.found(), first)
	}
	if notes := session.Report().Notes; !slices.ContainsFunc(notes, func(n string) bool { return strings.Contains(n, "more slowly") }) {
		t.Errorf("notes %q", notes)
	}
}
