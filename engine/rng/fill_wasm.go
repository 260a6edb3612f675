package rng

// In WebAssembly the loops are written in assembly: Go compiles a loop to a jump
// by a table in every round, and checks bounds.

//go:noescape
func fillNormals(w *Words, dst []float64) (n int, u uint64)

//go:noescape
func fillGammas(w *Words, dst []float64, c *ChiSquare) (n int, u uint64)
