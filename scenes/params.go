package scenes

import (
	"strings"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
)

// Parameters that several scenes have. A scene changes what differs.

func paramLR(def float64) param.Spec {
	return param.Spec{Key: "lr", Label: "Learning rate", Symbol: "λ", Group: "main",
		Doc: "How far each step goes along the minibatch gradient.",
		Min: 0.01, Max: 4, Default: def, Scale: param.Log}
}

// within narrows or widens a parameter's range.
func within(s param.Spec, min, max float64) param.Spec {
	s.Min, s.Max = min, max
	return s
}

func paramBatch(def float64) param.Spec {
	return param.Spec{Key: "batch", Label: "Batch size", Symbol: "S", Group: "main",
		Doc: "How many samples each gradient is averaged over.",
		Min: 1, Max: 1024, Default: def, Scale: param.PowersOfTwo, Integer: true}
}

func paramMomentum(def float64) param.Spec {
	return param.Spec{Key: "momentum", Label: "Momentum", Symbol: "μ", Group: "main",
		Doc: "How much of the last step is kept (heavy ball).",
		Min: 0, Max: 0.99, Default: def, Scale: param.Linear}
}

func paramWeights() param.Spec {
	return param.Spec{Key: "dim", Label: "Weights", Symbol: "d", Group: "problem",
		Doc: "2, or 1: then w₁ and w₂ are two independent runs with one weight each, both with curvature a₁.",
		Min: 1, Max: 2, Default: 2, Scale: param.Linear, Integer: true}
}

// paramCurvatures are the rows of A: its eigenvalues and the angle of its axes.
func paramCurvatures(a1, a2, angle float64) []param.Spec {
	return []param.Spec{
		{Key: "a1", Label: "First eigenvalue", Symbol: "a₁", Group: "problem",
			Doc: "Curvature of the loss along its first axis.", Min: 0.01, Max: 4, Default: a1, Scale: param.Log},
		{Key: "a2", Label: "Second eigenvalue", Symbol: "a₂", Group: "problem",
			Doc: "Curvature of the loss along its second axis.", Min: 0.01, Max: 4, Default: a2, Scale: param.Log},
		{Key: "angle", Label: "Angle", Unit: "°", Group: "problem",
			Doc: "Of the loss's first axis with w₁.", Min: -90, Max: 90, Default: angle, Scale: param.Linear},
	}
}

// paramInputs are the rows of A where it isn't the loss's curvature.
func paramInputs() []param.Spec {
	return []param.Spec{
		{Key: "a1", Label: "First eigenvalue", Symbol: "a₁", Group: "problem",
			Doc: "Variance of the inputs along their first axis.", Min: 0.1, Max: 2, Default: 1, Scale: param.Log},
		{Key: "a2", Label: "Second eigenvalue", Symbol: "a₂", Group: "problem",
			Doc: "Variance of the inputs along their second axis.", Min: 0.1, Max: 2, Default: 0.35, Scale: param.Log},
		{Key: "angle", Label: "Angle", Unit: "°", Group: "problem",
			Doc: "Of the inputs' first axis with w₁.", Min: -90, Max: 90, Default: 30, Scale: param.Linear},
	}
}

func paramSigma(def float64) param.Spec {
	return param.Spec{Key: "sigma", Label: "Label noise", Symbol: "σ", Group: "problem",
		Doc: "Standard deviation of the noise on the labels.", Min: 0, Max: 3, Default: def, Scale: param.Linear}
}

func paramWalkers(most, def float64) param.Spec {
	return param.Spec{Key: "walkers", Label: "Walkers", Group: "run",
		Doc: "How many independent SGD runs form the cloud.",
		Min: 1, Max: most, Default: def, Scale: param.Log, Integer: true, Restart: true}
}

func paramSpeed() param.Spec {
	return param.Spec{Key: "speed", Label: "Speed", Unit: "steps/s", Group: "run",
		Doc: "SGD steps per second at most; a slow machine takes fewer.",
		Min: 1, Max: 1000, Default: 60, Scale: param.Log, Integer: true}
}

func paramSeed() param.Spec {
	return param.Spec{Key: "seed", Label: "Seed", Group: "run",
		Doc: "Of the random numbers: the same seed and changes give the same run.",
		Min: 0, Max: 1<<32 - 1, Default: 1, Scale: param.Linear, Integer: true, Restart: true}
}

func paramPaused() param.Spec {
	return param.Spec{Key: "paused", Label: "Paused", Group: "run",
		Doc: "1 stops the clock, 0 lets it run.",
		Min: 0, Max: 1, Scale: param.Linear, Integer: true}
}

func paramStart(key, symbol string, def, reach float64) param.Spec {
	return param.Spec{Key: key, Label: "Start " + symbol, Symbol: symbol, Group: "run",
		Doc: "Where the walkers start; drag the ring in the picture.",
		Min: -reach, Max: reach, Default: def, Scale: param.Linear, Restart: true}
}

// paramCloud are the rows of a run of so many walkers, at most most, from a start
// that may be moved as far as reach along both axes.
func paramCloud(walkers, most float64, start plane.Vec, reach float64) []param.Spec {
	return []param.Spec{
		paramWalkers(most, walkers),
		paramSpeed(),
		paramSeed(),
		paramStart("start1", "w₁", start[0], reach),
		paramStart("start2", "w₂", start[1], reach),
		paramPaused(),
	}
}

func paramShow(name, label string, on bool) param.Spec {
	def := 0.0
	if on {
		def = 1
	}
	return param.Spec{Key: "show-" + name, Label: label, Group: "approximations",
		Doc:     "Draw what this approximation predicts over the exact theory.",
		Options: []string{"no", "yes"}, Default: def}
}

// showing tells which approximations are drawn.
func (s Settings) showing() map[string]bool {
	shown := map[string]bool{}
	for _, spec := range s.table {
		if name, ok := strings.CutPrefix(spec.Key, "show-"); ok {
			shown[name] = s.is(spec.Key, "yes")
		}
	}
	return shown
}

func paramZoom() param.Spec {
	return param.Spec{Key: "zoom", Label: "Zoom", Group: "view",
		Doc: "How closely the picture looks at the minimum.",
		Min: 0.1, Max: 20, Default: 1, Scale: param.Log}
}
