package scenes

import (
	"slices"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

func init() {
	register(Info{
		ID:    "weight-decay",
		Order: 60,
		Title: "Weight decay: when is less than none best?",
		Caption: "Weight decay pulls the minimum w* away from the teacher u. Then no weights fit every sample, " +
			"and SGD has noise without any label noise. Drag γ and watch the test loss. " +
			"At a large learning rate the best γ is negative: the noise itself already regularizes.",
		Formula: `<math display="block"><mrow><msub><mi>L</mi><mtext>test</mtext></msub><mo>=</mo><mfrac><mi>λ</mi><mrow><mn>2</mn><mi>S</mi></mrow></mfrac><mo stretchy="false">(</mo><mi>p</mi><mi>κ</mi><mo>+</mo><mi>r</mi><mo stretchy="false">)</mo><mo>+</mo><mfrac><mi>p</mi><mn>2</mn></mfrac></mrow></math>
<math display="block"><mrow><mi>p</mi><mo>=</mo><mi>tr</mi><mo stretchy="false">(</mo><mi>A</mi><msup><mi>K</mi><mrow><mo>−</mo><mn>2</mn></mrow></msup><msup><mi mathvariant="normal">Γ</mi><mn>2</mn></msup><mi>U</mi><mo stretchy="false">)</mo><mo>,</mo><mspace width="1em"/><mi>K</mi><mo>=</mo><mi>A</mi><mo>+</mo><mi mathvariant="normal">Γ</mi><mo>,</mo><mspace width="1em"/><mi mathvariant="normal">Γ</mi><mo>=</mo><mi>γ</mi><mi>I</mi><mo>,</mo><mspace width="1em"/><mi>U</mi><mo>=</mo><mi>u</mi><msup><mi>u</mi><mi mathvariant="normal">T</mi></msup></mrow></math>
<math display="block"><mrow><mi>κ</mi><mo>=</mo><mfrac><mi>t</mi><mrow><mn>1</mn><mo>−</mo><mi>λ</mi><mi>t</mi><mo>/</mo><mi>S</mi></mrow></mfrac><mo>,</mo><mspace width="1em"/><mi>r</mi><mo>=</mo><mfrac><mrow><mi>tr</mi><mo stretchy="false">(</mo><msup><mi>A</mi><mn>3</mn></msup><msup><mi>K</mi><mrow><mo>−</mo><mn>3</mn></mrow></msup><msup><mi mathvariant="normal">Γ</mi><mn>2</mn></msup><msup><mi>G</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mi>U</mi><mo stretchy="false">)</mo></mrow><mrow><mn>1</mn><mo>−</mo><mi>λ</mi><mi>t</mi><mo>/</mo><mi>S</mi></mrow></mfrac></mrow></math>
<math display="block"><mrow><mi>t</mi><mo>=</mo><mi>tr</mi><mo stretchy="false">(</mo><msup><mi>A</mi><mn>2</mn></msup><msup><mi>K</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><msup><mi>G</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mo stretchy="false">)</mo><mo>,</mo><mspace width="1em"/><mi>G</mi><mo>=</mo><mn>2</mn><mi>I</mi><mo>−</mo><mi>λ</mi><mrow><mo>(</mo><mi>K</mi><mo>+</mo><mfrac><mn>1</mn><mi>S</mi></mfrac><msup><mi>K</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><msup><mi>A</mi><mn>2</mn></msup><mo>)</mo></mrow></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 4.3, " +
			"Proposition 3, Theorem 4 and Corollary 1 (μ = 0, σ = 0); momentum, label noise and the limits in γ are derived",
		Try: []Preset{
			{Label: "λ = 1.9, S = 10", Values: map[string]any{"dim": 1, "lr": 1.9, "batch": 10, "weight-decay": -0.27, "zoom": 0.6},
				Text: "Only a negative γ works: between −0.751 and −0.196. Drag γ to 0 and no variance exists. The best is −0.267."},
			{Label: "λ = 0.68, S = 1", Values: map[string]any{"dim": 1, "lr": 0.68, "batch": 1, "weight-decay": 0.14, "zoom": 0.7},
				Text: "One sample at a time it is the other way round: without weight decay no variance exists, from γ = 0.067 on it does."},
			{Label: "Label noise, λ = 1.5", Values: map[string]any{"dim": 1, "lr": 1.5, "batch": 16, "sigma": 1, "weight-decay": -0.1},
				Text: "With label noise the best γ changes its sign where λa = 1. Here it is −0.103; move λ to 0.5 and it turns positive."},
		},
		Figures: []Preset{
			{Figure: "3-right", Label: "Test loss against γ", Values: map[string]any{"dim": 1, "lr": 0.5, "batch": 1, "weight-decay": 0.2},
				Text: "One weight, a = 1, λ = 0.5, S = 1; u = 1 assumed. Without label noise the best weight decay is none. At S = 1 the measurement has no error bar."},
		},
		Params: slices.Concat(param.Table{
			{Key: "weight-decay", Label: "Weight decay", Symbol: "γ", Group: "main",
				Doc: "Strength of the pull towards w = 0; negative pushes away.",
				Min: -1.5, Max: 2.5, Default: 0.3, Scale: param.Linear},
			paramLR(0.6),
			paramBatch(4),
			paramMomentum(0),
			{Key: "dim", Label: "Weights", Symbol: "d", Group: "problem",
				Doc: "2, or 1: then w₁ and w₂ are two independent runs with one weight each, both with curvature a₁ and teacher u₁.",
				Min: 1, Max: 2, Default: 2, Scale: param.Linear, Integer: true},
		}, paramInputs(), param.Table{
			paramTeacher("u1", "u₁", 1),
			paramTeacher("u2", "u₂", 1),
			paramSigma(0),
		}, paramCloud(10000, 1e6, plane.Vec{-0.1, 2}, 10), param.Table{
			paramShow("hessian", "Hessian noise", false),
			paramShow("general", "General minimum", false),
			paramZoom(),
		}),
		New: newWeightDecay,
	})
}

// teacher is u; with one weight both copies have u₁.
func teacher(v Settings) plane.Vec {
	if v.or("dim", 2) == 1 {
		return plane.Vec{v.num("u1"), v.num("u1")}
	}
	return plane.Vec{v.num("u1"), v.num("u2")}
}

// decayed is regression on endless Gaussian data with weight decay.
func decayed(v Settings) model {
	gamma := v.num("weight-decay")
	if v.whole("dim") == 1 {
		gamma = offSingular(gamma, v.num("a1"))
		p := &problem.Scalar{A: v.num("a1"), U: v.num("u1"), Sigma: v.num("sigma"), Ridge: gamma}
		test := p.TestLoss()
		return model{
			problem: p, ridge: plane.Sym{gamma, 0, gamma}, train: p.TrainLoss(), test: &test, scale: 2 * p.TrainLoss().At(p.Minimum()),
			source: "exact stationary variance with weight decay (derived; Ziyin et al. 2022, Prop. 3)",
		}
	}
	gamma = offSingular(gamma, v.num("a1"), v.num("a2"))
	p := &problem.Gaussian{
		A: plane.Rotated(v.num("a1"), v.num("a2"), v.num("angle")), U: teacher(v), Sigma: v.num("sigma"),
		Ridge: plane.Sym{gamma, 0, gamma},
	}
	test := p.TestLoss()
	return model{
		problem: p, ridge: p.Ridge, train: p.TrainLoss(), test: &test, scale: 2 * p.TrainLoss().At(p.Minimum()),
		source: "exact stationary covariance with weight decay (derived; Ziyin et al. 2022, Prop. 3)",
	}
}

// offSingular moves γ by a little where a + γ is 0 for an eigenvalue a, and the
// loss has no stationary point. It can't be seen.
func offSingular(gamma float64, eigenvalues ...float64) float64 {
	const little = 1e-4
	for _, a := range eigenvalues {
		if k := a + gamma; -little < k && k < little {
			return offSingular(2*little-a, eigenvalues...) // further up each time
		}
	}
	return gamma
}
