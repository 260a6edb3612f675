package scenes

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"testing"
)

// TestWalkers reads the tables of all scenes back: as many rows as walkers, finite
// numbers, and the same in both formats.
func TestWalkers(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		s := open(t, i.ID, quick)
		s.Advance(5, nil)
		shot := s.Snapshot()
		runs := 1
		if slices.Contains(shot.Walkers.Columns, "batch") {
			runs = len(scaledBatches) + 1
		}
		var text bytes.Buffer
		if err := shot.Walkers.WriteCSV(&text); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&text).ReadAll()
		if err != nil || len(rows) != 1+runs*s.Report().Walkers {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		data, err := json.Marshal(shot)
		if err != nil {
			t.Fatal(err)
		}
		var back struct {
			Scene   string
			Tick    int
			Values  map[string]any
			Walkers map[string][]float64
		}
		if err := json.Unmarshal(data, &back); err != nil || back.Scene != i.ID || back.Tick != 5 || len(back.Values) != len(i.Params) {
			t.Fatalf("%.200s: %v", data, err)
		}
		for k, name := range rows[0] {
			for j, row := range rows[1:] {
				x, err := strconv.ParseFloat(row[k], 64)
				if err != nil || math.IsInf(x, 0) || math.IsNaN(x) || x != back.Walkers[name][j] {
					t.Fatalf("%s of walker %d: %q and %v, %v", name, j, row[k], back.Walkers[name][j], err)
				}
			}
		}
	})
}

// TestWalkersAreThoseMeasured: the covariance of the table is the one reported.
func TestWalkersAreThoseMeasured(t *testing.T) {
	s := open(t, "label-noise", quick)
	s.Advance(20, nil)
	w := s.Snapshot().Walkers.Data[0]
	var sum, squares float64
	for _, x := range w {
		sum += x
		squares += x * x
	}
	n := float64(len(w))
	got := squares/n - sum*sum/(n*n)
	r := s.Report()
	at := slices.IndexFunc(r.Readings, func(d Reading) bool { return d.Name == "now.cov.11" })
	if want := float64(r.Readings[at].Measured); math.Abs(got-want) > 1e-12 {
		t.Errorf("variance of w1 %v, reported %v", got, want)
	}
}
