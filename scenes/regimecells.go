package scenes

import (
	"cmp"
	"math"
	"slices"

	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
)

// regimeCells checks a stability map by simulation, cell by cell from coarse to
// fine, while the scene runs.
type regimeCells struct {
	problem problem.Linear
	seed    uint64
	found   []regimeCell
	cell    *sweep.Cell // under way
}

type regimeCell struct {
	sgd.Rule
	regime sweep.Regime
}

// The map's range. A cell lies in the middle of its column and its row.
const (
	mapLeast, mapMost = 0.05, 4 // λ
	mapOctaves        = 10      // S from 1
	mapColumns        = 16
)

// cellOrder lists the cells' rules from coarse to fine.
var cellOrder = func() []sgd.Rule {
	type place struct{ i, j, level int }
	var all []place
	for j := range mapOctaves + 1 {
		for i := range mapColumns {
			level := 2
			switch {
			case i%4 == 2 && j%4 == 0:
				level = 0
			case i%2 == 0 && j%2 == 0:
				level = 1
			}
			all = append(all, place{i, j, level})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(a.level, b.level) })
	var rules []sgd.Rule
	for _, p := range all {
		t := (float64(p.i) + 0.5) / mapColumns
		rules = append(rules, sgd.Rule{LR: mapLeast * math.Pow(mapMost/mapLeast, t), Batch: 1 << p.j})
	}
	return rules
}()

// aim sets what is to be checked; cells of something else are dropped.
func (r *regimeCells) aim(p problem.Linear, seed uint64) {
	if r.problem != p || r.seed != seed {
		*r = regimeCells{problem: p, seed: seed}
	}
}

// work simulates a portion, at least one, until pause returns true or a cell is
// done: a run that nobody watches, which never pauses, must not wait for the map.
func (r *regimeCells) work(pause func() bool) {
	if len(r.found) == len(cellOrder) {
		return
	}
	rule := cellOrder[len(r.found)]
	if r.cell == nil {
		r.cell = sweep.NewCell(r.problem, rule, r.seed)
	}
	if r.cell.Work(pause) {
		r.found = append(r.found, regimeCell{rule, r.cell.Regime()})
		r.cell = nil
	}
}
