package scenes

import (
	"math"
	"slices"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "balance",
		Order: 50,
		Title: "Balance: noise slides SGD to the flattest minimum",
		Caption: "Two weights share one job, f = w₁w₂x, so their minima form a curved valley. Noise shakes walkers across it, " +
			"and every step shrinks w₁² − w₂². They slide to the flattest point. Gradient descent stays where it lands.",
		Formula: `<math display="block"><mrow><msub><mi>D</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>=</mo><msub><mi>D</mi><mi>t</mi></msub><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><msup><mi>λ</mi><mn>2</mn></msup><msup><mi>γ</mi><mn>2</mn></msup><mo stretchy="false">)</mo><mo>,</mo><mspace width="1.5em"/><mi>D</mi><mo>=</mo><msubsup><mi>w</mi><mn>1</mn><mn>2</mn></msubsup><mo>−</mo><msubsup><mi>w</mi><mn>2</mn><mn>2</mn></msubsup><mo>,</mo><mspace width="1.5em"/><mi>g</mi><mo>=</mo><mi>γ</mi><mo stretchy="false">(</mo><msub><mi>w</mi><mn>2</mn></msub><mo>,</mo><msub><mi>w</mi><mn>1</mn></msub><mo stretchy="false">)</mo></mrow></math>
<math display="block"><mrow><mi>E</mi><msup><mi>γ</mi><mn>2</mn></msup><mo>=</mo><mrow><mo>(</mo><mn>1</mn><mo>+</mo><mfrac><mn>2</mn><mi>S</mi></mfrac><mo>)</mo></mrow><mi>E</mi><msup><mi>v</mi><mn>2</mn></msup><mo>+</mo><mfrac><msup><mi>σ</mi><mn>2</mn></msup><mi>S</mi></mfrac><mo>,</mo><mspace width="1.5em"/><mi>v</mi><mo>=</mo><msub><mi>w</mi><mn>1</mn></msub><msub><mi>w</mi><mn>2</mn></msub><mo>−</mo><mi>c</mi></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 5, on a two-layer example; " +
			"the law of balance after Ziyin, Li and Ueda, arXiv 2308.06671; recursion derived",
		Try: []Preset{
			{Label: "Full batch", Values: map[string]any{"sampling": "full-batch", "start1": 2.3, "start2": -0.2},
				Text: "Gradient descent comes down to the valley and stays, wherever that is. Switch back to minibatches and the cloud begins to slide."},
			{Label: "λ = 0.2", Values: map[string]any{"lr": 0.2, "start1": 1.8, "start2": 0.55},
				Text: "Twice the learning rate slides more than four times as fast, and gradient flow doesn't know it moves at all."},
			{Label: "λ = 0.35: too steep", Values: map[string]any{"lr": 0.35},
				Text: "Here the start is too steep for the learning rate. Walkers are thrown out of it and land where the valley is flat enough."},
		},
		Params: slices.Concat(param.Table{
			within(paramLR(0.1), 0.01, 1),
			paramBatch(4),
			{Key: "sampling", Label: "Sampling", Group: "main",
				Doc:     "Minibatches make SGD; full batches make gradient descent, which has no noise.",
				Options: []string{"minibatch", "full-batch"}},
			paramSigma(1),
			{Key: "c", Label: "Product to learn", Symbol: "c", Group: "problem",
				Doc: "The labels are c x plus noise, so that every minimum has w₁w₂ = c.", Min: 0.25, Max: 2, Default: 1, Scale: param.Linear},
		}, paramCloud(4000, 1e5, plane.Vec{2.2, 0.45}, 4), param.Table{
			paramShow("flow", "Gradient flow", true),
			paramShow("sde", "SDE, exact noise", true),
		}),
		New: func() Scene { return &balance{} },
	})
}

// balance is the scene of a curved valley of minima. Its walkers never come to
// rest before they are at the flattest point; what theory predicts is how fast
// D = w₁² − w₂² falls.
type balance struct {
	valley problem.Valley
	rule   sgd.Rule
	ens    *sgd.Ensemble
	start  plane.Vec
	shown  map[string]bool

	tick      int
	predicted theory.Balance
	trust     trust
	flow      float64 // D if it never changed, from where theory started
	begun     int     // the step at which theory started
	diffusion float64 // D by the continuous-time limit; NaN where it has none

	history balanceHistory
	trail   []plane.Vec
	balanceView
}

// noReturn is where a walker is held: there every step is longer than the last,
// because the loss grows like the fourth power of w.
const noReturn = 30

// trust says how far the recursion has been inside its validity since it
// started; see [theory.Balance.Step].
type trust int

const (
	within1 trust = iota // per cent of simulations
	within10
	lost
)

var _ Scene = (*balance)(nil)

// Reset implements [Scene].
func (s *balance) Reset(v Settings) {
	s.take(v)
	s.tick = 0
	s.ens = sgd.New(v.whole("walkers"), uint64(v.num("seed")), s.start, noReturn)
	s.history = balanceHistory{every: 1}
	s.trail = make([]plane.Vec, 0, trailSteps)
	s.predictFrom(theory.BalanceAt(&s.valley, s.start), 0)
	s.record()
}

// Change implements [Scene].
func (s *balance) Change(v Settings) {
	rule, valley := s.rule, s.valley
	s.take(v)
	if s.rule == rule && s.valley == valley {
		return
	}
	if s.rule.LR < s.limitsAt(theory.Balance{}).Mean {
		s.ens.Release()
	}
	s.predictFrom(s.measured())
}

func (s *balance) take(v Settings) {
	valley := problem.Valley{A: 1, C: v.num("c"), Sigma: v.num("sigma"), FullBatch: v.is("sampling", "full-batch")}
	if valley.C != s.valley.C {
		s.version++
	}
	s.valley = valley
	s.rule = sgd.Rule{LR: v.num("lr"), Batch: v.whole("batch")}
	s.start = plane.Vec{v.num("start1"), v.num("start2")}
	s.shown = v.showing()
}

// limitsAt are those of the steps across the valley, at a point of its floor.
func (s *balance) limitsAt(b theory.Balance) theory.Limits {
	whole := s.valley
	whole.FullBatch = true
	return theory.Limits{
		Mean:     theory.ValleyLimit(&whole, b.D, s.rule.Batch),
		Variance: theory.ValleyLimit(&s.valley, b.D, s.rule.Batch),
		Fourth:   math.NaN(),
	}
}

// bearable is the sharpness at which λ is at its limit.
func (s *balance) bearable() float64 {
	return s.limitsAt(flattest).Variance / s.rule.LR * 2 * s.valley.C
}

// measured is the walkers' own state, and the standard deviation of their D.
func (s *balance) measured() (b theory.Balance, spread float64) {
	off := func(w plane.Vec) float64 { return w[0]*w[1] - s.valley.C }
	square := func(f func(w plane.Vec) float64, mean float64) float64 {
		return s.mean(func(w plane.Vec) float64 { d := f(w) - mean; return d * d }).Value
	}
	b.D, b.Mean = s.mean(imbalance).Value, s.mean(off).Value
	b.Var = square(off, b.Mean)
	return b, math.Sqrt(square(imbalance, b.D))
}

func (s *balance) mean(f func(w plane.Vec) float64) measure.Estimate {
	return measure.Mean(s.ens.W, s.ens.Held, f)
}

// imbalance is D.
func imbalance(w plane.Vec) float64 { return w[0]*w[0] - w[1]*w[1] }

func sharpness(w plane.Vec) float64 { return w.Dot(w) }

// predictFrom starts theory at a state. It takes all walkers to be at one D: what
// they differ must not matter to the curvature across the valley.
func (s *balance) predictFrom(b theory.Balance, spread float64) {
	s.predicted, s.flow, s.diffusion, s.trust = b, b.D, b.D, within1
	s.begun = s.tick
	switch blur := spread * (math.Abs(b.D) + spread) / (b.D*b.D + 4*s.valley.C*s.valley.C); {
	case !(blur < 0.2):
		s.trust = lost
	case blur > 0.1:
		s.trust = within10
	}
	s.judge()
}

// judge lowers trust where the recursion's conditions fail: λ near the limit,
// steps that change D by much at once, or places far from the valley, such as
// the saddle, where small differences between walkers grow.
func (s *balance) judge() {
	b, c := s.predicted, s.valley.C
	share := s.rule.LR / s.limitsAt(b).Variance
	step := s.rule.LR * s.rule.LR * (b.Mean*b.Mean + b.Var)
	saddle := math.Hypot(b.D, 2*(c+b.Mean)) < c
	switch {
	case s.valley.FullBatch && math.Abs(b.D)+math.Abs(b.Mean) < 1e3: // exact
	case !(share < 0.6 && step < 0.1) || saddle:
		s.trust = lost
	case share > 0.4 || step > 0.005 || math.Abs(b.Mean) > 0.3*c:
		s.trust = max(s.trust, within10)
	}
}

// Advance implements [Scene].
func (s *balance) Advance(n int, pause func() bool) int {
	for done := range n {
		if !s.ens.Advance(&s.valley, s.rule, pause) {
			return done
		}
		s.stepped()
		if pause != nil && pause() {
			return done + 1
		}
	}
	return n
}

// stepped does the bookkeeping after a whole step.
func (s *balance) stepped() {
	s.tick++
	if s.trust == lost {
		// Where the walkers have come to a place that theory can describe, it goes on.
		s.predictFrom(s.measured())
	} else {
		s.predicted.Step(&s.valley, s.rule.LR, s.rule.Batch)
		rate, ok := theory.BalanceByDiffusion(&s.valley, s.diffusion, s.rule.LR, s.rule.Batch)
		if s.diffusion *= math.Exp(-rate); !ok {
			s.diffusion = math.NaN()
		}
		s.judge()
	}
	s.record()
}

// record adds the present to the histories.
func (s *balance) record() {
	if s.ens.Held[0] {
		s.trail = s.trail[:0]
	} else {
		s.trail = keepLast(s.trail, plane.Vec{s.ens.W[0][0], s.ens.W[1][0]})
	}
	if s.tick%s.history.every == 0 {
		s.history.add(s.sample())
	}
}

// MidStep implements [Scene].
func (s *balance) MidStep() bool { return s.ens.MidStep() }

// Remeasure implements [Scene]: every reading is of an instant.
func (s *balance) Remeasure() {}

// Settle implements [Scene].
func (s *balance) Settle() {}

// Settled implements [Scene].
func (s *balance) Settled() bool { return true }

// Handles implements [Scene].
func (s *balance) Handles() []Handle { return s.handles }

// Draw implements [Scene].
func (s *balance) Draw(c plot.Canvas) { s.draw(c, s) }

// Walkers implements [Scene].
func (s *balance) Walkers() Walkers { return cloudWalkers(s.ens.W, s.ens.Held) }
