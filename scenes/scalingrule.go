package scenes

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "scaling-rule",
		Order: 30,
		Title: "The scaling rule: is λ/S all that matters?",
		Caption: "Double the batch, double the learning rate, keep λ/S: the linear scaling rule promises the same cloud. " +
			"Move S and see two ways in which it fails: noise that grows with the distance, " +
			"already at small S, and steps that are too long, at large λ.",
		Formula: `<math display="block"><mrow><mi>ρ</mi><mo>=</mo><mfrac><mi>λ</mi><mrow><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>μ</mi><mo stretchy="false">)</mo><mi>S</mi></mrow></mfrac><mo>,</mo><mspace width="1.5em"/><mfrac><mi mathvariant="normal">Σ</mi><mrow><mi>ρ</mi><msup><mi>σ</mi><mn>2</mn></msup><mo>/</mo><mn>2</mn></mrow></mfrac><mo>=</mo><msup><mrow><mo>(</mo><mn>1</mn><mo>−</mo><mi>ρ</mi><mi>a</mi><mo>−</mo><mfrac><mrow><mi>λ</mi><mi>a</mi></mrow><mrow><mn>2</mn><mo stretchy="false">(</mo><mn>1</mn><mo>+</mo><mi>μ</mi><mo stretchy="false">)</mo></mrow></mfrac><mo>)</mo></mrow><mrow><mo>−</mo><mn>1</mn></mrow></msup><mspace width="1em"/><mtext>with one weight</mtext></mrow></math>`,
		Source:  "Ziyin, Liu, Mori and Ueda, Strength of Minibatch Noise in SGD, ICLR 2022, section 6.5, from Theorem 2; the formula is derived from it",
		Try: []Preset{
			{Label: "ρ = 0.005, S = 32", Values: map[string]any{"ratio": 0.005, "batch": 32, "speed": 300},
				Text: "Where the rule holds: small ρ and small λ. Four batch sizes, one circle, to a few per cent."},
			{Label: "ρ = 0.3, S = 2", Values: map[string]any{"ratio": 0.3, "batch": 2, "dim": 1},
				Text: "First failure: the noise grows with the distance from the minimum. Even at S = 1 the variance is 1.8 times what the rule says."},
			{Label: "S = 80", Values: map[string]any{"batch": 80},
				Text: "Second failure: at the same ρ the step has become too long. Go on doubling S, and there is no variance any more."},
		},
		Params: slices.Concat(param.Table{
			{Key: "ratio", Label: "Ratio λ/S", Symbol: "ρ", Group: "main",
				Doc: "What the scaling rule keeps: λ/((1−μ)S). The learning rate follows.",
				Min: 0.001, Max: 0.5, Default: 0.02, Scale: param.Log},
			paramBatch(64),
			paramMomentum(0),
			paramWeights(),
		}, paramCurvatures(1, 0.35, 30), param.Table{
			paramSigma(1),
			fourTimes(paramWalkers(1e5, 4000)),
			paramSpeed(),
			paramSeed(),
			paramPaused(),
			paramZoom(),
		}),
		New: func() Scene { return &scalingRule{} },
	})
}

// fourTimes says that walkers are those of each run.
func fourTimes(s param.Spec) param.Spec {
	s.Doc = "How many independent SGD runs form each of the four clouds."
	return s
}

// scaledBatches are the batch sizes beside the chosen one.
var scaledBatches = [3]int{1, 4, 16}

// chosen is the run at the batch size that the reader chooses.
const chosen = len(scaledBatches)

// scalingRule is label noise at several batch sizes with the same λ/((1−μ)S),
// all on one noise stream: a walker meets the same random words at every S (see
// [rng.Stream]), and where the rule holds the four clouds move alike.
type scalingRule struct {
	runs [chosen + 1]run
	next int // the run that the step under way moves next
	last Settings

	views   [chosen + 1]cloudView
	titles  [chosen + 1]cloudTitle
	foot    kept[bool] // the legend, by whether it is narrow
	curve   ratioCurve
	handles []Handle
}

