package scenes

import (
	"fmt"
	"math"
	"slices"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "input-noise",
		Order: 70,
		Title: "Input noise: exact labels, and still no rest",
		Caption: "The labels are exact, but the model sees every input with fresh noise. To it this is label noise: " +
			"the walkers never rest. It also pulls the minimum w* away from the teacher u and adds curvature, " +
			"so that the largest stable λ falls. Drag b and watch the edge.",
		Formula: `<math display="block"><mrow><mi>K</mi><mo>=</mo><mi>A</mi><mo>+</mo><mi>B</mi><mo>,</mo><mspace width="1.2em"/><msup><mi>w</mi><mo>*</mo></msup><mo>=</mo><msup><mi>K</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mi>A</mi><mi>u</mi><mo>,</mo><mspace width="1.2em"/><msubsup><mi>σ</mi><mi>K</mi><mn>2</mn></msubsup><mo>=</mo><msup><mi>σ</mi><mn>2</mn></msup><mo>+</mo><msup><mi>u</mi><mi mathvariant="normal">T</mi></msup><mi>A</mi><msup><mi>K</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mi>B</mi><mi>u</mi></mrow></math>
<math display="block"><mrow><mi mathvariant="normal">Σ</mi><mo>=</mo><mfrac><msubsup><mi>σ</mi><mi>K</mi><mn>2</mn></msubsup><mi>S</mi></mfrac><mrow><mo>(</mo><mn>1</mn><mo>+</mo><mfrac><mi>κ</mi><mi>S</mi></mfrac><mo>)</mo></mrow><mi>λ</mi><msup><mi>G</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mo>,</mo><mspace width="1.2em"/><mi>κ</mi><mo>=</mo><mfrac><mi>τ</mi><mrow><mn>1</mn><mo>−</mo><mi>τ</mi><mo>/</mo><mi>S</mi></mrow></mfrac><mo>,</mo><mspace width="1.2em"/><mi>τ</mi><mo>=</mo><mi>tr</mi><mo stretchy="false">(</mo><mi>λ</mi><mi>K</mi><msup><mi>G</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup><mo stretchy="false">)</mo></mrow></math>
<math display="block"><mrow><mi>G</mi><mo>=</mo><mn>2</mn><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>μ</mi><mo stretchy="false">)</mo><mi>I</mi><mo>−</mo><mrow><mo>(</mo><mfrac><mrow><mn>1</mn><mo>−</mo><mi>μ</mi></mrow><mrow><mn>1</mn><mo>+</mo><mi>μ</mi></mrow></mfrac><mo>+</mo><mfrac><mn>1</mn><mi>S</mi></mfrac><mo>)</mo></mrow><mi>λ</mi><mi>K</mi></mrow></math>`,
		Source: "announced in Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 4; " +
			"formulas derived: Theorem 2 with A → A + B and the label noise that input noise amounts to",
		Try: []Preset{
			{Label: "No noise: b = 0", Values: map[string]any{"b1": 0, "b2": 0},
				Text: "Without noise on inputs and labels all walkers fall into the teacher, at any batch size. Now raise b₁."},
			{Label: "b₁ = 2", Values: map[string]any{"b1": 2, "lr": 0.4},
				Text: "Strong noise on the inputs: the best fit gives up the direction that it can't trust, and w* moves towards 0."},
			{Label: "λ = 0.75, b₁ = 1", Values: map[string]any{"b1": 1, "lr": 0.75},
				Text: "Label noise of the same size would leave room up to λ = 1.31. The noise on the inputs adds curvature, and the edge is near."},
		},
		Params: slices.Concat(param.Table{
			{Key: "b1", Label: "Input noise, first", Symbol: "b₁", Group: "main",
				Doc: "Variance of the noise on the inputs along its first axis.", Min: 0, Max: 3, Default: 0.5, Scale: param.Linear},
			paramLR(0.6),
			paramBatch(4),
			paramMomentum(0),
			{Key: "b2", Label: "Input noise, second", Symbol: "b₂", Group: "problem",
				Doc: "Variance of the noise on the inputs along its second axis.", Min: 0, Max: 3, Default: 0.1, Scale: param.Linear},
			{Key: "b-angle", Label: "Angle of the noise", Unit: "°", Group: "problem",
				Doc: "Of the input noise's first axis with w₁.", Min: -90, Max: 90, Default: -30, Scale: param.Linear},
		}, paramInputs(), param.Table{
			paramTeacher("u1", "u₁", 1),
			paramTeacher("u2", "u₂", 1),
			paramSigma(0),
		}, paramCloud(10000, 1e6, plane.Vec{-0.1, 2}, 10), param.Table{
			paramShow("label-noise", "Label noise instead", true),
			paramShow("continuous", "Continuous time", false),
			paramShow("sde", "SDE, exact noise", false),
			paramShow("hessian", "Hessian noise", false),
			paramShow("general", "General minimum", false),
			paramZoom(),
			{Key: "curve", Label: "Curve", Group: "view",
				Doc: "What the side plot shows against b₁: the variance, or the largest λ with a finite variance.", Options: []string{"variance", "limit"}},
		}),
		New: newInputNoise,
	})
}

