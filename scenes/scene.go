// Package scenes holds what a viewer sees: one scene per file, each with its
// parameters, its state, a picture and a report. Nothing here knows about
// screens: the stage in wasm/, the command line and the tests drive scenes
// through a [Session], and all drawing goes through a [plot.Canvas].
//
// A new scene is one new file, with a second and third for report and picture if
// it is large. It fills in an [Info], whose New returns the [Scene], and registers
// it; page, command line and tests find it by themselves, and no other file names
// it. Parameters in the groups main and problem are those that theory depends on.
//
// Scenes about a cloud of walkers on a loss whose minibatch gradient is affine
// are a cloud: a run (walkers, forecast, measuring window; a crew of workers moves
// the walkers if they are many) and a cloudView (the picture), to which they add a
// problem and, as they like, marks, a side plot and words. Others implement [Scene] themselves, from the same parts: landscape,
// ruler, frame, curvePlot, claim.
package scenes

import (
	"math"
	"slices"
	"sort"
	"strings"

	"sgdnoise/engine/param"
	"sgdnoise/scenes/plot"
)

// Scene is one experiment. Its methods are called from one goroutine.
type Scene interface {
	// Reset starts a new run.
	Reset(v Settings)
	// Change gives the run under way new values, from the next step on. It is
	// not called in the middle of a step.
	Change(v Settings)
	// Advance takes at most n SGD steps and returns how many it finished. It
	// stops early, possibly within a step, when pause (if not nil) returns
	// true; MidStep tells. Work off the steps' path happens here as well.
	Advance(n int, pause func() bool) int
	// MidStep reports whether a step is under way.
	MidStep() bool
	// Remeasure empties the measuring window: what came before doesn't count.
	Remeasure()
	// Settle finishes the work off the steps' path, such as simulated limits.
	Settle()
	// Settled reports whether there is none left.
	Settled() bool
	// Draw paints the picture. It changes nothing that a run depends on.
	Draw(c plot.Canvas)
	// Handles lists what can be dragged in the picture as drawn last.
	Handles() []Handle
	// Report fills in everything but Scene and Values.
	Report() Report
	// Walkers says where all walkers are, between two steps.
	Walkers() Walkers
}

// Handle is a part of the picture that can be dragged.
type Handle struct {
	Name string
	At   plot.Point // where it is
	Area plot.Rect  // where it can be grabbed; far from At it jumps there

	view plot.View
	x, y drives
}

// drives says how a coordinate of the view becomes the value of a parameter.
type drives struct {
	key    string  // empty: the coordinate moves nothing
	log    bool    // the coordinate is the log10 of the value
	factor float64 // the value times so much; 0 stands for 1
	whole  bool    // the value is a whole number
	lo, hi float64 // bounds of the value; equal: none
}

// Keys lists the parameters that it moves.
func (h *Handle) Keys() []string {
	var keys []string
	for _, d := range []drives{h.x, h.y} {
		if d.key != "" {
			keys = append(keys, d.key)
		}
	}
	return keys
}

// Drag turns a pointer position into parameter values by key.
func (h *Handle) Drag(to plot.Point) map[string]any {
	x, y := h.view.Data(to)
	values := map[string]any{}
	h.x.set(values, x)
	h.y.set(values, y)
	return values
}

func (d *drives) set(values map[string]any, v float64) {
	if d.key == "" {
		return
	}
	if d.log {
		v = math.Pow(10, v)
	}
	if d.factor > 0 {
		v /= d.factor
	}
	if d.whole {
		v = math.Round(v)
	} else {
		v = round3(v)
	}
	if d.lo < d.hi {
		v = min(max(v, d.lo), d.hi)
	}
	values[d.key] = v
}

// Info describes a scene.
type Info struct {
	ID      string   // in URLs and on the command line; without hyphens the name of the scene's file
	Title   string   // a name, a colon, and what the scene is about in one line
	Caption string   // at most 60 words
	Formula string   // the main formulas, each a MathML <math display="block"> element
	Source  string   // paper and equations
	Order   int      // place in lists
	Try     []Preset // two or three things to try
	Figures []Preset // figures of the paper that the scene shows
	Params  param.Table
	New     func() Scene
	// Constrain adjusts values that don't go together and says so, one
	// sentence each; nil if any combination is legal.
	Constrain func(v Settings) []string
}

// Check says what is wrong with values that are legal each, but not together.
func (i Info) Check(v param.Values) []string {
	if i.Constrain == nil {
		return nil
	}
	return i.Constrain(Settings{i.Params, slices.Clone(v)})
}

var registry []Info

// register adds a scene at its place. What is wrong with a description, a test
// says; the page doesn't check it again at every start. Each scene calls it in a
// function init of its own: in one long function for all, browsers see a loop that is
// worth optimising, since Go's wasm jumps by a loop around each function, and take
// longer for that than for all scenes.
func register(i Info) {
	at := sort.Search(len(registry), func(k int) bool {
		r := &registry[k]
		return r.Order > i.Order || r.Order == i.Order && r.ID > i.ID
	})
	registry = slices.Insert(registry, at, i)
}

// All lists the scenes in their order.
func All() []Info { return slices.Clone(registry) }

// Find returns the scene with the given id.
func Find(id string) (Info, bool) {
	k := slices.IndexFunc(registry, func(i Info) bool { return i.ID == id })
	if k < 0 {
		return Info{}, false
	}
	return registry[k], true
}

// Names lists the ids for messages.
func Names() string {
	var ids []string
	for _, i := range registry {
		ids = append(ids, i.ID)
	}
	return strings.Join(ids, ", ")
}
