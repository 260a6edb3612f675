package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
	"sgdnoise/scenes/plot"
)

// noiseCurve is the side plot of the variance, or of the largest λ at which it
// exists, against the strength of the input noise.
type noiseCurve struct {
	plot curvePlot
	laws laws[noiseFamily, float64] // by b1
	most float64                    // the limit at b1 = 0
}

// noiseFamily is what the laws along the axis depend on.
type noiseFamily struct {
	values [8]float64
	batch  int
	mu     float64
}

// noiseState is what the curves depend on.
type noiseState struct {
	noiseFamily
	lr    float64 // 0 where the curve is the limit
	rival bool
}

// draw paints the plot.
func (n *noiseCurve) draw(c plot.Canvas, at plot.Rect, s *cloud) {
	v, r := s.last, s.fc.rule
	of := noiseFamily{batch: r.Batch, mu: r.Momentum}
	axis := &v.table[v.table.Index("b1")]
	for i, key := range [8]string{"a1", "a2", "angle", "b2", "b-angle", "u1", "u2", "sigma"} {
		of.values[i] = v.num(key)
	}
	n.laws.of(of)
	state, p := noiseState{noiseFamily: of}, &n.plot
	if v.is("curve", "limit") {
		p.title, p.short, p.logY = "largest λ with a variance", "λ max over b₁", false
		if stale(p, state, axis) {
			n.most = n.law(v, 0).variance
			p.tabulate(*axis, []curve{{plot.Theory.Stroke(), func(b1 float64) (float64, bool) {
				return n.law(v, b1).variance, true
			}}})
		}
		p.y0, p.y1, p.ring = 0, 1.15*math.Max(r.LR, n.most), r.LR
		p.draw(c, at, v.num("b1"), measure.Estimate{Value: math.NaN()})
		return
	}
	state.lr, state.rival = r.LR, s.shown["label-noise"]
	p.title, p.short, p.logY = "variance ½ tr Σ against b₁", "½ tr Σ over b₁", true
	p.y0, p.y1, p.ring = 0, 0, 0
	if stale(p, state, axis) {
		p.tabulate(*axis, n.variances(s, state.rival))
	}
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
		return n.law(v, b1).stationary(fc.rule.LR, fc.rule.Momentum)
	}})
}

func (n *noiseCurve) law(v Settings, b1 float64) *limitedLaw {
	of := n.laws.family
	return n.laws.at(b1, of.mu, func() problem.Law { return noisyGaussian(v, b1).Law(of.batch) })
}
