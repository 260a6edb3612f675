package figures

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestRows(t *testing.T) {
	nan := math.NaN()
	var table Table
	for i, c := range []struct {
		row            Row
		counts, agrees bool
	}{
		{Row{Expected: 1, Obtained: 1.03, StdErr: 0.008}, true, true},
		{Row{Expected: 1, Obtained: 1.03, StdErr: 0.007}, true, false},
		{Row{Expected: 1, Obtained: 0.97, StdErr: 0.011}, true, false},
		{Row{Expected: -1, Obtained: -1.03, StdErr: 0.008}, true, true},
		{Row{Expected: 0, Obtained: 0.1, StdErr: 0.03}, true, false},
		{Row{Expected: 0, Obtained: 0.1, StdErr: 0.03, Size: 3}, true, true},
		{Row{Expected: 1, Obtained: 1, StdErr: nan}, false, false},
		{Row{Expected: 1, Obtained: nan, StdErr: 0.001}, true, false},
	} {
		if counts, agrees := c.row.Counts(), table.Agrees(&c.row); counts != c.counts || agrees != c.agrees {
			t.Errorf("row %d: counts %v, agrees %v", i, counts, agrees)
		}
	}
	near, coarse := Table{Within: 0.1}, Table{MostError: 0.02}
	for i, c := range []struct {
		table  *Table
		row    Row
		agrees bool
	}{
		{&near, Row{Expected: 2, Obtained: 2.19, StdErr: 0.001}, true},
		{&near, Row{Expected: 2, Obtained: 2.21, StdErr: 0.001}, false},
		{&near, Row{Expected: 2, Obtained: 2, StdErr: 0.03}, false},
		{&coarse, Row{Expected: 2, Obtained: 2.1, StdErr: 0.03}, true},
		{&coarse, Row{Expected: 2, Obtained: 2.1, StdErr: 0.05}, false},
	} {
		if c.table.Agrees(&c.row) != c.agrees {
			t.Errorf("row %d: agrees %v", i, !c.agrees)
		}
	}
	none := Table{Rows: []Row{{Expected: 1, Obtained: 1, StdErr: nan}}}
	if none.agreement().OK {
		t.Error("a table without error bars agrees")
	}
	if (&Result{}).Reproduced() {
		t.Error("nothing is reproduced")
	}
}

func TestCSV(t *testing.T) {
	r := Result{Figure: Figure{ID: "9"}, Tables: []Table{
		{Title: "a", Label: "x", Others: []string{"one"}, Rows: []Row{{Label: "1", Expected: 2, Obtained: 2.5, StdErr: 0.25, Low: math.NaN(), High: math.NaN(), Others: []float64{3}}}},
		{Title: "b", Label: "y", Others: []string{"two"}, Rows: []Row{{Label: "1", Expected: 2, Obtained: 2.5, StdErr: math.NaN(), Low: 1, High: 4, Others: []float64{math.NaN()}}}},
	}}
	var text strings.Builder
	if err := r.WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	want := "figure,number,label,value,expected,obtained,stderr,tolerance,low,high,counted,one,two\n" +
		"9,a,x,1,2,2.5,0.25," + strconv.Itoa(StandardErrors/4) + ",,,true,3,\n" +
		"9,b,y,1,2,2.5,,,1,4,false,,\n"
	if text.String() != want {
		t.Errorf("the table is\n%s, want\n%s", text.String(), want)
	}
}
