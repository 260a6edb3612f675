package scenes

import (
	"slices"
	"sync"

	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/work"
)

// The map's range. A cell lies in the middle of its column.
const (
	mapLeast, mapMost = 0.05, 4 // λ
	mapOctaves        = 10      // S from 1
	mapSide           = 32      // columns, and rows
)

// cellBatches are the batch sizes of the map's rows.
var cellBatches = sync.OnceValue(func() []int { return sweep.Whole(1<<mapOctaves, mapSide) })

// cellRules are the cells' rules from coarse to fine.
var cellRules = sync.OnceValue(func() []sgd.Rule { return sweep.Map(mapLeast, mapMost, mapSide, cellBatches()) })

// regimeCells checks a map of regimes by simulation, cell by cell from coarse to
// fine, while the scene runs: by workers where there are any, and else here. That
// it waits while something is dragged was tried, and made no frame shorter.
type regimeCells struct {
	*cellMap
	earlier []*cellMap // of other problems, the latest last
	crew    work.Crew  // nil without
	open    []int      // cells that each worker has been asked for
	cell    *sweep.Cell
	at      int // which cell that is, under way here
}

// cellMap is what is known of the cells of one problem.
type cellMap struct {
	problem problem.Linear
	seed    uint64
	key     string                          // tells maps apart
	regimes [mapSide * mapSide]sweep.Regime // by cellRules, as far as found
	state   [mapSide * mapSide]cellState
	next    int   // all before it are under way or found
	order   []int // those found, as they were
}

type cellState uint8

const (
	cellWaits cellState = iota
	cellUnderWay
	cellFound
)

const (
	cellsAhead   = 2  // that a worker is asked for: one under way, one so that it needn't wait for us
	mapsKept     = 8  // of earlier problems
	cellsWorthIt = 16 // of a map worth keeping
)

// aim sets what is to be checked. What is known of it from before stays; a
// change of the working point changes nothing.
func (r *regimeCells) aim(p problem.Linear, seed uint64) {
	old := r.cellMap
	if old != nil && old.problem == p && old.seed == seed {
		return
	}
	key := string(work.CellRequest(p, sgd.Rule{}, seed))
	if old != nil && old.key == key {
		return
	}
	if r.cell != nil {
		old.giveBack(r.at)
		r.cell = nil
	}
	if old != nil && old.found() >= cellsWorthIt {
		r.earlier = append(r.earlier, old)
		r.earlier = r.earlier[max(0, len(r.earlier)-mapsKept):]
	}
	known := slices.IndexFunc(r.earlier, func(m *cellMap) bool { return m.key == key })
	if known < 0 {
		r.cellMap = &cellMap{problem: p, seed: seed, key: key}
		return
	}
	r.cellMap = r.earlier[known]
	r.earlier = slices.Delete(r.earlier, known, known+1)
}

// take chooses the next cell; ok is false if there is none left.
func (m *cellMap) take() (at int, ok bool) {
	for m.next < len(m.state) && m.state[m.next] != cellWaits {
		m.next++
	}
	if m.next == len(m.state) {
		return 0, false
	}
	m.state[m.next] = cellUnderWay
	return m.next, true
}

// giveBack lets somebody else have a cell that was chosen.
func (m *cellMap) giveBack(at int) {
	m.state[at] = cellWaits
	m.next = min(m.next, at)
}

func (m *cellMap) put(at int, regime sweep.Regime) {
	m.regimes[at], m.state[at] = regime, cellFound
	m.order = append(m.order, at)
}

// found is how many cells are.
func (m *cellMap) found() int { return len(m.order) }

// regime is that of a cell of cellRules, if it is found.
func (m *cellMap) regime(at int) (r sweep.Regime, ok bool) {
	return m.regimes[at], m.state[at] == cellFound
}

// alone reports whether workers are missed.
func (r *regimeCells) alone() bool { return r.crew != nil && r.crew.Size() == 0 }

// work collects what workers have found and asks them for more. Without any it
// simulates a portion, at least one, until pause returns true or a cell is done:
// a run that nobody watches, which never pauses, must not wait for the map.
func (r *regimeCells) work(pause func() bool) {
	if r.crew != nil {
		r.crew.Deliver(false)
		if r.crew.Size() > 0 {
			r.delegate()
			return
		}
	}
	if r.cell == nil {
		at, ok := r.take()
		if !ok {
			return
		}
		r.at, r.cell = at, sweep.NewCell(r.problem, cellRules()[at], r.seed)
	}
	if r.cell.Work(pause) {
		r.put(r.at, r.cell.Regime())
		r.cell = nil
	}
}

// delegate gives every worker something to do, one cell each before a second.
func (r *regimeCells) delegate() {
	r.open = append(r.open, make([]int, max(0, r.crew.Size()-len(r.open)))...)
	for ahead := range cellsAhead {
		for k := range r.crew.Size() {
			if r.open[k] <= ahead {
				r.ask(k)
			}
		}
	}
}

// ask asks a worker for the next cell. The answer goes to the map that it was
// meant for, whatever is looked at by then.
func (r *regimeCells) ask(worker int) {
	m := r.cellMap
	at, ok := m.take()
	if !ok {
		return
	}
	r.open[worker]++
	r.crew.Ask(worker, work.CellRequest(m.problem, cellRules()[at], m.seed), func(answer []byte) {
		r.open[worker]--
		if answer == nil {
			m.giveBack(at)
			return
		}
		m.put(at, work.ReadCell(answer).Regime)
	})
}