// Hold keeps all clouds as they were drawn last, or forgets them.
func (s *scalingRule) Hold(on bool) {
	for k := range s.views {
		s.views[k].Hold(on)
	}
}

// take reads the values.
func (s *scalingRule) take(v Settings) (m model, rules [chosen + 1]sgd.Rule) {
	if fc := s.runs[chosen].fc; fc != nil && v.sameProblem(s.last, append([]string{"ratio"}, ruleKeys...)) {
		m = fc.model
	} else {
		m = labelNoise(v)
	}
	s.last = v
	mu := v.num("momentum")
	for k, batch := range append(scaledBatches[:], v.whole("batch")) {
		rules[k] = sgd.Rule{LR: v.num("ratio") * (1 - mu) * float64(batch), Momentum: mu, Batch: batch}
	}
	return m, rules
}

// Reset implements [Scene].
func (s *scalingRule) Reset(v Settings) {
	m, rules := s.take(v)
	for k := range s.runs {
		s.runs[k].reset(m, rules[k], v.whole("walkers"), uint64(v.num("seed")), plane.Vec{})
	}
	s.next = 0
}

// Change implements [Scene].
func (s *scalingRule) Change(v Settings) {
	m, rules := s.take(v)
	for k := range s.runs {
		s.runs[k].change(m, rules[k])
	}
}

// Advance implements [Scene]: a step is one of every run.
func (s *scalingRule) Advance(n int, pause func() bool) int {
	if n == 0 {
		s.runs[chosen].advance(0, pause) // work off the path
	}
	for done := range n {
		for s.next < len(s.runs) {
			if s.runs[s.next].advance(1, pause) == 0 {
				return done
			}
			s.next++
			if s.next < len(s.runs) && pause != nil && pause() {
				return done
			}
		}
		s.next = 0
		if pause != nil && pause() {
			return done + 1
		}
	}
	return n
}

// MidStep implements [Scene].
func (s *scalingRule) MidStep() bool { return s.next > 0 || s.runs[0].stepping > 0 }

// Remeasure implements [Scene].
func (s *scalingRule) Remeasure() {
	for k := range s.runs {
		s.runs[k].remeasure()
	}
}

// Settle implements [Scene]. Only the chosen run reports its limit.
func (s *scalingRule) Settle() { s.runs[chosen].typical.finish() }

// Settled implements [Scene].
func (s *scalingRule) Settled() bool { return s.runs[chosen].typical.done() }

// Handles implements [Scene].
func (s *scalingRule) Handles() []Handle { return s.handles }

// law is the variance that the rule promises, ρσ²/2 in every direction.
func (s *scalingRule) law() float64 {
	sigma := s.last.num("sigma")
	return s.last.num("ratio") * sigma * sigma / 2
}

// Report implements [Scene]: the report of the chosen run and the variances of
// all of them in units of the rule's.
func (s *scalingRule) Report() Report {
	r := &s.runs[chosen]
	rep := r.report()
	for i := range rep.Readings { // beside the ratios there is no room for the covariance
		rep.Readings[i].Main = strings.HasPrefix(rep.Readings[i].Name, "loss.")
	}
	rate := predicted("lr", "λ", "the scaling rule: ρ(1−μ)S", r.fc.rule.LR)
	rate.Main = true
	rep.Readings = append([]Reading{rate}, rep.Readings...)
	for k := range s.runs {
		window := s.runs[k].asked().Window.Moments(s.runs[k].fc.law.H) // not the picture's, which may be old
		rep.Readings = append(rep.Readings, s.ratio(k, &window))
	}
	rep.Sentence = s.sentence(rep.Status)
	rep.Notes = r.notes(map[string]bool{"continuous": true, "sde": true, "hessian": true})
	rep.Notes = append(rep.Notes, "The rows by S tell the variance in units of what the rule promises.")
	return rep
}

