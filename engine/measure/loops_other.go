//go:build !wasm

package measure

func add(a *adding)         { a.run() }
func widen(a *windowing)    { a.run() }
func count(a *counting)     { a.run() }
func project(a *projecting) { a.run() }
