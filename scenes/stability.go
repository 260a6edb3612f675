package scenes

import (
	"fmt"
	"math"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/work"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "stability",
		Order: 20,
		Title: "Stability: four limits, not one",
		Caption: "Stable is not one question. As λ grows, error bars go first, then the variance, and last the runs " +
			"themselves; gradient descent's limit need not be the last of them. Drag the ring over the map: lines are theory, " +
			"marks are simulated, larger where they contradict, and beside it a run in each band.",
		Formula: `<math display="block"><mrow><mi>E</mi><msup><mrow><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>λ</mi><mi>h</mi><mo stretchy="false">)</mo></mrow><mn>4</mn></msup><mo>=</mo><mn>1</mn><mo>,</mo><mspace width="1.5em"/><mi>E</mi><msup><mrow><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>λ</mi><mi>h</mi><mo stretchy="false">)</mo></mrow><mn>2</mn></msup><mo>=</mo><mn>1</mn><mspace width="0.5em"/><mo>⇒</mo><mspace width="0.5em"/><mi>λ</mi><mo>=</mo><mfrac><mrow><mn>2</mn><mi>S</mi></mrow><mrow><mi>a</mi><mo stretchy="false">(</mo><mi>S</mi><mo>+</mo><mn>2</mn><mo stretchy="false">)</mo></mrow></mfrac></mrow></math>
<math display="block"><mrow><mrow><mo>|</mo><mi>E</mi><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>λ</mi><mi>h</mi><mo stretchy="false">)</mo><mo>|</mo></mrow><mo>=</mo><mn>1</mn><mspace width="0.5em"/><mo>⇒</mo><mspace width="0.5em"/><mi>λ</mi><mo>=</mo><mfrac><mn>2</mn><mi>a</mi></mfrac><mo>,</mo><mspace width="1.5em"/><mi>E</mi><mi>ln</mi><mrow><mo>|</mo><mn>1</mn><mo>−</mo><mi>λ</mi><mi>h</mi><mo>|</mo></mrow><mo>=</mo><mn>0</mn></mrow></math>`,
		Source: "Variance: Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 4.2. The other limits, and all in two dimensions, are derived",
		Try: []Preset{
			{Label: "λ = 1.15, S = 4", Values: map[string]any{"lr": 1.15},
				Text: "A variance exists, but no measurement of it has an error bar: single excursions decide it. Watch the farthest of 500 runs."},
			{Label: "λ = 2.3, S = 4", Values: map[string]any{"lr": 2.3},
				Text: "Gradient descent leaves at λ = 2, and the mean with it. With one weight noise keeps every run: the typical limit lies above 2 at every S."},
			{Label: "Two weights, S = 1", Values: map[string]any{"dim": 2, "a2": 1, "lr": 1.2, "batch": 1},
				Text: "With two weights it can be the other way round: typical runs leave at λ = 0.94, where gradient descent is stable up to 2."},
		},
		Params: param.Table{
			within(paramLR(0.8), mapLeast, mapMost),
			paramBatch(4),
			{Key: "dim", Label: "Weights", Symbol: "d", Group: "problem",
				Doc: "1: two independent runs with one weight each, both with curvature a₁; or 2.",
				Min: 1, Max: 2, Default: 1, Scale: param.Linear, Integer: true},
			{Key: "a1", Label: "First eigenvalue", Symbol: "a₁", Group: "problem",
				Doc: "Curvature of the loss along its first axis.", Min: 0.5, Max: 4, Default: 1, Scale: param.Log},
			{Key: "a2", Label: "Second eigenvalue", Symbol: "a₂", Group: "problem",
				Doc: "Curvature of the loss along its second axis, with two weights.", Min: 0.05, Max: 4, Default: 0.35, Scale: param.Log},
			paramWalkers(1e5, 10000),
			paramSpeed(),
			paramSeed(),
			paramPaused(),
		},
		New: newStability,
	})
}

// stability is a map of regimes, a cloud at its working point, and a run in
// each regime.
type stability struct {
	cloud
	limits limitMap
	cells  regimeCells
	bands  bandRuns
	probe  probe

	ground  kept[mapState]
	working [1]plot.Point                      // the working point as drawn last
	foot    kept[bool]                         // the legend, by whether it is narrow
	marks   [2][len(regimeStyles)][]plot.Point // scratch: of cells
}

func newStability() Scene {
	s := &stability{cloud: cloud{read: mapProblem}}
	s.tell = s.report
	return s
}

// mapProblem is label noise of size 1, on which no limit depends.
func mapProblem(v Settings) model {
	if v.whole("dim") == 1 {
		p := &problem.Scalar{A: v.num("a1"), Sigma: 1}
		return model{problem: p, scale: 1, train: p.TrainLoss(), source: "exact stationary variance (Ziyin et al. 2022, Thm 2 with one weight)"}
	}
	p := &problem.Gaussian{A: plane.Sym{v.num("a1"), 0, v.num("a2")}, Sigma: 1}
	return model{problem: p, scale: 1, train: p.TrainLoss(), source: "exact stationary covariance (Ziyin et al. 2022, Thms 1 and 2)"}
}

