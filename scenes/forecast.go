package scenes

import (
	"fmt"
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// model is what a run needs to know of its problem.
type model struct {
	problem problem.Linear
	train   problem.Quadratic  // the training loss
	test    *problem.Quadratic // the test loss; nil if there is none
	scale   float64            // c₀ of the Hessian approximations
	ridge   plane.Sym          // Γ of weight decay
	source  string             // of the stationary covariance
	lambda  plane.Sym          // preconditioner Λ; zero for none
	rival   *rival             // shown with the approximations; nil for none
	// epochs is set where batches come from reshuffled epochs.
	epochs *problem.Dataset
}

// rival is a stationary covariance to compare with that is no approximation of
// theory's: what a rule of thumb says, or what another method would do.
type rival struct {
	name, label, short, source string // as of a theory.Approximation
	sigma                      func(f *forecast) (sigma plane.Sym, ok bool, reason string)
}

// forecast is what theory says of a model under a rule, before any walking.
type forecast struct {
	model  model
	rule   sgd.Rule
	law    problem.Law
	plain  problem.Linear // the problem in coordinates in which SGD is plain, and
	moves  problem.Law    // its law: those of w without a preconditioner
	limits theory.Limits
	sigma  plane.Sym   // stationary covariance
	exists bool        // sigma does
	rest   theory.Rest // the stationary law in coordinates in which SGD is plain
	source string      // of sigma
	caveat string      // how sigma is only approximate; empty where it is exact
	others []approximate
	inEach *theory.Epochs // nil for independent batches
}

// approximate is one of theory's approximations, evaluated.
type approximate struct {
	*theory.Approximation
	sigma  plane.Sym
	ok     bool
	reason string
	excess float64 // trace(approximation)/trace(exact) − 1, NaN where either is missing
}

// newForecast makes the forecast; what doesn't depend on the learning rate is
// taken from old (or nil) where it is the same, so that dragging λ is cheap.
func newForecast(m model, r sgd.Rule, old *forecast) *forecast {
	f := &forecast{model: m, rule: r, source: m.source}
	sameLaw := old != nil && old.model == m && old.rule.Batch == r.Batch
	if sameLaw {
		f.law, f.plain, f.moves = old.law, old.plain, old.moves
	} else {
		f.law, f.plain = m.problem.Law(r.Batch), m.problem
		f.moves = f.law
		if f.preconditioned() {
			f.plain = &problem.Scaled{Linear: m.problem, Root: r.Lambda.Sqrt()}
			f.moves = f.plain.Law(r.Batch)
		}
	}
	if sameLaw && old.rule.Momentum == r.Momentum {
		f.limits = old.limits
	} else {
		f.limits = theory.LimitsOf(&f.moves, r.Momentum)
	}
	if r.LR < f.limits.Variance {
		f.sigma, f.exists = theory.Stationary(&f.moves, r.LR, r.Momentum)
		f.rest = theory.RestOf(&f.moves, f.sigma, r.LR, r.Momentum)
		f.sigma = f.inW(f.sigma)
	}
	if m.epochs != nil {
		f.forecastEpochs()
	}
	f.approximate()
	return f
}

// approximate evaluates theory's approximations and the model's rival.
func (f *forecast) approximate() {
	r := f.rule
	add := func(a *theory.Approximation, sigma plane.Sym, ok bool, reason string) {
		if f.noMinimum() {
			ok, reason = false, noMinimum
		}
		excess := math.NaN()
		if ok && f.exists && f.sigma.Trace() > 0 {
			excess = sigma.Trace()/f.sigma.Trace() - 1
		}
		f.others = append(f.others, approximate{a, sigma, ok, reason, excess})
	}
	set := theory.Setting{Law: &f.moves, Scale: f.model.scale, Ridge: f.model.ridge, LR: r.LR, Mu: r.Momentum, Batch: r.Batch}
	for i := range theory.Approximations {
		a := &theory.Approximations[i]
		sigma, ok, reason := a.Sigma(set)
		add(a, f.inW(sigma), ok, reason)
	}
	if v := f.model.rival; v != nil {
		sigma, ok, reason := v.sigma(f)
		add(&theory.Approximation{Name: v.name, Label: v.label, Short: v.short, Source: v.source}, sigma, ok, reason)
	}
}

// preconditioned reports whether there is a preconditioner.
func (f *forecast) preconditioned() bool { return f.rule.Lambda != plane.Sym{} }

// inW takes a covariance from the coordinates in which SGD is plain to those of w.
func (f *forecast) inW(sigma plane.Sym) plane.Sym {
	if !f.preconditioned() {
		return sigma
	}
	return f.rule.Lambda.Sqrt().Sandwich(sigma)
}

// forecastEpochs replaces Σ by the additive-noise theory of epochs. Its error
// is told by what dropping the multiplicative noise costs with independent batches.
func (f *forecast) forecastEpochs() {
	r := f.rule
	f.inEach = &theory.Epochs{
		H: f.moves.H, Noise: f.moves.Add, Batch: r.Batch, Points: f.model.epochs.Points(), LR: r.LR, Mu: r.Momentum,
	}
	additive, ok := theory.Additive(&f.moves, r.LR, r.Momentum)
	additive = f.inW(additive)
	f.source = "additive-noise theory of reshuffled epochs (derived)"
	f.caveat = "approximate: the theory of epochs drops the multiplicative noise"
	if ok && f.exists && f.sigma.Trace() > 0 {
		f.caveat += fmt.Sprintf(", %.2g %% of the variance with independent batches",
			100*(1-additive.Trace()/f.sigma.Trace()))
	}
	if f.exists {
		f.sigma, f.exists = f.inEach.Stationary()
		f.sigma = f.inW(f.sigma)
	}
}

// status is the regime, given lr.max.typical (NaN while unknown).
func (f *forecast) status(typical float64) Status {
	switch {
	case f.rule.LR < f.limits.Variance:
		return Stationary
	case f.rule.LR >= typical:
		return Diverged
	}
	return HeavyTailed
}

// noMinimum reports whether the loss has none, but a saddle or a top.
func (f *forecast) noMinimum() bool { return f.limits.Mean == 0 }

// noiseless reports whether batches have no noise at all.
func (f *forecast) noiseless() bool { return f.exists && f.sigma.Trace() == 0 }

// errorBars reports whether an empirical covariance has a finite variance.
func (f *forecast) errorBars() bool { return f.rule.LR < f.limits.Fourth }

// nowcast predicts the moments at every step.
type nowcast interface {
	Step()
	State() theory.State
}

// exactNow steps the exact recursion of an affine gradient.
type exactNow struct {
	state theory.State
	f     *forecast
}

func (n *exactNow) Step()               { n.state.Step(&n.f.moves, n.f.rule.LR, n.f.rule.Momentum) }
func (n *exactNow) State() theory.State { return n.state }

// preconditionedNow predicts in coordinates in which SGD is plain.
type preconditionedNow struct {
	nowcast
	root plane.Sym // √Λ
}

func (n *preconditionedNow) State() theory.State {
	s := n.nowcast.State()
	return s.In(n.root)
}

// from starts predicting at a state; last is the nowcast so far, or nil.
func (f *forecast) from(s theory.State, last nowcast) nowcast {
	if !f.preconditioned() {
		return f.plainFrom(s, last)
	}
	if n, ok := last.(*preconditionedNow); ok {
		last = n.nowcast
	}
	return &preconditionedNow{f.plainFrom(f.inPlain(s), last), f.rule.Lambda.Sqrt()}
}

// inPlain is a state in coordinates in which SGD is plain.
func (f *forecast) inPlain(s theory.State) theory.State {
	if !f.preconditioned() {
		return s
	}
	return s.In(f.rule.Lambda.Sqrt().Inverse())
}

// plainFrom is from for plain SGD.
func (f *forecast) plainFrom(s theory.State, last nowcast) nowcast {
	if f.inEach == nil {
		return &exactNow{s, f}
	}
	used := 0
	if run, ok := last.(*theory.EpochRun); ok {
		used = run.Used()
	}
	return f.inEach.From(s, used)
}
