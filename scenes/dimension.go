package scenes

import (
	"fmt"
	"math"
	"slices"

	"sgdnoise/engine/isotropic"
	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// tuned is the dimension at which both rules of the learning rate agree, and
// mostNumbers is how many coordinates all walkers may have together.
const (
	tuned       = 16
	mostNumbers = 2_500_000
)

func init() {
	register(Info{
		ID:    "dimension",
		Order: 120,
		Title: "Dimension: why wide models need small steps",
		Caption: "Every walker fits d weights, from 1 to 256; the picture shows the first two. In wide models each weight feels the noise of all others. " +
			"A learning rate tuned at d = 16 and kept blows up as d grows. Scaled as 1/d it keeps the loss where it was.",
		Formula: `<math display="block"><mrow><msub><mi mathvariant="normal">Σ</mi><mrow><mi>i</mi><mi>i</mi></mrow></msub><mo>=</mo><mfrac><mrow><mi>λ</mi><msup><mi>σ</mi><mn>2</mn></msup></mrow><mrow><mi>S</mi><mo stretchy="false">(</mo><mn>2</mn><mo>−</mo><mi>λ</mi><mi>a</mi><mo stretchy="false">)</mo><mo>−</mo><mi>λ</mi><mi>a</mi><mo stretchy="false">(</mo><mn>1</mn><mo>+</mo><mi>d</mi><mo stretchy="false">)</mo></mrow></mfrac><mo>,</mo><mspace width="1.5em"/><msub><mi>λ</mi><mtext>max</mtext></msub><mo>=</mo><mfrac><mrow><mn>2</mn><mi>S</mi></mrow><mrow><mi>a</mi><mo stretchy="false">(</mo><mi>S</mi><mo>+</mo><mn>1</mn><mo>+</mo><mi>d</mi><mo stretchy="false">)</mo></mrow></mfrac></mrow></math>
<math display="block"><mrow><msub><mi>L</mi><mtext>train</mtext></msub><mo>=</mo><mfrac><mrow><msup><mi>σ</mi><mn>2</mn></msup><mo>+</mo><mi>a</mi><mi>d</mi><msub><mi mathvariant="normal">Σ</mi><mrow><mi>i</mi><mi>i</mi></mrow></msub></mrow><mn>2</mn></mfrac></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, ICLR 2022, sections 4.2 and 6.2, with A = aI; exact limits and fourth moments derived",
		Try: []Preset{
			{Label: "d = 256, λ kept", Values: map[string]any{"dim": 256},
				Text: "The learning rate that was fine at d = 16 sends every run away at d = 256. Gradient descent alone would see no difference."},
			{Label: "d = 256, λ ∝ 1/d", Values: map[string]any{"dim": 256, "rule": "one-over-d", "zoom": 3},
				Text: "Sixteen times the weights, a sixteenth of the rate: the loss is what it was at d = 16, though it takes longer to get there."},
			{Label: "d = 128, λ kept", Values: map[string]any{"dim": 128},
				Text: "Close to the edge: the loss is more than six times what label noise alone costs, and single runs differ widely."},
		},
		Params: slices.Concat(param.Table{
			dimensionLR(),
			paramBatch(8),
			{Key: "dim", Label: "Dimension", Symbol: "d", Group: "main",
				Doc: "How many weights the model has.",
				Min: 1, Max: 256, Default: 64, Scale: param.PowersOfTwo, Integer: true, Restart: true},
			{Key: "rule", Label: "When d changes", Group: "main", Options: []string{"fixed", "one-over-d"},
				Doc: "The learning rate is kept, or scaled as 1/d from its value at d = 16."},
			{Key: "a", Label: "Curvature", Symbol: "a", Group: "problem",
				Doc: "Of the loss, the same in all directions.", Min: 0.1, Max: 4, Default: 1, Scale: param.Log},
			paramSigma(1),
		}, paramCloud(4000, 1e5, plane.Vec{0.55, 0.4}, 10), param.Table{
			paramZoom(),
		}),
		New:       func() Scene { return &dimension{} },
		Constrain: fewEnough,
	})
}

func dimensionLR() param.Spec {
	s := paramLR(0.1)
	s.Doc = "How far each step goes along the minibatch gradient; scaled as 1/d, that of d = 16."
	return s
}

// fewEnough keeps walkers times dimension to what a page can hold.
func fewEnough(v Settings) []string {
	most := mostNumbers / v.whole("dim")
	if v.whole("walkers") <= most {
		return nil
	}
	note := fmt.Sprintf("walkers: %d are too many for %d weights each; the nearest is %d", v.whole("walkers"), v.whole("dim"), most)
	v.set("walkers", float64(most))
	return []string{note}
}

// setting is what a run of the scene depends on besides its start.
type setting struct {
	problem isotropic.Problem
	lr      float64 // λ itself
	batch   int
}

// dimension is regression in up to 256 dimensions, seen in two of them.
type dimension struct {
	setting
	scaled   bool // λ ∝ 1/d
	limits   theory.Limits
	variance float64 // of each coordinate when stationary
	exists   bool    // variance does

	typical float64 // λ above which typical runs leave, NaN while unknown
	tail    float64 // the tail exponent, NaN while unknown and where there is none
	known   bool    // both, as far as they are wanted
	wait    patience

	ens    *isotropic.Ensemble
	now    isotropic.State
	window *measure.Window // of the first two coordinates
	radial *measure.Window // of (|v|, 0)
	radii  problem.Columns
	open   bool // the windows
	loss   lossHistory
	trail  []plane.Vec

	dimensionView
}

var _ Scene = (*dimension)(nil)

// rate is λ at a dimension by either rule.
func rate(lr float64, dim int, scaled bool) float64 {
	if scaled {
		return lr * tuned / float64(dim)
	}
	return lr
}

// Reset implements [Scene].
func (s *dimension) Reset(v Settings) {
	n := v.whole("walkers")
	s.take(v)
	start := s.start
	if s.problem.Dim == 1 {
		start[1] = 0
	}
	s.ens = isotropic.New(s.problem, n, uint64(v.num("seed")), start, farAway)
	s.window, s.radial = measure.NewWindow(n, plane.Vec{}), measure.NewWindow(n, plane.Vec{})
	s.radii = problem.Columns{make([]float64, n), make([]float64, n)}
	history := func() []float64 { return make([]float64, 0, lossSteps) }
	s.loss = lossHistory{measured: history(), predicted: history(), single: history()}
	s.trail = make([]plane.Vec, 0, trailSteps)
	s.now, s.open = isotropic.At(start), false
	s.record()
}

// Change implements [Scene].
func (s *dimension) Change(v Settings) {
	old := s.setting
	if s.take(v); s.setting != old {
		s.release()
		s.rebase()
	}
}

// take reads the values and makes the forecast.
func (s *dimension) take(v Settings) {
	old := s.setting
	dim, lr := v.whole("dim"), v.num("lr")
	s.scaled = v.is("rule", "one-over-d")
	s.setting = setting{
		problem: isotropic.Problem{Dim: dim, A: v.num("a"), Sigma: v.num("sigma")},
		lr:      rate(lr, dim, s.scaled), batch: v.whole("batch"),
	}
	s.dimensionView.take(v)
	if s.setting == old {
		return
	}
	s.version++
	s.limits = s.problem.Limits(s.batch)
	s.variance, s.exists = s.problem.Variance(s.lr, s.batch)
	s.wait.renew()
	if s.problem != old.problem || s.batch != old.batch {
		s.typical = math.NaN()
	}
	s.tail, s.known = math.NaN(), false
}

// finish computes the limit of typical runs and the tail exponent, which take
// quadratures.
func (s *dimension) finish() {
	if s.known {
		return
	}
	if math.IsNaN(s.typical) {
		s.typical = theory.TypicalIsotropic(s.batch, s.problem.Dim) / s.problem.A
	}
	if s.lr >= s.limits.Fourth && s.lr < s.typical {
		if t := theory.TailIsotropic(s.lr*s.problem.A, s.batch, s.problem.Dim); t.OK {
			s.tail = t.Beta
		}
	}
	s.known = true
}

// Draw implements [Scene].
func (s *dimension) Draw(c plot.Canvas) { s.draw(c, s) }

// Handles implements [Scene].
func (s *dimension) Handles() []Handle { return s.handles }