// inputNoise is a cloud around the teacher with curves over the input noise.
type inputNoise struct {
	*cloud
	teacher plane.Vec
	way     []plane.Vec // of the minimum, as the input noise grows from none
	side    noiseCurve
	buf     []plot.Point
}

func newInputNoise() Scene {
	s := &inputNoise{}
	s.cloud = newCloud(1.6, func(v Settings) model {
		s.teacher = teacher(v)
		s.way = minimumWay(*noisyGaussian(v, v.num("b1")))
		return noisyInputs(v)
	})
	s.centre = &s.teacher
	s.cloud.side = func(c plot.Canvas, at plot.Rect) {
		s.side.draw(c, at, s.cloud)
		s.handles = append(s.handles, s.side.plot.handle(s.last.num("b1")))
	}
	s.marks, s.tell = s.drawMarks, s.report
	return s
}

// noisyGaussian is regression on endless Gaussian data whose inputs are seen
// with noise of variance b1 along its first axis.
func noisyGaussian(v Settings, b1 float64) *problem.Gaussian {
	return &problem.Gaussian{
		A: plane.Rotated(v.num("a1"), v.num("a2"), v.num("angle")), U: teacher(v), Sigma: v.num("sigma"),
		Input: plane.Rotated(b1, v.num("b2"), v.num("b-angle")),
	}
}

func noisyInputs(v Settings) model {
	p := noisyGaussian(v, v.num("b1"))
	test := p.TestLoss()
	return model{
		problem: p, train: p.TrainLoss(), test: &test, scale: 2 * p.TrainLoss().Floor, rival: labelNoiseInstead(p),
		source: "exact stationary covariance with input noise (derived; Ziyin et al. 2022, Thm 2 with A + B in place of A)",
	}
}

// labelNoiseInstead is what would be if the noise were on the labels, of the size
// that the model takes the input noise for, and the inputs clean.
func labelNoiseInstead(p *problem.Gaussian) *rival {
	return &rival{
		name: "label-noise", label: "label noise instead", short: "label noise",
		source: "Thm 2 with label noise of the size that input noise amounts to, but without its curvature",
		sigma: func(f *forecast) (plane.Sym, bool, string) {
			unit, ok := unitLabelNoise(p.A, f.rule)
			if !ok {
				return plane.Sym{}, false, "not valid here, because λ is above the limit with label noise, too"
			}
			return unit.Scale(2 * p.TrainLoss().Floor), true, ""
		},
	}
}

// unitLabelNoise is Σ of label noise of variance 1; Σ is in proportion to it.
func unitLabelNoise(a plane.Sym, r sgd.Rule) (plane.Sym, bool) {
	law := (&problem.Gaussian{A: a, Sigma: 1}).Law(r.Batch)
	if r.LR >= theory.VarianceLimit(&law, r.Momentum) {
		return plane.Sym{}, false
	}
	return theory.Stationary(&law, r.LR, r.Momentum)
}

// minimumWay is where the minimum goes as the input noise grows from none.
func minimumWay(p problem.Gaussian) []plane.Vec {
	way, shape := []plane.Vec{p.U}, p.Input
	for k := range 81 {
		p.Input = shape.Scale(0.01 * math.Pow(1e5, float64(k)/80))
		way = append(way, p.Minimum())
	}
	return way
}

// drawMarks paints the teacher, and the minimum with the way that the strength
// of the input noise moves it.
func (s *inputNoise) drawMarks(c plot.Canvas, v plot.View) {
	s.buf = s.buf[:0]
	for _, w := range s.way {
		s.buf = append(s.buf, v.Px(w[0], w[1]))
	}
	c.Line(s.buf, plot.Ink.Stroke().WithAlpha(0.45))
	if s.way[len(s.way)-1] != s.teacher {
		end := s.buf[len(s.buf)-1]
		c.Text(plot.Point{X: end.X - 6, Y: end.Y + 8}, "B → ∞", plot.TextStyle{Color: plot.Ink, Size: 13, Align: plot.Right})
	}
	markTeacher(c, v, s.teacher, s.fc.law.Min)
}

// report adds what the input noise amounts to.
func (s *inputNoise) report(rep *Report) {
	if s.fc.model.scale > 0 {
		rep.Notes = append(rep.Notes, fmt.Sprintf("To the model the noise is label noise of σ = %s; the minimum is %s from the teacher.",
			sig(math.Sqrt(s.fc.model.scale), 3), sig(distance(s.fc.law.Min, s.teacher), 3)))
	}
	if rep.Status == Stationary && s.fc.noiseless() {
		rep.Sentence = "Neither inputs nor labels are noisy: all walkers end at the teacher, and nothing moves them there."
		if s.last.num("b1")+s.last.num("b2") > 0 {
			rep.Sentence = "The inputs are noisy, but with the teacher at 0 the best weights are 0 and make nothing of it: all walkers end there."
		}
	}
}

func distance(v, u plane.Vec) float64 { return math.Sqrt(v.Sub(u).Dot(v.Sub(u))) }
