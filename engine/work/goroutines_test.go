package work

import (
	"slices"
	"testing"

	"sgdnoise/engine/sgd"
)

// A crew delivers every answer once, those of a worker in the order of its
// requests, also to what is asked while it delivers.
func TestGoroutines(t *testing.T) {
	const each, size = 40, 3
	crew, end := Goroutines(size)
	defer end()
	if crew.Size() != size || crew.Deliver(true) {
		t.Fatalf("a new crew has size %d, or something to deliver", crew.Size())
	}
	var got [size][]int
	ask := func(worker, k int, then func()) {
		request := CellRequest(travellers[k%2], sgd.Rule{LR: 9, Batch: 1}, uint64(k))
		crew.Ask(worker, request, func(answer []byte) {
			if !slices.Equal(answer, new(Worker).Answer(request)) {
				t.Errorf("worker %d gives something else for request %d", worker, k)
			}
			got[worker] = append(got[worker], k)
			then()
		})
	}
	var want []int
	for k := range each {
		want = append(want, k)
		for worker := range size {
			ask(worker, k, func() {
				if k == each-1 {
					ask(worker, each, func() {})
				}
			})
		}
	}
	for crew.Deliver(true) {
	}
	for worker := range got {
		if !slices.Equal(got[worker], append(want, each)) {
			t.Errorf("worker %d answers %v", worker, got[worker])
		}
	}
}
