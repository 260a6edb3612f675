package sweep

import (
	"context"
	"sync"
	"sync/atomic"
)

// Run calls cell for the numbers 0 to n−1 on the given number of goroutines
// and passes the results to done, in the order of the cells and never two at a
// time. Cells must not depend on each other. When ctx ends, or done returns an
// error, no further cell is started or passed on, and Run returns why; what
// done has got by then are the first cells, without a gap. A cell that takes
// long should end early with ctx: its result is not used.
func Run[T any](ctx context.Context, n, workers int, cell func(ctx context.Context, i int) T, done func(i int, result T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slots := make([]chan T, n)
	for i := range slots {
		slots[i] = make(chan T, 1) // so that a worker never waits for done
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	var started atomic.Int64
	for range min(workers, n) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(started.Add(1)) - 1
				if i >= n {
					return
				}
				slots[i] <- cell(ctx, i)
			}
		})
	}
	for i := range n {
		if err := pass(ctx, i, slots[i], done); err != nil {
			cancel(err)
			return err
		}
	}
	return nil
}

// pass waits for the result of cell i and hands it on, unless ctx ends first.
func pass[T any](ctx context.Context, i int, slot <-chan T, done func(int, T) error) error {
	select {
	case r := <-slot:
		if ctx.Err() != nil { // the cell may have ended early
			return context.Cause(ctx)
		}
		return done(i, r)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