// ratio is the reading of ½ tr Σ over the rule's variance, as measured in a window.
func (s *scalingRule) ratio(k int, window *measure.Moments) Reading {
	r, law := &s.runs[k], s.law()
	batch := r.fc.rule.Batch
	rd := Reading{
		Name: fmt.Sprintf("ratio.%d", batch), Symbol: fmt.Sprintf("S = %d", batch), Main: true,
		Predicted: None, Measured: None, StdErr: None, Source: "½ tr Σ over ρσ²/2 (Ziyin et al. 2022, Thm 2)",
	}
	if k == chosen {
		rd.Name = "ratio"
	}
	if !r.fc.exists || law == 0 {
		rd.Reason = noVariance
		if law == 0 {
			rd.Reason = "no label noise: all variances are 0"
		}
		return rd
	}
	rd.Predicted, rd.Valid = Number(r.fc.sigma.Trace()/2/law), true
	if r.collected == 0 {
		rd.Reason = notYet
		return rd
	}
	m := halfTrace(window)
	rd.Measured, rd.StdErr = Number(m.Value/law), Number(m.StdErr/law)
	if !r.fc.errorBars() {
		rd.StdErr, rd.Reason = None, noErrorBar
	}
	return rd
}

// sentence says how wrong the rule is at the chosen batch size, and why.
func (s *scalingRule) sentence(status Status) string {
	f := s.runs[chosen].fc
	at := fmt.Sprintf("At S = %d the rule asks for λ = %s", f.rule.Batch, sig(f.rule.LR, 3))
	law := s.law()
	switch {
	case law == 0:
		return "Without label noise there is no variance to be kept."
	case !f.exists:
		text := at + fmt.Sprintf(", above %s: there is no variance any more, where the rule promises the same as ever.", sig(f.limits.Variance, 3))
		if status == Diverged {
			text += " Every run leaves."
		}
		return text
	}
	exact := f.sigma.Trace() / 2 / law
	text := at + fmt.Sprintf(", and the variance is %s times what it promises", sig(exact, 3))
	if alone := s.alone("sde"); alone.Exists() {
		text += fmt.Sprintf(": noise that grows with the distance would by itself make %s", percent(float64(alone)-1))
	}
	if alone := s.alone("hessian"); alone.Exists() {
		text += fmt.Sprintf(", long steps by themselves %s", percent(float64(alone)-1))
	}
	text += "."
	if exact < 1.1 {
		text += " Here the rule is good."
	}
	return text
}

// alone is the ratio that an approximation predicts which fails the rule in one
// way only: sde, whose noise grows with the distance but whose time is
// continuous, or hessian, the other way round.
func (s *scalingRule) alone(name string) Number {
	for _, a := range s.runs[chosen].fc.others {
		if a.Name == name && a.ok {
			return Number(a.sigma.Trace() / 2 / s.law())
		}
	}
	return None
}

// Draw implements [Scene].
func (s *scalingRule) Draw(c plot.Canvas) {
	w, h := c.Size()
	narrow := w < wideEnough
	const title = 20.0
	space := gap
	if narrow {
		space = gap / 2
	}
	side := math.Min((w-float64(chosen)*space)/float64(chosen+1), 0.45*h)
	each := (w + space) / float64(chosen+1)
	for k := range s.runs {
		s.drawCloud(c, k, plot.R(float64(k)*each, title, side, side), narrow)
	}
	legend := plot.Point{X: 2, Y: h - legendRoom}
	top := title + side + gap
	s.handles = append(s.handles[:0], s.curve.draw(c, plot.R(0, top, w, legend.Y-top-4), s))
	if c.Layer(s.foot.as(narrow), plot.R(0, legend.Y, w, legendRoom)) {
		plot.Legend(c, legend, w-2, scalingLegend(narrow))
	}
	c.EndLayer()
}
