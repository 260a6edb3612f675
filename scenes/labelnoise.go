package scenes

import (
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

const (
	lnLR = iota
	lnBatch
	lnMomentum
	lnA1
	lnA2
	lnAngle
	lnSigma
	lnWalkers
	lnSpeed
	lnSeed
	lnStart1
	lnStart2
	lnPaused
	lnContinuous
	lnSDE
	lnHessian
	lnGeneral
	lnZoom
)

var _ = register(Info{
	ID:    "label-noise",
	Order: 1,
	Title: "Label noise: how far does SGD wander?",
	Caption: "10,000 walkers fit the same line to noisy labels, each with its own minibatches. " +
		"They never come to rest. Drag the learning rate and compare the cloud with the exact formula.",
	Source: "Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 4.2, Theorems 1 to 3",
	Params: param.Table{
		lnLR:       paramLR(0.8),
		lnBatch:    paramBatch(4),
		lnMomentum: paramMomentum(),
		lnA1: {Key: "a1", Label: "First eigenvalue", Symbol: "a₁", Group: "problem",
			Doc: "Curvature of the loss along its first axis.", Min: 0.01, Max: 4, Default: 1, Scale: param.Log},
		lnA2: {Key: "a2", Label: "Second eigenvalue", Symbol: "a₂", Group: "problem",
			Doc: "Curvature of the loss along its second axis.", Min: 0.01, Max: 4, Default: 0.35, Scale: param.Log},
		lnAngle: {Key: "angle", Label: "Angle", Unit: "°", Group: "problem",
			Doc: "Of the loss's first axis with w₁.", Min: -90, Max: 90, Default: 30, Scale: param.Linear},
		lnSigma: {Key: "sigma", Label: "Label noise", Symbol: "σ", Group: "problem",
			Doc: "Standard deviation of the noise on the labels.", Min: 0, Max: 3, Default: 1, Scale: param.Linear},
		lnWalkers:    paramWalkers(1e6),
		lnSpeed:      paramSpeed(),
		lnSeed:       paramSeed(),
		lnStart1:     paramStart("start1", "w₁", -1.9, 10),
		lnStart2:     paramStart("start2", "w₂", 1.5, 10),
		lnPaused:     paramPaused(),
		lnContinuous: paramShow("continuous", "Continuous time", true),
		lnSDE:        paramShow("sde", "SDE, exact noise", false),
		lnHessian:    paramShow("hessian", "Hessian noise", true),
		lnGeneral:    paramShow("general", "General minimum", false),
		lnZoom:       paramZoom(),
	},
	New: func() Scene { return &labelNoise{cloud: cloud{cloudView: cloudView{half: 2.4}}} },
})

// labelNoise is linear regression on endless Gaussian data with noisy labels.
type labelNoise struct {
	cloud
	gaussian problem.Gaussian
}

var _ Scene = (*labelNoise)(nil)

// Reset implements [Scene].
func (s *labelNoise) Reset(v param.Values) {
	m, rule := s.read(v)
	s.reset(m, rule, int(v[lnWalkers]), uint64(v[lnSeed]), s.start)
}

// Change implements [Scene].
func (s *labelNoise) Change(v param.Values) { s.change(s.read(v)) }

// read takes over the values.
func (s *labelNoise) read(v param.Values) (model, sgd.Rule) {
	s.zoom, s.start = v[lnZoom], plane.Vec{v[lnStart1], v[lnStart2]}
	s.shown = showing(v[lnContinuous : lnGeneral+1])
	g := problem.Gaussian{A: plane.Rotated(v[lnA1], v[lnA2], v[lnAngle]), Sigma: v[lnSigma]}
	m := model{problem: &g, scale: g.Sigma * g.Sigma, test: true,
		source: "exact stationary covariance (Ziyin et al. 2022, Thms 1 and 2)"}
	if s.fc != nil && g == s.gaussian {
		m = s.fc.model // the same problem: nothing to tabulate or simulate again
	} else {
		s.version++
	}
	s.gaussian = g
	return m, sgd.Rule{LR: v[lnLR], Momentum: v[lnMomentum], Batch: int(v[lnBatch])}
}

// Draw implements [Scene].
func (s *labelNoise) Draw(c plot.Canvas) { s.draw(c, &s.run, nil) }
