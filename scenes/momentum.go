package scenes

import (
	"fmt"
	"math"
	"slices"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "momentum",
		Order: 100,
		Title: "Momentum: a longer step or a noisier one?",
		Caption: "Gradient descent with momentum can take longer steps. With small batches momentum also keeps the noise of past steps, " +
			"and the largest stable learning rate shrinks almost like 1 − μ. The rule that momentum is just a learning rate of λ/(1−μ) " +
			"holds while λ is small.",
		Formula: `<math display="block"><mrow><msub><mi>λ</mi><mtext>max</mtext></msub><mo>=</mo><mfrac><mrow><mn>2</mn><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><msup><mi>μ</mi><mn>2</mn></msup><mo stretchy="false">)</mo><mi>S</mi></mrow><mrow><mi>a</mi><mo stretchy="false">[</mo><mi>S</mi><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>μ</mi><mo stretchy="false">)</mo><mo>+</mo><mn>2</mn><mo stretchy="false">(</mo><mn>1</mn><mo>+</mo><mi>μ</mi><mo stretchy="false">)</mo><mo stretchy="false">]</mo></mrow></mfrac><mspace width="1em"/><mtext>with one weight</mtext></mrow></math>
<math display="block"><mrow><mi mathvariant="normal">Σ</mi><mo>=</mo><mfrac><mrow><mi>λ</mi><msup><mi>σ</mi><mn>2</mn></msup></mrow><mrow><mi>S</mi><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>μ</mi><mo stretchy="false">)</mo><mrow><mo>(</mo><mn>2</mn><mo>−</mo><mfrac><mrow><mi>λ</mi><mi>a</mi></mrow><mrow><mn>1</mn><mo>+</mo><mi>μ</mi></mrow></mfrac><mo>)</mo></mrow><mo>−</mo><mn>2</mn><mi>λ</mi><mi>a</mi></mrow></mfrac></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, ICLR 2022, Theorems 1 and 2; the stability limit is derived",
		Try: []Preset{
			{Label: "μ = 0.9, S = 1, one weight", Values: map[string]any{"dim": 1, "batch": 1, "momentum": 0.9, "lr": 0.03},
				Text: "One sample at a time: the variance ends at λ = 0.0974. Gradient descent with the same momentum allows 3.8."},
			{Label: "μ = 0.9, S = 256", Values: map[string]any{"batch": 256, "momentum": 0.9, "lr": 1},
				Text: "With large batches momentum keeps its promise: λ = 1 is far inside, though the rule λ/(1−μ) would call it 10 and give up."},
			{Label: "μ = 0.9, λ = 0.005", Values: map[string]any{"momentum": 0.9, "lr": 0.005, "zoom": 4},
				Text: "Small steps: now the rule λ/(1−μ) is right to a few per cent. Raise λ and watch its ellipse leave the exact one."},
		},
		Params: slices.Concat(param.Table{
			within(paramLR(0.08), 0.001, 4), // momentum needs small ones
			paramBatch(4),
			paramMomentum(0.9),
			paramWeights(),
		}, paramCurvatures(1, 0.35, 30), param.Table{
			paramSigma(1),
		}, paramCloud(10000, 1e6, plane.Vec{-1.3, 1}, 10), param.Table{
			paramShow("effective-rate", "Rate λ/(1−μ)", true),
			paramShow("continuous", "Continuous time", false),
			paramShow("hessian", "Hessian noise", false),
			paramShow("general", "General minimum", false),
			paramZoom(),
		}),
		New: newMomentum,
	})
}

// effectiveRate is the rule that momentum amounts to a larger learning rate.
var effectiveRate = &rival{
	name: "effective-rate", label: "plain SGD at λ/(1−μ)", short: "λ/(1−μ)",
	source: "the rule of thumb of an effective rate: exact Σ of plain SGD at λ/(1−μ)",
	sigma: func(f *forecast) (plane.Sym, bool, string) {
		lr := f.rule.LR / (1 - f.rule.Momentum)
		if lr >= theory.VarianceLimit(&f.law, 0) {
			return plane.Sym{}, false, "λ/(1−μ) is above the limit of plain SGD"
		}
		sigma, ok := theory.Stationary(&f.law, lr, 0)
		return sigma, ok, ""
	},
}

// momentumScene is label noise with momentum, and where its limit lies.
type momentumScene struct {
	*cloud
	curve curvePlot
}

func newMomentum() Scene {
	s := &momentumScene{}
	s.cloud = newCloud(1.7, func(v Settings) model {
		m := labelNoise(v)
		m.rival = effectiveRate
		return m
	})
	s.side, s.tell = s.drawLimits, s.report
	return s
}

// descentLimit is the limit of λ for gradient descent with momentum, given the
// largest curvature.
func descentLimit(mu, curvature float64) float64 { return 2 * (1 + mu) / curvature }

// byRule is the limit of λ by the rule of an effective rate.
func byRule(f *forecast) float64 {
	return (1 - f.rule.Momentum) * theory.VarianceLimit(&f.law, 0)
}

// limitsOverMomentum are the limits of λ: gradient descent's, the rule's, the exact one.
func limitsOverMomentum(f *forecast) []curve {
	law := f.law
	plain := theory.VarianceLimit(&law, 0)
	largest, _, _ := law.H.Eigen()
	descent := plot.Muted.Stroke()
	descent.Width = 2
	return []curve{
		{descent, func(mu float64) (float64, bool) { return descentLimit(mu, largest), true }},
		{approximationStroke(effectiveRate.name), func(mu float64) (float64, bool) { return (1 - mu) * plain, true }},
		{plot.Theory.Stroke(), func(mu float64) (float64, bool) { return theory.VarianceLimit(&law, mu), true }},
	}
}

// drawLimits paints how the limits of λ depend on μ, and where the run is.
func (s *momentumScene) drawLimits(c plot.Canvas, at plot.Rect) {
	f := s.fc
	largest, _, _ := f.law.H.Eigen()
	type state struct {
		model model
		batch int
	}
	axis := s.last.spec("momentum")
	if stale(&s.curve, state{f.model, f.rule.Batch}, &axis) {
		s.curve.title, s.curve.short, s.curve.logY = "largest stable λ against μ", "λ max over μ", true
		s.curve.tabulate(axis, limitsOverMomentum(f))
	}
	const lo, hi = 0.006, 12.0
	s.curve.y0, s.curve.y1, s.curve.ring = lo, hi, math.Max(f.rule.LR, 1.3*lo)
	s.curve.draw(c, at, f.rule.Momentum, measure.Estimate{Value: math.NaN()})
	v := s.curve.drawn
	if !tight(at) {
		name := plot.Point{X: v.Rect.Min.X + 6, Y: v.Px(0, math.Log10(descentLimit(0, largest))).Y - 13}
		c.Text(name, "gradient descent", plot.TextStyle{Color: plot.Muted, Size: 12})
	}
	s.handles = append(s.handles, Handle{
		Name: "momentum and learning rate",
		At:   v.Px(f.rule.Momentum, math.Log10(f.rule.LR)),
		Area: v.Rect,
		view: v,
		x:    drives{key: "momentum"},
		y:    drives{key: "lr", log: true},
	})
}

// report adds the rule's limit beside the exact one, and what momentum costs in
// stability.
func (s *momentumScene) report(rep *Report) {
	f := s.fc
	rep.Readings = append(rep.Readings, limit("variance~"+effectiveRate.name, "λ variance by the rule",
		"1 − μ times the limit without momentum: the rule of an effective rate", byRule(f)))
	if f.rule.Momentum == 0 {
		rep.Sentence += " There is no momentum: raise μ."
		return
	}
	rep.Sentence += fmt.Sprintf(" Without momentum λ could reach %s, with it %s; the rule λ/(1−μ) would say %s.",
		sig(theory.VarianceLimit(&f.law, 0), 3), sig(f.limits.Variance, 3), sig(byRule(f), 3))
}
