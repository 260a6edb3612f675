package problem

// In WebAssembly the loops are written in assembly: Go compiles a loop to a jump
// by a table in every round, and checks bounds.

//go:noescape
func moveSingles(k *walk, i int) (next int)

//go:noescape
func moveBatches(k *walk, i int) (next int)
