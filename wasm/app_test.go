package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/engine/work"
	"sgdnoise/scenes"
)

// desk is a host that records what the app tells it.
type desk struct {
	do      func(a *app) // carried out once
	reports []scenes.Report
	rests   int
	hands   work.Crew
	anew    bool // what there is to do doesn't wait for the crew
}

func (d *desk) commands(a *app) bool {
	if d.do != nil && (d.anew || !a.session.Waiting()) {
		d.do(a)
		d.do = nil
	}
	return false
}
func (d *desk) start(*app) (scene string)      { return firstScene }
func (d *desk) crew() work.Crew                { return d.hands }
func (d *desk) shown(*app, ebiten.FinalScreen) {}
func (d *desk) report(r scenes.Report)         { d.reports = append(d.reports, r) }
func (d *desk) rest()                          { d.rests++ }

// clock is a time that the test moves; asking for it costs something, so that
// work takes time.
type clock struct {
	t    time.Time
	cost time.Duration
}

func (c *clock) now() time.Time {
	c.t = c.t.Add(c.cost)
	return c.t
}

func testApp(t *testing.T, cost time.Duration) (*app, *desk, *clock) {
	t.Helper()
	return testAppWith(t, cost, &desk{})
}

func testAppWith(t *testing.T, cost time.Duration, d *desk) (*app, *desk, *clock) {
	t.Helper()
	a, err := newApp(d)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{t: time.Unix(0, 0), cost: cost}
	a.now, a.last, a.drawn = c.now, c.t, true
	a.session.Set(map[string]any{"walkers": 3000}) // three blocks
	return a, d, c
}

func (c *clock) frames(t *testing.T, a *app, n int, each time.Duration) {
	t.Helper()
	for range n {
		c.t = c.t.Add(each)
		if err := a.Update(); err != nil {
			t.Fatal(err)
		}
		a.changed = false // as Draw does
	}
}

// TestSpeed takes as many steps as the clock allows and no more.
func TestSpeed(t *testing.T) {
	a, d, c := testApp(t, 0)
	c.frames(t, a, 120, time.Second/60)
	if k := a.session.Tick(); k < 118 || k > 121 {
		t.Errorf("%d steps in 2 s at 60 a second", k)
	}
	if n := len(d.reports); n < 15 || n > 25 {
		t.Errorf("%d reports in 2 s", n)
	}
	// After a long sleep the lost time is dropped.
	before := a.session.Tick()
	c.frames(t, a, 1, time.Hour)
	if k := a.session.Tick() - before; k > 7 {
		t.Errorf("%d steps to catch up after an hour", k)
	}
}

// TestBudget lets an expensive step span frames, so that no frame waits for it.
func TestBudget(t *testing.T) {
	a, _, c := testApp(t, 6*time.Millisecond) // two blocks fill a frame's budget
	spanned := false
	for range 60 {
		before := c.t
		c.frames(t, a, 1, 0)
		spanned = spanned || a.session.MidStep()
		if spent := c.t.Sub(before); spent > 40*time.Millisecond {
			t.Fatalf("a frame took %v", spent)
		}
	}
	if !spanned || a.session.Tick() == 0 {
		t.Errorf("no step spans frames, or none is taken: %d", a.session.Tick())
	}
}

// TestStep takes exactly the steps asked for while paused, then rests.
func TestStep(t *testing.T) {
	a, d, c := testApp(t, 0)
	d.do = func(a *app) {
		a.session.Set(map[string]any{"paused": 1})
		a.toStep = 7
		a.touch()
	}
	c.frames(t, a, 100, time.Second/60)
	if a.session.Tick() != 7 {
		t.Errorf("%d steps, asked for 7", a.session.Tick())
	}
	if d.rests == 0 || d.reports[len(d.reports)-1].Tick != 7 {
		t.Errorf("%d rests, last report at %d", d.rests, d.reports[len(d.reports)-1].Tick)
	}
}

// TestSnapshot answers every format and names them for a wrong one.
func TestSnapshot(t *testing.T) {
	a, _, _ := testApp(t, 0)
	a.width, a.height = 400, 300
	for format, mime := range map[string]string{"svg": "image/svg+xml", "csv": "text/csv", "json": "application/json"} {
		got, data, err := snapshot(a, format)
		if err != nil || got != mime || len(data) < 500 {
			t.Errorf("%s: %s, %d bytes, %v", format, got, len(data), err)
		}
	}
	if _, _, err := snapshot(a, "bmp"); err == nil {
		t.Error("bmp is a format")
	}
}

// TestAway drives walkers that a crew moves: frames never wait for it, reports
// go out all the same, and what is asked for acts between two steps.
func TestAway(t *testing.T) {
	hands, end := work.Goroutines(2)
	defer end()
	a, d, c := testAppWith(t, 0, &desk{hands: hands})
	a.session.Set(map[string]any{"walkers": 200_000})
	waits := 0
	run := func(until func() bool) {
		t.Helper()
		for k := 0; !until(); k++ {
			if k > 20_000 {
				t.Fatal("it never comes")
			}
			c.frames(t, a, 1, time.Second/60)
			if a.session.Waiting() {
				waits++
				time.Sleep(time.Millisecond)
			}
		}
	}
	run(func() bool { return a.session.Tick() >= 10 && len(d.reports) >= 3 })
	if waits == 0 {
		t.Error("frames wait for the crew")
	}
	last := func() *scenes.Report { return &d.reports[len(d.reports)-1] }
	from := 0
	d.do = func(a *app) {
		if a.session.Waiting() {
			t.Error("a command is carried out while steps are under way")
		}
		a.session.Set(map[string]any{"lr": 0.3, "paused": 1})
		from, a.toStep = a.session.Tick(), 11
		a.touch()
	}
	run(func() bool { return last().Values["lr"] == 0.3 })
	if n := last().Tick - from; n != 11 {
		t.Errorf("%d steps, asked for 11", n)
	}
	run(func() bool { return d.rests > 0 })
	if a.session.Tick() != last().Tick || !last().Reading("now.cov.11").Measured.Exists() {
		t.Errorf("at rest at %d, last report at %d", a.session.Tick(), last().Tick)
	}
	run(func() bool { return a.session.Prepared(true) })
	if _, table, err := snapshot(a, "walkers.csv"); err != nil || bytes.Count(table, []byte("\n")) != 1+200_000 {
		t.Errorf("%d bytes of walkers, %v", len(table), err)
	}
}

// absent is a crew that never answers.
type absent struct{}

func (absent) Size() int                     { return 1 }
func (absent) Ask(int, []byte, func([]byte)) {}
func (absent) Deliver(bool) bool             { return true }

// TestNewBeginning doesn't wait for a crew that isn't there yet.
func TestNewBeginning(t *testing.T) {
	a, d, c := testAppWith(t, 0, &desk{hands: absent{}, anew: true})
	many := map[string]any{"walkers": 200_000}
	a.session.Set(many)
	c.frames(t, a, 20, time.Second/60)
	few := map[string]any{"walkers": 3000}
	if !a.session.Waiting() || !a.session.Restarts(few) || a.session.Restarts(many) || a.session.Restarts(map[string]any{"lr": 0.1}) {
		t.Error("not waiting, or for the wrong commands")
	}
	d.do = func(a *app) { a.session.Set(few); a.touch() }
	c.frames(t, a, 20, time.Second/60)
	if n := len(d.reports); n == 0 || d.reports[n-1].Walkers != 3000 || a.session.Tick() < 10 {
		t.Errorf("%d reports, step %d", n, a.session.Tick())
	}
}
