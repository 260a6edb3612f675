// Package figures simulates the figures of Ziyin, Liu, Mori and Ueda, "Strength
// of Minibatch Noise in SGD", ICLR 2022, that two parameters can show: what
// theory expects beside what SGD does, and whether the two agree.
//
// A new figure is one new file that registers a [Figure]. The package is apart
// from package scenes, because the page has no use for it: there the same
// settings are presets of the scenes.
package figures

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// Figure is a figure of the paper.
type Figure struct {
	ID      string // its number in the paper and on the command line, such as "4a"
	Title   string
	Caption string // what is shown, and what is assumed where the paper is silent
	run     func(ctx context.Context, l *lab) (*Result, error)
}

// Run simulates the figure on the given number of goroutines. progress (if not
// nil) hears how many of the simulations are done. The result depends neither on
// time nor on the number of goroutines. The error is that of ctx.
func (f Figure) Run(ctx context.Context, workers int, progress func(done, of int)) (*Result, error) {
	return f.in(ctx, newLab(workers, progress))
}

func (f Figure) in(ctx context.Context, l *lab) (*Result, error) {
	r, err := f.run(ctx, l)
	if err != nil {
		return nil, err
	}
	r.Figure = f
	return r, nil
}

var registry []Figure

// register adds a figure.
func register(f Figure) bool {
	registry = append(registry, f)
	slices.SortFunc(registry, func(a, b Figure) int { return cmp.Compare(a.ID, b.ID) })
	return true
}

// All lists the figures in the order of their numbers.
func All() []Figure { return slices.Clone(registry) }

// Find returns the figure with the given number.
func Find(id string) (Figure, bool) {
	k := slices.IndexFunc(registry, func(f Figure) bool { return f.ID == id })
	if k < 0 {
		return Figure{}, false
	}
	return registry[k], true
}

// Names lists the numbers for messages.
func Names() string {
	var ids []string
	for _, f := range registry {
		ids = append(ids, f.ID)
	}
	return strings.Join(ids, ", ")
}
