package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"

	"sgdnoise/scenes/plot"
)

// StandardErrors is how many of them a number may be off to agree with theory.
const StandardErrors = 4

// usualError is how large a standard error may be, as a fraction of the number.
const usualError = 0.01

// Result is a simulated figure: numbers that theory expects beside numbers that
// SGD gave, and what follows from them.
type Result struct {
	Figure Figure
	Tables []Table
	Checks []Check
	draw   func(c plot.Canvas, at plot.Rect)
}

// Table compares numbers of one kind.
type Table struct {
	Title  string
	Label  string   // what the labels of the rows are, such as "λ"
	Others []string // the approximations whose values the rows have
	Rows   []Row

	// What agreement means, as fractions of the number expected; 0 stands for
	// the usual.
	MostError float64 // how large a standard error may be: a hundredth
	Within    float64 // how far off the number may be: not this, but so many standard errors
}

// Row is an expected number beside an obtained one.
type Row struct {
	Label     string
	Expected  float64
	Obtained  float64
	StdErr    float64   // NaN where the measurement has no finite variance
	Low, High float64   // the range of the independent runs where there is no StdErr
	Size      float64   // what fractions are taken of; 0: Expected
	Others    []float64 // what approximations say instead, NaN where they say nothing
}

// Check is a claim that the figure makes, and whether the simulation bears it out.
type Check struct {
	Text string
	OK   bool
}

// Reproduced reports whether all checks hold.
func (r *Result) Reproduced() bool {
	for _, c := range r.Checks {
		if !c.OK {
			return false
		}
	}
	return len(r.Checks) > 0
}

// Verdict is "reproduced" or "not reproduced".
func (r *Result) Verdict() string {
	if r.Reproduced() {
		return "reproduced"
	}
	return "not reproduced"
}

// Counts reports whether the row has an error bar, without which it is only
// shown.
func (r *Row) Counts() bool { return !math.IsNaN(r.StdErr) }

// size is what fractions of the number are taken of.
func (r *Row) size() float64 {
	if r.Size > 0 {
		return r.Size
	}
	return math.Abs(r.Expected)
}

// Tolerance is how far a row of the table may be off, NaN where it doesn't count.
func (t *Table) Tolerance(r *Row) float64 {
	if t.Within > 0 && r.Counts() {
		return t.Within * r.size()
	}
	return StandardErrors * r.StdErr
}

// mostError is how large standard errors may be.
func (t *Table) mostError() float64 {
	if t.MostError > 0 {
		return t.MostError
	}
	return usualError
}

// vanishing is what rounding may leave of a difference where all walkers end in
// one place and there is no error to speak of.
const vanishing = 1e-12

// Agrees reports whether theory and simulation agree on a row.
func (t *Table) Agrees(r *Row) bool {
	return math.Abs(r.Obtained-r.Expected) <= t.Tolerance(r)+vanishing && r.StdErr <= t.mostError()*r.size()+vanishing
}

// Miss is how far an approximation is off, as a fraction of what is expected;
// NaN where either says nothing.
func (r *Row) Miss(k int) float64 {
	if r.Expected == 0 {
		return math.NaN()
	}
	return r.Others[k]/r.Expected - 1
}

// agreement checks all rows that count.
func (t *Table) agreement() Check {
	n, of := 0, 0
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Counts() {
			of++
			if t.Agrees(r) {
				n++
			}
		}
	}
	within := fmt.Sprintf("%d standard errors of theory", StandardErrors)
	if t.Within > 0 {
		within = fmt.Sprintf("%.0f %% of what is expected", 100*t.Within)
	}
	return Check{
		Text: fmt.Sprintf("%s: %d of %d with an error bar are within %s, each error at most %.0f %%", t.Title, n, of, within, 100*t.mostError()),
		OK:   n == of && of > 0,
	}
}

// rejections checks for each approximation that somewhere the simulation
// contradicts it.
func (t *Table) rejections() []Check {
	var out []Check
	for k, name := range t.Others {
		n, of := 0, 0
		for i := range t.Rows {
			r := &t.Rows[i]
			if !r.Counts() || math.IsNaN(r.Others[k]) {
				continue
			}
			of++
			if math.Abs(r.Obtained-r.Others[k]) > StandardErrors*r.StdErr {
				n++
			}
		}
		out = append(out, Check{
			Text: fmt.Sprintf("%s is contradicted at %d of %d", name, n, of),
			OK:   n > 0,
		})
	}
	return out
}

// WriteCSV writes the tables as one, with a heading; a number that doesn't exist
// is an empty cell.
func (r *Result) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	var others []string // of all tables, in order
	column := map[string]int{}
	for _, t := range r.Tables {
		for _, name := range t.Others {
			if _, ok := column[name]; !ok {
				column[name] = len(others)
				others = append(others, name)
			}
		}
	}
	out.Write(append([]string{"figure", "number", "label", "value", "expected", "obtained", "stderr", "tolerance", "low", "high", "counted"}, others...))
	for k := range r.Tables {
		t := &r.Tables[k]
		for i := range t.Rows {
			row := &t.Rows[i]
			record := []string{r.Figure.ID, t.Title, t.Label, row.Label, cell(row.Expected), cell(row.Obtained),
				cell(row.StdErr), cell(t.Tolerance(row)), cell(row.Low), cell(row.High), strconv.FormatBool(row.Counts())}
			values := make([]string, len(others))
			for k, x := range row.Others {
				values[column[t.Others[k]]] = cell(x)
			}
			out.Write(append(record, values...))
		}
	}
	out.Flush()
	return out.Error()
}

func cell(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
