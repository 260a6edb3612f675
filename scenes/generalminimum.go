package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "general-minimum",
		Order: 110,
		Title: "General minima: is the noise the Hessian?",
		Caption: "Drag the ring. The panel beside shows minibatch gradients drawn there and their exact covariance, " +
			"against formulas that build it from the Hessian. At the minimum all agree. Away from it some are wrong, and some describe no noise at all.",
		Formula: `<math display="block"><mrow><mi>C</mi><mo stretchy="false">(</mo><mi>w</mi><mo stretchy="false">)</mo><mo>=</mo><mfrac><mn>1</mn><mi>S</mi></mfrac><mrow><mo>(</mo><mi>E</mi><mo stretchy="false">[</mo><mo>∇</mo><mi>ℓ</mi><mo>∇</mo><msup><mi>ℓ</mi><mo>⊤</mo></msup><mo stretchy="false">]</mo><mo>−</mo><mo>∇</mo><mi>L</mi><mo>∇</mo><msup><mi>L</mi><mo>⊤</mo></msup><mo>)</mo></mrow></mrow></math>
<math display="block"><mrow><mi>C</mi><mo stretchy="false">(</mo><mi>w</mi><mo stretchy="false">)</mo><mo>≈</mo><mfrac><mn>1</mn><mi>S</mi></mfrac><mrow><mo>(</mo><mn>2</mn><mi>L</mi><mi>H</mi><mo>−</mo><mo>∇</mo><mi>L</mi><mo>∇</mo><msup><mi>L</mi><mo>⊤</mo></msup><mo>)</mo></mrow></mrow></math>
<math display="block"><mrow><mi>H</mi><mi mathvariant="normal">Σ</mi><mo>+</mo><mi mathvariant="normal">Σ</mi><mi>H</mi><mo>−</mo><mi>λ</mi><mi>H</mi><mi mathvariant="normal">Σ</mi><mi>H</mi><mo>=</mo><mi>λ</mi><mi>C</mi><mo stretchy="false">(</mo><msup><mi>w</mi><mo>*</mo></msup><mo stretchy="false">)</mo></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 5: Proposition 1, Theorem 5, Corollary 3; examples derived",
		Try: []Preset{
			{Label: "No ellipse", Values: map[string]any{"point1": 2.0, "point2": 1.5},
				Text: "Here the Hessian is not positive, and formulas that contain it claim a negative variance. Only its Gauss-Newton part still makes sense."},
			{Label: "At the minimum", Values: map[string]any{"point1": 1.0, "point2": 1.0},
				Text: "Where the residual is label noise alone, all formulas agree with the exact noise. Move a little away and watch them part."},
			{Label: "Logistic regression", Values: map[string]any{"model": "logistic", "point1": 1.0, "point2": 0.5},
				Text: "Its loss is no squared error, so 2L·H/S does not apply. H/S is exact at the minimum, and only there. Drag the ring to see."},
		},
		Params: param.Table{
			{Key: "model", Label: "Model", Group: "main",
				Doc:     "A tanh neuron w₂ tanh(w₁ x), or logistic regression on w₁ + w₂ x.",
				Options: []string{"tanh-neuron", "logistic"}},
			within(paramLR(0.5), 0.01, 2),
			within(paramBatch(8), 1, 128),
			{Key: "sigma", Label: "Label noise", Symbol: "σ", Group: "problem",
				Doc: "Standard deviation of the noise on the neuron's labels. Logistic labels are random by themselves.",
				Min: 0, Max: 1, Default: 0.5, Scale: param.Linear},
			generalPoint("point1", "w₁", 1.5),
			generalPoint("point2", "w₂", 0.7),
			paramWalkers(1e5, 2000),
			paramSpeed(),
			paramSeed(),
			paramPaused(),
			paramShow("hessian", "c₀H/S", true),
			paramShow("general", "2L·H/S", true),
			paramShow("gauss-newton", "Gauss-Newton form", true),
		},
		New: func() Scene { return &generalMinimum{} },
	})
}

func generalPoint(key, symbol string, def float64) param.Spec {
	return param.Spec{Key: key, Label: "Point " + symbol, Symbol: symbol, Group: "main",
		Doc: "Where gradients are drawn; drag the ring in the picture.",
		Min: -4, Max: 4, Default: def, Scale: param.Linear}
}

// probes is how many gradients are drawn at the point per step.
const probes = 500

// generalMinimum is the scene of the noise at any point of a loss that is no
// parabola, with walkers around its minimum.
type generalMinimum struct {
	last    Settings
	changes int // of the values so far
	target  problem.Curved
	scale   float64 // c₀
	rule    sgd.Rule
	point   plane.Vec
	shown   map[string]bool

	ens     *sgd.Ensemble
	near    *forecast // of walkers that stay near the minimum; its sigma is of leading order
	typical typicalLimit
	dropped float64 // by how much Σ would grow with the noise that leading order drops
	window  *measure.Window
	since   int // steps since the rule or the target changed

	exact    plane.Sym // C at the point
	formulas []noiseHere
	draws    *problem.Draws
	at, g    problem.Columns // the point, once per probe, and the latest gradients there
	noise    *measure.Window // of g
	held     []bool          // no probe is
	generalView
}

// noiseHere is a formula for the noise, evaluated at the point.
type noiseHere struct {
	*theory.NoiseFormula
	cov    plane.Sym
	ok     bool
	reason string
	lo, hi float64 // by how much variances are off; NaN where there is nothing to compare
}

var _ Scene = (*generalMinimum)(nil)

// Reset implements [Scene].
func (s *generalMinimum) Reset(v Settings) {
	s.take(v)
	n, seed := v.whole("walkers"), uint64(v.num("seed"))
	s.ens = sgd.New(n, seed, s.target.Minimum(), farAway)
	s.window = measure.NewWindow(n, s.target.Minimum())
	s.draws = problem.NewDraws(probes, rng.New(seed, rng.Probes, 0))
	s.noise, s.held = measure.NewWindow(probes, plane.Vec{}), make([]bool, probes)
	for k := range 2 {
		s.at[k], s.g[k] = make([]float64, probes), make([]float64, probes)
	}
	s.predict()
	s.moveTo()
}

// Change implements [Scene].
func (s *generalMinimum) Change(v Settings) {
	old, target, rule := s.last, s.target, s.rule
	s.take(v)
	if s.target != target || s.rule != rule {
		s.ens.Release()
		s.predict()
	}
	if !v.sameProblem(old, []string{"lr"}) {
		s.moveTo()
	}
}

// take reads the values. The target stays what it is if its own don't change.
func (s *generalMinimum) take(v Settings) {
	if s.target == nil || !v.sameProblem(s.last, []string{"lr", "batch", "point1", "point2"}) {
		s.version = 1 + uint64(v.num("model"))
		s.target, s.scale = problem.NewTanhNeuron(plane.Vec{1, 1}, v.num("sigma")), v.num("sigma")*v.num("sigma")
		if v.is("model", "logistic") {
			s.target, s.scale = problem.NewLogistic(plane.Vec{-0.5, 1.5}), 1
		}
	}
	s.last = v
	s.changes++
	s.rule = sgd.Rule{LR: v.num("lr"), Batch: v.whole("batch")}
	s.point = plane.Vec{v.num("point1"), v.num("point2")}
	s.shown = v.showing()
}

// mostDropped is how much leading order may drop and still be shown.
const mostDropped = 0.2

// predict finds the covariance around the minimum and begins to wait for it. How
// good its leading order is, and whether the minimum holds walkers at all, the
// tangent tells: there the noise that grows with the distance can be solved for.
func (s *generalMinimum) predict() {
	tangent := problem.Tangent{Curved: s.target}
	f := &forecast{model: model{problem: tangent}, rule: s.rule, law: tangent.Law(s.rule.Batch), plain: tangent}
	f.limits.Mean = theory.MeanLimit(&f.law, 0)
	f.limits.Variance = theory.VarianceLimit(&f.law, 0)
	s.dropped = math.NaN()
	if s.rule.LR < f.limits.Variance {
		f.sigma, _ = theory.Additive(&f.law, s.rule.LR, 0)
		whole, _ := theory.Stationary(&f.law, s.rule.LR, 0)
		s.dropped = 0
		if still := f.sigma.Trace(); still > 0 {
			s.dropped = whole.Trace()/still - 1
		}
		f.exists = s.dropped <= mostDropped
	}
	s.near = f
	s.typical.aim(f)
	s.window.Reset(s.target.Minimum())
	s.since = 0
}

// moveTo takes the probes to the point and begins to measure there.
func (s *generalMinimum) moveTo() {
	for i := range probes {
		s.at[0][i], s.at[1][i] = s.point[0], s.point[1]
	}
	s.noise.Reset(s.target.Grad(s.point))
	s.exact = s.target.NoiseCov(s.point, s.rule.Batch)
	s.formulas = s.formulas[:0]
	for i := range theory.NoiseFormulas {
		f := noiseHere{NoiseFormula: &theory.NoiseFormulas[i], lo: math.NaN(), hi: math.NaN()}
		f.cov, f.ok, f.reason = f.Cov(theory.NoiseSetting{Problem: s.target, W: s.point, Scale: s.scale, Batch: s.rule.Batch})
		if lo, hi, ok := theory.Misfit(f.cov, s.exact); ok && f.ok {
			f.lo, f.hi = lo, hi
		}
		s.formulas = append(s.formulas, f)
	}
}

// Advance implements [Scene].
func (s *generalMinimum) Advance(n int, pause func() bool) int {
	if pause != nil {
		s.typical.work(pause)
	}
	for done := range n {
		if !s.ens.Advance(s.target, s.rule, pause) {
			return done
		}
		s.stepped()
		if pause != nil && pause() {
			return done + 1
		}
	}
	return n
}

// stepped does what a step does besides moving the walkers.
func (s *generalMinimum) stepped() {
	s.since++
	if s.settled() {
		s.window.Add(s.ens.W)
	}
	s.target.Gradients(s.g, s.at, s.rule.Batch, s.draws)
	s.noise.Add(s.g)
}

// settled reports whether what the walkers were before is forgotten to 1 %.
func (s *generalMinimum) settled() bool {
	left := theory.Contraction(s.target.Hess(s.target.Minimum()), s.rule.LR, 0)
	return math.Pow(left, 2*float64(s.since)) < 0.01
}

// MidStep implements [Scene].
func (s *generalMinimum) MidStep() bool { return s.ens.MidStep() }

// Remeasure implements [Scene].
func (s *generalMinimum) Remeasure() {
	s.window.Reset(s.target.Minimum())
	s.noise.Reset(s.target.Grad(s.point))
}

// Settle implements [Scene].
func (s *generalMinimum) Settle() { s.typical.finish() }

// Settled implements [Scene].
func (s *generalMinimum) Settled() bool { return s.typical.done() }

// Handles implements [Scene].
func (s *generalMinimum) Handles() []Handle { return s.handles }

// Draw implements [Scene].
func (s *generalMinimum) Draw(c plot.Canvas) { s.draw(c, s) }

// Walkers implements [Scene].
func (s *generalMinimum) Walkers() Walkers { return cloudWalkers(s.ens.W, s.ens.Held) }
