package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// noiseCurve is the side plot of the variance, or of the largest λ at which it
// exists, against the strength of the input noise.
type noiseCurve struct {
	plot   curvePlot
	of     noiseLaws
	laws   map[float64]problem.Law // by b1; they are dear and kept, and so are
	limits map[[2]float64]float64  // the largest λ by b1 and momentum
}

// noiseLaws is what the laws along the axis depend on.
type noiseLaws struct {
	values [8]float64
	batch  int
}

// noiseState is what the curves depend on.
type noiseState struct {
	noiseLaws
	lr, mu float64 // lr is 0 where the curve is the limit
	rival  bool
}

// draw paints the plot.
func (n *noiseCurve) draw(c plot.Canvas, at plot.Rect, s *cloud) {
	v, r := s.last, s.fc.rule
	of := noiseLaws{batch: r.Batch}
	for i, key := range [8]string{"a1", "a2", "angle", "b2", "b-angle", "u1", "u2", "sigma"} {
		of.values[i] = v.num(key)
	}
	if n.of != of || n.laws == nil {
		n.of, n.laws, n.limits = of, map[float64]problem.Law{}, map[[2]float64]float64{}
	}
	state, p := noiseState{noiseLaws: of, mu: r.Momentum}, &n.plot
	if v.is("curve", "limit") {
		p.title, p.short, p.logY = "largest λ with a variance", "λ max over b₁", false
		p.y0, p.y1, p.ring = 0, 1.15*math.Max(r.LR, n.limit(v, 0, r.Momentum)), r.LR
		p.tabulate(state, v.spec("b1"), []curve{{plot.Theory.Stroke(), func(b1 float64) (float64, bool) {
			return n.limit(v, b1, r.Momentum), true
		}}})
		p.draw(c, at, v.num("b1"), measure.Estimate{Value: math.NaN()})
		return
	}
	state.lr, state.rival = r.LR, s.shown["label-noise"]
	p.title, p.short, p.logY = "variance ½ tr Σ against b₁", "½ tr Σ over b₁", true
	p.y0, p.y1, p.ring = 0, 0, 0
	p.tabulate(state, v.spec("b1"), n.variances(s, state.rival))
	p.draw(c, at, v.num("b1"), s.variance())
}

// variances are the curves of ½ tr Σ, the exact one last.
func (n *noiseCurve) variances(s *cloud, rival bool) (out []curve) {
	v, fc := s.last, s.fc
	if rival {
		unit, ok := unitLabelNoise(noisyGaussian(v, 0).A, fc.rule)
		out = append(out, curve{approximationStroke("label-noise"), func(b1 float64) (float64, bool) {
			return unit.Trace() * noisyGaussian(v, b1).TrainLoss().Floor, ok
		}})
	}
	return append(out, curve{plot.Theory.Stroke(), func(b1 float64) (float64, bool) {
		if fc.rule.LR >= n.limit(v, b1, fc.rule.Momentum) {
			return 0, false
		}
		law := n.law(v, b1)
		sigma, ok := theory.Stationary(&law, fc.rule.LR, fc.rule.Momentum)
		return sigma.Trace() / 2, ok
	}})
}

func (n *noiseCurve) limit(v Settings, b1, mu float64) float64 {
	limit, ok := n.limits[[2]float64{b1, mu}]
	if !ok {
		law := n.law(v, b1)
		limit = theory.VarianceLimit(&law, mu)
		n.limits[[2]float64{b1, mu}] = limit
	}
	return limit
}

func (n *noiseCurve) law(v Settings, b1 float64) problem.Law {
	law, ok := n.laws[b1]
	if !ok {
		law = noisyGaussian(v, b1).Law(n.of.batch)
		n.laws[b1] = law
	}
	return law
}
