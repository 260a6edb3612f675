package figures

import (
	"context"
	"fmt"
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// ellipse is the stationary covariance of two parameters at the origin.
type ellipse struct {
	problem problem.Gaussian
	rule    sgd.Rule
	seed    uint64
	others  []string
}

var entryNames = [3]string{"Σ₁₁", "Σ₁₂", "Σ₂₂"}

// entries are the quadratic functions whose means are the entries of the
// covariance.
var entries = [3]problem.Quadratic{{H: plane.Sym{2, 0, 0}}, {H: plane.Sym{0, 1, 0}}, {H: plane.Sym{0, 0, 2}}}

// run compares the covariances. Where they have no error bar, those of the first
// steps take their place as evidence.
func (e *ellipse) run(ctx context.Context, l *lab) (*Result, error) {
	law := l.law(&e.problem, e.rule.Batch)
	sigma, _ := theory.Stationary(&law, e.rule.LR, 0)
	errorBar := e.rule.LR < theory.LimitsOf(&law, 0).Fourth
	samples := []sample{{
		job:  job{problem: &e.problem, rule: e.rule, seed: e.seed, walkers: 4000, burn: 100, steps: 300},
		runs: Seeds, errorBar: errorBar,
	}}
	if !errorBar {
		samples = append(samples, e.clipped(sigma), e.soon(1), e.soon(2), e.soon(3), e.soon(4))
	}
	moments, err := l.measure(ctx, samples)
	if err != nil {
		return nil, err
	}
	stationary := e.table(l, sigma)
	stationary.fill(&samples[0], moments[0])
	r := &Result{Tables: []Table{stationary}, draw: stationary.drawEllipses}
	if errorBar {
		r.Checks = append([]Check{stationary.agreement()}, stationary.rejections()...)
		return r, nil
	}
	early := Table{Title: "Σ after the first steps", Label: "entry, step"}
	for k := range samples[2:] {
		early.Rows = append(early.Rows, e.early(l, k+1, &samples[k+2], moments[k+2])...)
	}
	r.Tables = append(r.Tables, early)
	r.Checks = append([]Check{early.agreement()}, stationary.atLeast(moments[1])...)
	return r, nil
}

// table has the expected entries of a covariance.
func (e *ellipse) table(l *lab, sigma plane.Sym) Table {
	law := l.law(&e.problem, e.rule.Batch)
	t := Table{Title: "Σ", Label: "entry", Others: e.others}
	for k, name := range entryNames {
		row := Row{Label: name, Expected: sigma[k], Size: math.Sqrt(sigma[0] * sigma[2])}
		for _, name := range e.others {
			if s, ok := approximation(name, &law, e.problem.Sigma*e.problem.Sigma, e.rule); ok {
				row.Others = append(row.Others, s[k])
			} else {
				row.Others = append(row.Others, math.NaN())
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (t *Table) fill(s *sample, runs []outcome) {
	for k := range t.Rows {
		t.Rows[k].fill(entries[k], s, runs)
	}
}

func (e *ellipse) soon(steps int) sample {
	return soon(&e.problem, e.rule, plane.Vec{}, steps, e.seed+uint64(1000*steps))
}

// early compares the diagonal entries some steps after the start.
func (e *ellipse) early(l *lab, steps int, s *sample, runs []outcome) []Row {
	var rows []Row
	for _, k := range []int{0, 2} {
		row := Row{
			Label:    fmt.Sprintf("%s, %d", entryNames[k], steps),
			Expected: after(l, &e.problem, e.rule, plane.Vec{}, steps, entries[k]),
		}
		row.fill(entries[k], s, runs)
		rows = append(rows, row)
	}
	return rows
}

// reach is where clipped coordinates end, in standard deviations.
const reach = 6

// clipped is a sample whose covariance is a lower bound with an error bar.
func (e *ellipse) clipped(sigma plane.Sym) sample {
	return sample{
		job: job{problem: &e.problem, rule: e.rule, seed: e.seed + 500, walkers: 4000, burn: 100, steps: 300,
			clip: plane.Vec{reach * math.Sqrt(sigma[0]), reach * math.Sqrt(sigma[2])}},
		runs: 2, errorBar: true,
	}
}

// atLeast checks for each approximation that it lies below a lower bound of both
// variances.
func (t *Table) atLeast(runs []outcome) []Check {
	var bound [3]measure.Estimate
	for k := range bound {
		var list []measure.Estimate
		for i := range runs {
			list = append(list, runs[i].Quadratic(entries[k].H, plane.Vec{}))
		}
		bound[k] = pooled(list)
	}
	var out []Check
	for i, name := range t.Others {
		ok, text := true, ""
		for _, k := range []int{0, 2} {
			ok = ok && bound[k].Value-StandardErrors*bound[k].StdErr > t.Rows[k].Others[i]
			text += fmt.Sprintf(", %s = %.3f against at least %.3f ± %.3f", entryNames[k], t.Rows[k].Others[i], bound[k].Value, bound[k].StdErr)
		}
		out = append(out, Check{
			Text: fmt.Sprintf("%s is too small%s with every coordinate cut off at %d standard deviations", name, text, reach),
			OK:   ok,
		})
	}
	return out
}

// drawEllipses paints the covariances of the table at 2 standard deviations,
// the measured one hollow if it has no error bar.
func (t *Table) drawEllipses(c plot.Canvas, at plot.Rect) {
	const deviations = 2
	var obtained, expected plane.Sym
	for k, r := range t.Rows {
		obtained[k], expected[k] = r.Obtained, r.Expected
	}
	measured := plot.Measured.Stroke()
	items := []plot.LegendItem{{Stroke: plot.Theory.Stroke(), Label: "exact"}}
	for _, name := range t.Others {
		items = append(items, plot.LegendItem{Stroke: colors[name].Stroke(), Label: name})
	}
	text := "SGD"
	if !t.Rows[0].Counts() {
		text += fmt.Sprintf(", no error bar: median of %d runs", Seeds)
	}
	items = append(items, plot.LegendItem{Stroke: measured, Label: text})
	at.Min.Y += plot.Legend(c, at.Min, at.W(), items) + 8
	axes := plot.AxesOptions{XTitle: "w₁ (ellipses at 2 standard deviations)", YTitle: "w₂", Grid: true}
	v := plot.View{Rect: axes.Inset(at)}
	half := func(k int) float64 { return 1.2 * deviations * math.Sqrt(max(obtained[k], expected[k])) }
	unit := max(2*half(0)/v.Rect.W(), 2*half(2)/v.Rect.H())
	v.X0, v.X1 = -unit*v.Rect.W()/2, unit*v.Rect.W()/2
	v.Y0, v.Y1 = -unit*v.Rect.H()/2, unit*v.Rect.H()/2
	c.Clip(v.Rect)
	outline := func(cov plane.Sym, s plot.Stroke) { c.Line(plot.Ellipse(nil, v, 0, 0, cov, deviations), s) }
	if t.Rows[0].Counts() {
		outline(obtained, measured)
	} else {
		measured.Width = 5
		outline(obtained, measured)
		outline(obtained, plot.Stroke{Color: plot.Panel, Width: 2.5})
	}
	for i, name := range t.Others {
		outline(plane.Sym{t.Rows[0].Others[i], t.Rows[1].Others[i], t.Rows[2].Others[i]}, colors[name].Stroke())
	}
	outline(expected, plot.Theory.Stroke())
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
}
