//go:build !wasm

package rng

func fillNormals(w *Words, dst []float64) (n int, u uint64) { return w.fillNormals(dst) }

func fillGammas(w *Words, dst []float64, c *ChiSquare) (n int, u uint64) { return w.fillGammas(dst, c) }
