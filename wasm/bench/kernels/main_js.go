package main

import (
	"syscall/js"
	"time"

	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/work"
)

// main offers kernels.step(S, n) and kernels.draw(n), which return
// milliseconds, what another program needs to do the same, kernels.setup, and
// requests for the cells of a stability map: kernels.cells.
func main() {
	k := newKernels()
	stream := rng.New(1, rng.Walkers, walkers)
	js.Global().Set("kernels", map[string]any{
		"setup": map[string]any{
			"walkers": walkers, "sigma": sigma, "lr": lr,
			"a":     []any{k.problem.A[0], k.problem.A[1], k.problem.A[2]},
			"start": []any{start[0], start[1]},
		},
		"step": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return milliseconds(k.step(args[0].Int(), args[1].Int()))
		}),
		"draw": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return milliseconds(draw(stream, args[0].Int()))
		}),
	})
	js.Global().Get("kernels").Set("cells", cells())
	select {}
}

// cells are requests to workers for 32 × 32 cells.
func cells() js.Value {
	const side = 32
	p := problem.Scalar{A: 1, Sigma: sigma}
	list := js.Global().Get("Array").New()
	for _, rule := range sweep.Map(0.05, 4, side, sweep.Whole(1024, side)) {
		request := work.CellRequest(&p, rule, 1)
		data := js.Global().Get("Uint8Array").New(len(request))
		js.CopyBytesToJS(data, request)
		list.Call("push", data)
	}
	return list
}

// draw takes as many normal numbers as n steps at S = 1 need, in the same portions.
func draw(s *rng.Stream, n int) time.Duration {
	const perWalker = 3
	var normals [sgd.BlockSize]float64
	begin := time.Now()
	for range n * perWalker * walkers / sgd.BlockSize {
		s.Normals(normals[:])
	}
	return time.Since(begin)
}
