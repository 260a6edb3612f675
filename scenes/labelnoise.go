package scenes

import (
	"slices"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "label-noise",
		Order: 10,
		Title: "Label noise: how far does SGD wander?",
		Caption: "10,000 walkers fit the same line to noisy labels, each with its own minibatches. " +
			"They never come to rest. Drag the learning rate and compare the cloud with the exact formula.",
		Formula: `<math display="block"><mrow><mi mathvariant="normal">Σ</mi><mo>=</mo><mfrac><msup><mi>σ</mi><mn>2</mn></msup><mi>S</mi></mfrac><mrow><mo>(</mo><mn>1</mn><mo>+</mo><mfrac><mi>κ</mi><mi>S</mi></mfrac><mo>)</mo></mrow><mi>λ</mi><msup><mi>G</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup></mrow></math>
<math display="block"><mrow><mi>G</mi><mo>=</mo><mn>2</mn><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>μ</mi><mo stretchy="false">)</mo><mi>I</mi><mo>−</mo><mrow><mo>(</mo><mfrac><mrow><mn>1</mn><mo>−</mo><mi>μ</mi></mrow><mrow><mn>1</mn><mo>+</mo><mi>μ</mi></mrow></mfrac><mo>+</mo><mfrac><mn>1</mn><mi>S</mi></mfrac><mo>)</mo></mrow><mi>λ</mi><mi>A</mi></mrow></math>
<math display="block"><mrow><mi>κ</mi><mo>=</mo><mfrac><mi>τ</mi><mrow><mn>1</mn><mo>−</mo><mi>τ</mi><mo>/</mo><mi>S</mi></mrow></mfrac><mo>,</mo><mspace width="1.5em"/><mi>τ</mi><mo>=</mo><mi>tr</mi><mo stretchy="false">(</mo><mi>λ</mi><mi>A</mi><msup><mi>G</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mo stretchy="false">)</mo></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 4.2, Theorems 1 to 3",
		Try: []Preset{
			{Label: "λ = 1.2, S = 4", Values: map[string]any{"lr": 1.2},
				Text: "A longer step, a wider cloud: the ellipse does not grow in proportion to λ, it swells. See which approximations notice."},
			{Label: "λ = 1.5, S = 4", Values: map[string]any{"lr": 1.5},
				Text: "Past the edge: the variance ends at λ = 1.314. A little beyond, the cloud still looks well behaved. Wait for an excursion."},
			{Label: "λ = 0.5, S = 1", Values: map[string]any{"lr": 0.5, "batch": 1},
				Text: "One sample at a time: the edge lies at λ = 0.632, less than a third of the textbook limit. The noise decides, not the curvature."},
		},
		Figures: []Preset{
			{Figure: "3-left", Label: "Variance against S", Values: map[string]any{"dim": 1, "a1": 1.5, "lr": 1, "batch": 32, "curve": "batch"},
				Text: "One weight, a = 1.5, λ = 1; σ = 1 assumed. Below S = 16 the measurement has no error bar, at S = 6 the variance ends."},
			{Figure: "4a", Label: "Variance against λ", Values: map[string]any{"dim": 1, "a1": 1, "lr": 1, "batch": 10},
				Text: "One weight, a = 1, S = 10; σ = 1 assumed. The variance diverges at λ = 5/3; continuous time does not notice."},
			{Figure: "4b", Label: "Ellipses at S = 50", Values: map[string]any{"a1": 1, "a2": 0.5, "angle": 0, "lr": 1.5, "batch": 50},
				Text: "Two weights, eigenvalues 1 and 0.5, λ = 1.5; σ = 1 assumed. Three theories, three ellipses, one of them right."},
			{Figure: "4c", Label: "Ellipses at S = 10", Values: map[string]any{"a1": 1, "a2": 0.5, "angle": 0, "lr": 1.5, "batch": 10},
				Text: "The same with S = 10: the Hessian approximation has a third of the true variance. The measured ellipse has no error bar here."},
		},
		Params: slices.Concat(param.Table{
			paramLR(0.8),
			paramBatch(4),
			paramMomentum(0),
			paramWeights(),
		}, paramCurvatures(1, 0.35, 30), param.Table{
			paramSigma(1),
		}, paramCloud(10000, 1e6, plane.Vec{-1.9, 1.5}, 10), param.Table{
			paramShow("continuous", "Continuous time", true),
			paramShow("sde", "SDE, exact noise", false),
			paramShow("hessian", "Hessian noise", true),
			paramShow("general", "General minimum", false),
			paramZoom(),
			{Key: "curve", Label: "Curve against", Group: "view",
				Doc: "What the side plot of the variance is drawn against: the learning rate or the batch size.", Options: []string{"lr", "batch"}},
		}),
		New: newLabelNoise,
	})
}

// newLabelNoise makes the cloud with its curve of the variance.
func newLabelNoise() Scene {
	s := newCloud(2.4, labelNoise)
	curve := &covCurve{}
	s.side = func(c plot.Canvas, at plot.Rect) {
		curve.draw(c, at, s, s.last.spec(s.last.choice("curve")))
	}
	return s
}

// labelNoise is linear regression on endless Gaussian data with noisy labels.
func labelNoise(v Settings) model {
	if v.whole("dim") == 1 {
		p := &problem.Scalar{A: v.num("a1"), Sigma: v.num("sigma")}
		test := p.TestLoss()
		return model{
			problem: p, scale: p.Sigma * p.Sigma, train: p.TrainLoss(), test: &test,
			source: "exact stationary variance (Ziyin et al. 2022, Thm 2 with one weight)",
		}
	}
	return gaussianNoise(v)
}

// gaussianNoise is the problem with two weights.
func gaussianNoise(v Settings) model {
	g := &problem.Gaussian{A: plane.Rotated(v.num("a1"), v.num("a2"), v.num("angle")), Sigma: v.num("sigma")}
	return model{
		problem: g, scale: g.Sigma * g.Sigma,
		train:  problem.Quadratic{H: g.A, Floor: g.Sigma * g.Sigma / 2},
		test:   &problem.Quadratic{H: g.A},
		source: "exact stationary covariance (Ziyin et al. 2022, Thms 1 and 2)",
	}
}