// Reset implements [Scene].
func (s *stability) Reset(v Settings) {
	s.cloud.Reset(v)
	s.bands.reset(s.fc, uint64(v.num("seed")))
	s.aim()
}

// Change implements [Scene].
func (s *stability) Change(v Settings) {
	s.cloud.Change(v)
	s.aim()
}

// aim lets everything follow the working point.
func (s *stability) aim() {
	s.limits.aim(s.fc.model.problem)
	seed := uint64(s.last.num("seed"))
	s.cells.aim(s.fc.model.problem, seed)
	s.probe.aim(s.fc, seed)
	s.bands.aim(s.fc, s.typicalLimit())
}

// typicalLimit is the limit at the working point's batch size, read off the map
// while it isn't known more exactly; NaN where it isn't known at all.
func (s *stability) typicalLimit() float64 {
	if s.typical.Known {
		return s.typical.Value
	}
	return limitCurves[2].value(&s.limits, float64(s.fc.rule.Batch))
}

// Advance implements [Scene]. What time is left goes into a cell.
func (s *stability) Advance(n int, pause func() bool) int {
	known := s.Settled()
	if pause != nil {
		s.limits.work(pause)
		s.probe.work(pause)
	}
	done := 0
	for done < n && s.cloud.Advance(1, pause) == 1 {
		s.bands.step()
		done++
		if pause != nil && pause() {
			break
		}
	}
	if pause != nil && !s.MidStep() && (n > 0 || s.last.num("paused") == 0) {
		s.cells.work(pause)
	}
	if !known {
		s.bands.aim(s.fc, s.typicalLimit())
	}
	return done
}

// employ implements employer: workers find cells.
func (s *stability) employ(crew work.Crew) { s.cells.crew = crew }

// Settle implements [Scene]. Cells go on as long as the scene runs; nobody has
// to wait for them.
func (s *stability) Settle() {
	s.cloud.Settle()
	s.limits.finish()
	s.probe.work(nil)
	s.bands.aim(s.fc, s.typicalLimit())
}

// Settled implements [Scene].
func (s *stability) Settled() bool { return s.cloud.Settled() && s.limits.known() && s.probe.done() }

// Draw implements [Scene].
func (s *stability) Draw(c plot.Canvas) {
	w, h := c.Size()
	l := newLayout(w, h+rulerRoom, len(s.bands.runs), 3) // the map is its own ruler
	if l.ruler == (plot.Rect{}) {
		l = newLayout(w, h, len(s.bands.runs), 3)
	}
	s.handles = s.handles[:0]
	s.drawMap(c, l.main, l.narrow)
	for k := range s.bands.runs {
		s.bands.draw(c, sweep.Regime(k), l.sides[k], l.narrow)
	}
	if c.Layer(s.foot.as(l.narrow), l.legend) {
		drawRegimes(c, l.legend, l.narrow)
		plot.Legend(c, plot.Point{X: l.legend.Min.X, Y: l.legend.Min.Y + legendRoom/2}, l.legend.W(), bandLegend(l.narrow))
	}
	c.EndLayer()
}

// report adds the growth of typical runs and puts the tail exponent of many
// excursions in the place of that of an instant.
func (s *stability) report(rep *Report) {
	for i := range rep.Readings {
		rd := &rep.Readings[i]
		if rd.Name == "tail" {
			*rd = s.probe.tail
		}
		rd.Main = rd.Name == "tail"
	}
	rep.Readings = append(rep.Readings, s.probe.growth)
	rep.Sentence += s.descent() + s.progress()
	if s.cells.alone() && s.cells.found() < len(cellRules()) {
		rep.Notes = append(rep.Notes, "There are no workers, so this page simulates the map's cells itself, more slowly.")
	}
}

// progress says how far the cells are, and how they compare with the lines.
func (s *stability) progress() string {
	found := s.cells.found()
	if found == 0 {
		return ""
	}
	text := fmt.Sprintf(" %d of %d cells simulated", found, len(cellRules()))
	if s.limits.known() {
		agree := 0
		for at, want := range s.limits.regimes {
			if got, ok := s.cells.regime(at); ok && got == want {
				agree++
			}
		}
		text += fmt.Sprintf(", %d %% as predicted", 100*agree/found)
	}
	return text + "."
}

// descent says how gradient descent's limit compares, where that is known.
func (s *stability) descent() string {
	typical, mean := s.typicalLimit(), s.fc.limits.Mean
	if math.IsNaN(typical) {
		return ""
	}
	batch := s.fc.rule.Batch
	if typical < mean {
		return fmt.Sprintf(" At S = %d noise drives every run out at λ = %s, before gradient descent would leave at %s.",
			batch, sig(typical, 3), sig(mean, 3))
	}
	text := fmt.Sprintf(" At S = %d noise keeps runs up to λ = %s, beyond gradient descent's %s", batch, sig(typical, 4), sig(mean, 3))
	if s.last.whole("dim") == 1 {
		text += "; with one weight it does so at every S, most near S = 3"
	}
	return text + "."
}
