package scenes

import (
	"fmt"
	"slices"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "misfit",
		Order: 80,
		Title: "Misfit: noise that is nobody's noise",
		Caption: "Walkers fit a line to a parabola. The labels are exact, and still every minibatch asks for another line: " +
			"what the model cannot follow acts as noise. The slope gets five times as much of it as the offset, " +
			"though the Hessian is the same both ways. Add the missing feature, and the cloud collapses.",
		Formula: `<math display="block"><mrow><mi>y</mi><mo>=</mo><msup><mi>x</mi><mn>2</mn></msup><mo>,</mo><mspace width="1em"/><mi>f</mi><mo>=</mo><msub><mi>w</mi><mn>1</mn></msub><mo>+</mo><msub><mi>w</mi><mn>2</mn></msub><mi>x</mi></mrow></math>
<math display="block"><mrow><mi>S</mi><mi>C</mi><mo stretchy="false">(</mo><msup><mi>w</mi><mo>*</mo></msup><mo stretchy="false">)</mo><mo>=</mo><mrow><mo>(</mo><mtable><mtr><mtd><mn>2</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>10</mn></mtd></mtr></mtable><mo>)</mo></mrow><mo>≠</mo><mn>2</mn><mi>L</mi><mo stretchy="false">(</mo><msup><mi>w</mi><mo>*</mo></msup><mo stretchy="false">)</mo><mi>H</mi><mo>=</mo><mrow><mo>(</mo><mtable><mtr><mtd><mn>2</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable><mo>)</mo></mrow></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, ICLR 2022, section 5, Theorem 5 and Corollary 2, against the exact noise of a misspecified fit (derived)",
		Try: []Preset{
			{Label: "Add x²", Values: map[string]any{"feature": "with-square"},
				Text: "Give the model the missing feature. No label is any different, but the noise is gone: the loss at the minimum is 0, and the walkers come to rest."},
			{Label: "λ = 1, S = 8", Values: map[string]any{"lr": 1},
				Text: "A longer step: the ellipse stays tall while both overlays stay round. The Hessian cannot know the noise's shape here."},
			{Label: "Label noise, too", Values: map[string]any{"sigma": 3, "batch": 32},
				Text: "Strong label noise on top, σ = 3: it is as round as the Hessian, so the whole gets rounder and the overlays come closer."},
		},
		Params: slices.Concat(param.Table{
			paramLR(0.5),
			paramBatch(8),
			paramMomentum(0),
			{Key: "feature", Label: "Model", Group: "problem", Options: []string{"line", "with-square"},
				Doc: "A line, w₁ + w₂x, or the line with the missing feature, w₁ + w₂x + x²."},
			paramSigma(0),
		}, paramCloud(10000, 1e5, plane.Vec{-0.6, 1.5}, 10), param.Table{
			paramShow("continuous", "Continuous time", false),
			paramShow("sde", "SDE, exact noise", false),
			paramShow("hessian", "Hessian noise", true),
			paramShow("general", "General minimum", true),
			paramZoom(),
		}),
		New: newMisfit,
	})
}

// misfit is a line, or a line and a given parabola, fitted to a parabola.
type misfit struct {
	*cloud
	problem *problem.Misfit
	data    []plane.Vec // some samples, for the eye
	line    []plot.Point
}

func newMisfit() Scene {
	s := &misfit{}
	s.cloud = newCloud(2.1, s.model)
	s.side, s.tell = s.drawFits, s.report
	return s
}

// model builds the problem.
func (s *misfit) model(v Settings) model {
	s.problem = &problem.Misfit{Sigma: v.num("sigma"), Complete: v.is("feature", "with-square")}
	s.data = parabola(s.problem.Sigma)
	min := s.problem.Minimum()
	floor := s.problem.Loss(min)
	return model{
		problem: s.problem, scale: 2 * floor,
		train:  problem.Quadratic{H: s.problem.Hess(min), Min: min, Floor: floor},
		source: "exact stationary covariance of a misspecified fit (derived; Ziyin et al. 2022, Thm 1)",
	}
}

// parabola draws some of the endless data, for the side plot.
func parabola(sigma float64) []plane.Vec {
	const n = 120
	var z [2 * n]float64
	rng.New(1, rng.Data, 0).Normals(z[:])
	pts := make([]plane.Vec, n)
	for i := range pts {
		x := z[2*i]
		pts[i] = plane.Vec{x, x*x + sigma*z[2*i+1]}
	}
	return pts
}

// fit is the model's answer to x.
func (s *misfit) fit(w plane.Vec, x float64) float64 {
	y := w[0] + w[1]*x
	if s.problem.Complete {
		y += x * x
	}
	return y
}

// drawFits paints the data with the fits of some walkers.
func (s *misfit) drawFits(c plot.Canvas, at plot.Rect) {
	narrow := tight(at)
	axes := sideAxes(narrow, "y = x²")
	if !narrow {
		axes.XTitle = "x"
	}
	v := plot.View{Rect: panelOf(at, narrow, axes), X0: -2.6, X1: 2.6, Y0: -2.5, Y1: 6.5}
	c.Clip(v.Rect)
	s.line = s.line[:0]
	for _, d := range s.data {
		s.line = append(s.line, v.Px(d[0], d[1]))
	}
	c.Dots(s.line, 1.6, plot.Fill{Color: plot.Muted, Alpha: 0.7})
	for w := range s.sheaf() {
		s.drawFit(c, v, w, sheafStroke)
	}
	s.drawFit(c, v, s.fc.law.Min, plot.Theory.Stroke())
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
	caption(c, v.Rect, "data and fits", narrow)
}

// drawFit paints a fit, which without x² in the model is a straight line.
func (s *misfit) drawFit(c plot.Canvas, v plot.View, w plane.Vec, stroke plot.Stroke) {
	pieces := 1
	if s.problem.Complete {
		pieces = 40
	}
	s.line = s.line[:0]
	for i := range pieces + 1 {
		x := v.X0 + (v.X1-v.X0)*float64(i)/float64(pieces)
		s.line = append(s.line, v.Px(x, s.fit(w, x)))
	}
	c.Line(s.line, stroke)
}

// report puts what this scene is about before the usual.
func (s *misfit) report(rep *Report) {
	if s.fc.exists {
		rep.Sentence = s.about() + " " + rep.Sentence
	}
}

// about says where the noise comes from and what shape it has.
func (s *misfit) about() string {
	ratio := func() string { return sig(s.fc.sigma[2]/s.fc.sigma[0], 3) }
	label := s.problem.Sigma > 0
	switch {
	case s.problem.Complete && !label && s.open:
		return "With x² in the model nothing is left to miss: there is no noise, and all walkers rest in one point."
	case s.problem.Complete && !label:
		return "With x² in the model there is no noise: the cloud shrinks to a point."
	case s.problem.Complete:
		return "With x² in the model only the label noise is left, and it has the Hessian's shape."
	case label:
		return fmt.Sprintf("The line's misfit and the label noise together: Σ₂₂ is %s times Σ₁₁, where the Hessian says 1.", ratio())
	}
	return fmt.Sprintf("Minibatch noise without any label noise, five times as strong along w₂ at the minimum: Σ₂₂ is %s times Σ₁₁, where the Hessian says 1.", ratio())
}
