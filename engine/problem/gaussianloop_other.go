//go:build !wasm

package problem

func moveSingles(k *walk, i int) (next int) { return k.moveSingles(i) }

func moveBatches(k *walk, i int) (next int) { return k.moveBatches(i) }
