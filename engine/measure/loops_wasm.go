package measure

// In WebAssembly the loops are written in assembly: Go compiles a loop to a jump by
// a table in every round, and checks bounds.

//go:noescape
func add(a *adding)

//go:noescape
func widen(a *windowing)

//go:noescape
func count(a *counting)

//go:noescape
func project(a *projecting)
