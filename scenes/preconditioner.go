package scenes

import (
	"math"
	"slices"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// preconditioners are the options of the parameter of that name.
var preconditioners = []string{"none", "newton", "fixed"}

func init() {
	register(Info{
		ID:    "preconditioner",
		Order: 130,
		Title: "Preconditioners: who shapes the cloud?",
		Caption: "A preconditioner Λ turns and stretches every step. Damped Newton, Λ = A⁻¹, walks straight to the minimum, " +
			"and pays with a cloud that is wide wherever the loss is flat. Plain SGD has an almost round one. " +
			"Any other fixed Λ gives its own shape, and theory knows it.",
		Formula: `<math display="block"><mrow><mi>w</mi><mo>←</mo><mi>w</mi><mo>−</mo><mi>λ</mi><mi mathvariant="normal">Λ</mi><mi>m</mi></mrow></math>
<math display="block"><mrow><mtext>damped Newton,&#160;</mtext><mi mathvariant="normal">Λ</mi><mo>=</mo><msup><mi>A</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mtext>:&#160;</mtext><mi mathvariant="normal">Σ</mi><mo>=</mo><mfrac><mrow><mi>λ</mi><msup><mi>σ</mi><mn>2</mn></msup></mrow><mrow><mi>g</mi><mi>S</mi><mo>−</mo><mi>λ</mi><mi>d</mi></mrow></mfrac><msup><mi>A</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mo>,</mo><mspace width="0.7em"/><mi>g</mi><mo>=</mo><mn>2</mn><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>μ</mi><mo stretchy="false">)</mo><mo>−</mo><mrow><mo>(</mo><mfrac><mrow><mn>1</mn><mo>−</mo><mi>μ</mi></mrow><mrow><mn>1</mn><mo>+</mo><mi>μ</mi></mrow></mfrac><mo>+</mo><mfrac><mn>1</mn><mi>S</mi></mfrac><mo>)</mo></mrow><mi>λ</mi></mrow></math>
<math display="block"><mrow><mtext>natural gradient (mean field, not run here):</mtext></mrow></math>
<math display="block"><mrow><mi mathvariant="normal">Σ</mi><mo>=</mo><mfrac><mi>λ</mi><mn>2</mn></mfrac><mrow><mo>[</mo><mfrac><mn>1</mn><mrow><mo stretchy="false">(</mo><mn>1</mn><mo>+</mo><mi>d</mi><mo stretchy="false">)</mo><mo stretchy="false">(</mo><mn>1</mn><mo>+</mo><mi>μ</mi><mo stretchy="false">)</mo></mrow></mfrac><mo>+</mo><mfrac><mn>1</mn><mrow><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>μ</mi><mo stretchy="false">)</mo><mi>S</mi></mrow></mfrac><mo>]</mo></mrow><msup><mi>A</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, ICLR 2022, section 6.4 and Theorem 1; any fixed Λ, also one that does not commute with A (derived)",
		Try: []Preset{
			{Label: "No preconditioner", Values: map[string]any{"preconditioner": "none"},
				Text: "Plain SGD at the same λ: the cloud is almost round, although the valley is five times longer than wide."},
			{Label: "Newton at λ = 1", Values: map[string]any{"lr": 1},
				Text: "The full Newton step reaches the minimum at once, on average. With four samples its variance ends at λ = 1.143, whatever A is."},
			{Label: "A fixed Λ, askew", Values: map[string]any{"preconditioner": "fixed"},
				Text: "Λ and A have different axes, and the ellipse has those of neither. Turn Λ: no closed form exists, the equation is solved."},
		},
		Params: slices.Concat(param.Table{
			paramLR(0.5),
			paramBatch(4),
			paramMomentum(0),
			{Key: "preconditioner", Label: "Preconditioner", Symbol: "Λ", Group: "main", Options: preconditioners, Default: 1,
				Doc: "None, damped Newton (Λ = A⁻¹), or a fixed matrix with the eigenvalues and the angle below."},
			{Key: "l1", Label: "First eigenvalue of Λ", Symbol: "l₁", Group: "problem",
				Doc: "Of the fixed preconditioner.", Min: 0.05, Max: 5, Default: 2, Scale: param.Log},
			{Key: "l2", Label: "Second eigenvalue of Λ", Symbol: "l₂", Group: "problem",
				Doc: "Of the fixed preconditioner.", Min: 0.05, Max: 5, Default: 0.3, Scale: param.Log},
			{Key: "l-angle", Label: "Angle of Λ", Unit: "°", Group: "problem",
				Doc: "Of the fixed preconditioner's first axis with w₁.", Min: -90, Max: 90, Default: 75, Scale: param.Linear},
		}, paramCurvatures(1, 0.2, 30), param.Table{
			paramSigma(1),
		}, paramCloud(10000, 1e6, plane.Vec{-1.9, 1.5}, 10), param.Table{
			paramShow("plain", "Plain SGD", true),
			paramShow("continuous", "Continuous time", false),
			paramShow("sde", "SDE, exact noise", false),
			paramShow("hessian", "Hessian noise", false),
			paramShow("general", "General minimum", false),
			paramZoom(),
		}),
		New: newPreconditioner,
	})
}

// plainSGD is what the walkers would do without the preconditioner.
var plainSGD = &rival{
	name: "plain", label: "plain SGD, same λ", short: "plain SGD", source: "exact stationary covariance without the preconditioner",
	sigma: func(f *forecast) (plane.Sym, bool, string) {
		if f.rule.LR >= theory.VarianceLimit(&f.law, f.rule.Momentum) {
			return plane.Sym{}, false, "λ is above the limit of plain SGD"
		}
		sigma, ok := theory.Stationary(&f.law, f.rule.LR, f.rule.Momentum)
		return sigma, ok, ""
	},
}

// newPreconditioner makes the cloud with its curve of the variance.
func newPreconditioner() Scene {
	s := newCloud(2.4, preconditioned)
	curve := &covCurve{}
	s.side = func(c plot.Canvas, at plot.Rect) { curve.draw(c, at, s, s.last.spec("lr")) }
	s.tell = func(rep *Report) { rep.Sentence += " " + shapeOf(s.fc) }
	return s
}

// preconditioned is label noise under the chosen preconditioner.
func preconditioned(v Settings) model {
	m := gaussianNoise(v)
	m.rival = plainSGD
	switch v.choice("preconditioner") {
	case "newton":
		m.lambda = m.train.H.Inverse()
		m.source = "damped Newton (Ziyin et al. 2022, sec. 6.4)"
	case "fixed":
		m.lambda = plane.Rotated(v.num("l1"), v.num("l2"), v.num("l-angle"))
		m.source = "the discrete Lyapunov equation with ΛA and the exact noise (Ziyin et al. 2022, Thm 1 and Lemma 1; derived for any Λ)"
	}
	return m
}

// shapeOf says in words what shape Σ has and why.
func shapeOf(f *forecast) string {
	a, l := f.law.H, f.rule.Lambda
	product := l.Apply(plane.Vec{a[0], a[1]}) // the first column of ΛA, and
	other := l.Apply(plane.Vec{a[1], a[2]})   // the second
	switch skew := math.Abs(product[1] - other[0]); {
	case !f.exists:
		return "There is no Σ whose shape could be told."
	case !f.preconditioned():
		return "Plain SGD: as λ falls, Σ becomes round, whatever shape the valley has."
	case l == a.Inverse():
		return "Damped Newton: Σ is a multiple of A⁻¹, wide where the loss is flat."
	case skew > 1e-9*l.Norm()*a.Norm():
		return "Λ and A don't commute: Σ has axes of its own."
	}
	return "Λ and A share their axes, and so does Σ."
}
