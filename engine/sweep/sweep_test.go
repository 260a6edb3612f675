package sweep

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
)

func TestGrid(t *testing.T) {
	g := Grid{{1, 2}, {5}, {7, 8, 9}}
	var got [][]float64
	for i := range g.Len() {
		got = append(got, g.Cell(i))
	}
	want := [][]float64{{1, 5, 7}, {1, 5, 8}, {1, 5, 9}, {2, 5, 7}, {2, 5, 8}, {2, 5, 9}}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("cells %v, want %v", got, want)
	}
	if n := (Grid{}).Len(); n != 1 {
		t.Errorf("a grid without axes has %d cells, want 1", n)
	}
}

func TestSpacing(t *testing.T) {
	for _, c := range []struct{ got, want []float64 }{
		{Linear(0.1, 0.5, 5), []float64{0.1, 0.2, 0.3, 0.4, 0.5}},
		{Linear(3, 3, 1), []float64{3}},
		{Linear(2, 1, 3), []float64{2, 1.5, 1}},
		{Log(1, 1024, 6), []float64{1, 4, 16, 64, 256, 1024}},
		{Log(0.01, 1, 3), []float64{0.01, 0.1, 1}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

func TestWhole(t *testing.T) {
	got := Whole(1024, 32)
	if !slices.Equal(got[:10], []int{1, 2, 3, 4, 5, 6, 7, 9, 11, 13}) || got[31] != 1024 {
		t.Errorf("from 1 to 1024: %v", got)
	}
	for k := 8; k < 32; k++ {
		if r := float64(got[k]) / float64(got[k-1]); r < 1.15 || r > 1.3 {
			t.Errorf("%d follows %d", got[k], got[k-1])
		}
	}
	if got := Whole(5, 5); !slices.Equal(got, []int{1, 2, 3, 4, 5}) {
		t.Errorf("from 1 to 5: %v", got)
	}
}

// Any beginning of the list covers the map.
func TestCoarseToFine(t *testing.T) {
	list := CoarseToFine(32, 32)
	if !slices.Equal(list[:3], [][2]int{{4, 4}, {12, 4}, {20, 4}}) {
		t.Errorf("it begins with %v", list[:3])
	}
	for _, c := range []struct{ first, within int }{{16, 4}, {64, 3}, {256, 1}, {1024, 0}} {
		for j := range 32 {
			for i := range 32 {
				near := func(p [2]int) bool { return max(p[0]-i, i-p[0], p[1]-j, j-p[1]) <= c.within }
				if !slices.ContainsFunc(list[:c.first], near) {
					t.Errorf("none of the first %d is near %d, %d", c.first, i, j)
				}
			}
		}
	}
}

func square(_ context.Context, i int) int { return i * i }

func TestRunKeepsTheOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7, 200} {
		var got []int
		err := Run(t.Context(), 100, workers, square, func(i, r int) error {
			if len(got) != i {
				t.Fatalf("%d workers: cell %d came as number %d", workers, i, len(got))
			}
			got = append(got, r)
			return nil
		})
		if err != nil || len(got) != 100 || got[99] != 99*99 {
			t.Errorf("%d workers: %d results, last %d, error %v", workers, len(got), got[len(got)-1], err)
		}
	}
}

func TestRunStopsOnError(t *testing.T) {
	full := errors.New("disk full")
	var passed []int
	err := Run(t.Context(), 1000, 3, square, func(i, _ int) error {
		if i == 5 {
			return full
		}
		passed = append(passed, i)
		return nil
	})
	if !errors.Is(err, full) || !slices.Equal(passed, []int{0, 1, 2, 3, 4}) {
		t.Errorf("passed %v, error %v; want 0 to 4 and the error of done", passed, err)
	}
}

// A cell that only ends with its context must neither hang Run nor be passed on.
func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var started atomic.Int32
	cell := func(ctx context.Context, i int) int {
		started.Add(1)
		if i == 3 {
			cancel()
		}
		if i >= 3 {
			<-ctx.Done()
		}
		return i
	}
	var passed []int
	err := Run(ctx, 1000, 2, cell, func(i, _ int) error { passed = append(passed, i); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	for k, i := range passed {
		if k != i || i >= 3 {
			t.Errorf("passed %v, want the first cells, without 3", passed)
		}
	}
	if n := started.Load(); n > 5 {
		t.Errorf("%d cells were started, want the first five at most", n)
	}
}
