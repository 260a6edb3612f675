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

// The settings of the scene.
const (
	tailsOne     = "1-d"
	tailsEqual   = "2-d-isotropic"
	tailsUnequal = "2-d-anisotropic"
	tailsData    = "finite-data"
)

func init() {
	register(Info{
		ID:    "heavy-tails",
		Order: 40,
		Title: "Heavy tails: how often does SGD stray far?",
		Caption: "The chance that a walker strays farther than x falls like a power of x. Four theories name the power. " +
			"The paper's is that of a Student-t law fitted to the bulk; far out, rare batches decide, and only the exact exponent is right. " +
			"On finite data with small steps there is no power law at all.",
		Formula: `<math display="block"><mrow><mi mathvariant="normal">P</mi><mo stretchy="false">(</mo><mo stretchy="false">|</mo><mi>w</mi><mo stretchy="false">|</mo><mo>&gt;</mo><mi>x</mi><mo stretchy="false">)</mo><mo>∼</mo><msup><mi>x</mi><mrow><mo>−</mo><mi>β</mi></mrow></msup><mo>,</mo><mspace width="1.5em"/><mi mathvariant="normal">E</mi><msup><mrow><mo stretchy="false">|</mo><mn>1</mn><mo>−</mo><mi>λ</mi><mi>h</mi><mo stretchy="false">|</mo></mrow><mi>β</mi></msup><mo>=</mo><mn>1</mn></mrow></math>
<math display="block"><mrow><msub><mi>β</mi><mtext>bulk</mtext></msub><mo>=</mo><mfrac><mrow><mn>2</mn><mi>S</mi></mrow><mrow><mi>λ</mi><mi>a</mi></mrow></mfrac><mo>−</mo><mi>S</mi><mo>,</mo><mspace width="1em"/><msub><mi>β</mi><mtext>SDE</mtext></msub><mo>=</mo><mfrac><mi>S</mi><mrow><mi>λ</mi><mi>a</mi></mrow></mfrac><mo>+</mo><mn>1</mn><mo>,</mo><mspace width="1em"/><msub><mi>β</mi><mtext>continuous</mtext></msub><mo>=</mo><mfrac><mrow><mn>2</mn><mi>S</mi></mrow><mrow><mi>λ</mi><mi>a</mi></mrow></mfrac><mo>+</mo><mn>1</mn></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 6.6; exact exponent: Kesten, Acta Math. 131 (1973), for SGD derived",
		Try: []Preset{
			{Label: "λ = 1, S = 16", Values: map[string]any{"batch": 16},
				Text: "The bulk follows the paper's law with index 16 for three decades. Then it doesn't: the true exponent is 11.4. Wait, and the Hill plot climbs towards it."},
			{Label: "λ = 0.5, S = 1", Values: map[string]any{"lr": 0.5, "batch": 1},
				Text: "One sample at a time: here the bulk's index 3 and the true exponent 2.90 nearly agree. The variance exists, its error bar doesn't."},
			{Label: "12 points, small steps", Values: map[string]any{"setting": tailsData, "points": 12, "lr": 0.25, "batch": 1},
				Text: "Every step contracts, so no walker passes the vertical line. Raise λ until λh = 2 for the steepest point: there the power law is born."},
		},
		Figures: []Preset{
			{Figure: "2", Label: "Tail index against S", Values: map[string]any{"lr": 1, "curve": "batch"},
				Text: "a λ = 1. The Student-t fit to the bulk (ring) is S, as the paper says, where continuous time says 2S + 1. The tail itself (dot) has another exponent: 3.50 at S = 4."},
		},
		Params: param.Table{
			paramLR(1),
			paramBatch(4),
			{Key: "setting", Label: "Setting", Group: "problem",
				Doc:     "One weight, two with equal or unequal curvatures, or one weight on a finite dataset.",
				Options: []string{tailsOne, tailsEqual, tailsUnequal, tailsData}},
			{Key: "a", Label: "Curvature", Symbol: "a", Group: "problem",
				Doc: "Of the loss, the larger one if there are two.", Min: 0.1, Max: 4, Default: 1, Scale: param.Log},
			{Key: "a2", Label: "Second curvature", Symbol: "a₂", Group: "problem",
				Doc: "With unequal curvatures only.", Min: 0.1, Max: 4, Default: 0.35, Scale: param.Log},
			within(paramSigma(1), 0.1, 3), // without noise walkers come to rest
			{Key: "points", Label: "Points", Symbol: "N", Group: "problem",
				Doc: "Size of the dataset, for finite data only.", Min: 2, Max: 50, Default: 20, Scale: param.Linear, Integer: true},
			paramWalkers(1e6, 10000),
			paramSpeed(),
			paramSeed(),
			paramPaused(),
			paramShow("bulk", "Bulk fit (the paper's)", true),
			paramShow("sde", "SDE, exact noise", true),
			paramShow("continuous", "Continuous time", true),
			{Key: "curve", Label: "Curve against", Group: "view",
				Doc: "What the side plot of the exponent is drawn against: the learning rate or the batch size.", Options: []string{"lr", "batch"}},
		},
		New: func() Scene {
			s := &heavyTails{}
			s.each = s.collect
			return s
		},
	})
}

// heavyTails is the scene about how far walkers stray. Unlike a cloud it counts
// distances, over walkers and steps, and shows how many are large.
type heavyTails struct {
	run
	last    Settings
	subject tailCase
	theory  tailTheory

	far    *measure.Survival
	age    int // steps since the values changed
	levels []measure.Level
	shown  [3]bool          // theory's approximations, in its order
	fit    measure.Estimate // of a Student-t law to the bulk
	counts int              // steps that both are of

	view tailsView
}

var _ Scene = (*heavyTails)(nil)

// tailCase is a setting's problem as the tail sees it.
type tailCase struct {
	setting string
	dim     int     // of the Student-t laws and of endless data; 0 where there is no formula
	copies  bool    // both coordinates are runs of their own
	a       float64 // the curvature
	slow    float64 // the smallest curvature
	second  float64 // of unequal curvatures
	kappa   float64 // σ²/a
	h, xi   []float64
}

// Reset implements [Scene].
func (s *heavyTails) Reset(v Settings) {
	m, rule := s.take(v)
	s.reset(m, rule, v.whole("walkers"), uint64(v.num("seed")), m.problem.Minimum())
	s.far = nil
	s.restart()
}

// Change implements [Scene].
func (s *heavyTails) Change(v Settings) {
	old, setting := s.fc, s.subject.setting
	s.change(s.take(v))
	if s.subject.setting != setting {
		s.far = nil
	}
	if s.fc != old {
		s.restart()
	}
}

// restart forgets what was counted under other values.
func (s *heavyTails) restart() {
	if s.far == nil {
		dim := 2
		if s.subject.copies {
			dim = 1
		}
		s.far = measure.NewSurvival(s.ens.Len(), dim, s.fc.law.Min)
	}
	s.far.Reset(s.fc.law.Min)
	s.age, s.levels, s.counts = 0, nil, 0
	s.theory.aim(&s.subject, s.fc.rule)
}

// take reads the values; the problem stays what it is as long as it can.
func (s *heavyTails) take(v Settings) (model, sgd.Rule) {
	var m model
	if s.fc != nil && v.sameProblem(s.last, ruleKeys, "seed") {
		m = s.fc.model
	} else {
		m = s.read(v)
	}
	s.last = v
	shown := v.showing()
	for i, a := range theory.TailApproximations {
		s.shown[i] = shown[a.Name]
	}
	return m, sgd.Rule{LR: v.num("lr"), Batch: v.whole("batch")}
}

// read builds the setting's problem.
func (s *heavyTails) read(v Settings) model {
	a, sigma := v.num("a"), v.num("sigma")
	k := tailCase{setting: v.choice("setting"), dim: 1, a: a, slow: a, kappa: sigma * sigma / a}
	var m model
	switch k.setting {
	case tailsOne:
		k.copies = true
		m.problem = &problem.Scalar{A: a, Sigma: sigma}
	case tailsEqual:
		k.dim = 2
		m.problem = &problem.Gaussian{A: plane.Sym{a, 0, a}, Sigma: sigma}
	case tailsUnequal:
		k.dim, k.second, k.slow = 0, v.num("a2"), min(a, v.num("a2"))
		m.problem = &problem.Gaussian{A: plane.Sym{a, 0, k.second}, Sigma: sigma}
	case tailsData:
		p := tailPoints(v.whole("points"), a, sigma, uint64(v.num("seed")))
		k.describe(p)
		m.problem = p
	}
	law := m.problem.Law(1)
	m.train = problem.Quadratic{H: law.H, Min: law.Min, Floor: law.Floor}
	s.subject = k
	return m
}

// tailPoints draws a dataset of one feature with mean square a. The second
// weight has no feature and never moves.
func tailPoints(n int, a, sigma float64, seed uint64) *problem.Dataset {
	stream := rng.New(seed, rng.Data, 0)
	x, y := make([]float64, n), make([]float64, n)
	stream.Normals(x)
	stream.Normals(y)
	var square float64
	for _, v := range x {
		square += v * v / float64(n)
	}
	for i := range x {
		x[i] *= math.Sqrt(a / square)
		y[i] *= sigma
	}
	return problem.NewPoints(x, make([]float64, n), y, problem.WithReplacement, plane.Vec{})
}

// describe takes curvatures and gradients at the minimum from the data.
func (k *tailCase) describe(p *problem.Dataset) {
	w := p.Minimum()[0]
	for i, x := range p.X1 {
		k.h = append(k.h, x*x)
		k.xi = append(k.xi, x*(x*w-p.Y[i]))
	}
	k.a = p.Hess(plane.Vec{})[0]
	k.slow, k.kappa = k.a, 2*p.Loss(p.Minimum())/k.a
}

// warmUp is how many steps walkers get to spread before they count.
func (s *heavyTails) warmUp() int { return 30 + int(8/(s.fc.rule.LR*s.subject.slow)) }

// collect counts the walkers' distances after a step.
func (s *heavyTails) collect() {
	s.age++
	if s.age > s.warmUp() {
		s.far.Add(s.ens.W, s.ens.Held)
	}
}

// Advance implements [Scene].
func (s *heavyTails) Advance(n int, pause func() bool) int {
	if pause != nil {
		s.theory.work()
	}
	return s.advance(n, pause)
}

// MidStep implements [Scene].
func (s *heavyTails) MidStep() bool { return s.stepping > 0 }

// Remeasure implements [Scene].
func (s *heavyTails) Remeasure() {
	s.remeasure()
	s.far.Reset(s.fc.law.Min)
	s.levels, s.counts = nil, 0
}

// Settle implements [Scene].
func (s *heavyTails) Settle() {
	s.typical.finish()
	s.theory.finish()
}

// Settled implements [Scene].
func (s *heavyTails) Settled() bool { return s.typical.done() && s.theory.known }

// Handles implements [Scene].
func (s *heavyTails) Handles() []Handle { return s.view.handles }

// Draw implements [Scene].
func (s *heavyTails) Draw(c plot.Canvas) { s.view.draw(c, s) }

// counted are the levels of the distances counted, at most ten steps old. Where
// typical runs leave there is no law to be counted.
func (s *heavyTails) counted() []measure.Level {
	if s.fc.status(s.typical.Value) == Diverged {
		return nil
	}
	if n := s.far.Steps(); n > 0 && (s.counts == 0 || n < s.counts || n >= s.counts+10) {
		s.levels, s.counts = s.far.Levels(), n
		s.fit = s.far.Student(s.subject.kappa)
	}
	return s.levels
}
