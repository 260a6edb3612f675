// Command empty is the smallest Ebitengine program, which draws nothing. The
// benchmarks hold the stage against it: what it costs, Ebitengine costs.
package main

import (
	"log"

	"github.com/hajimehoshi/ebiten/v2"
)

type game struct{}

func (game) Update() error              { return nil }
func (game) Draw(*ebiten.Image)         {}
func (game) Layout(w, h int) (int, int) { return w, h }

func main() {
	if err := ebiten.RunGame(game{}); err != nil {
		log.Fatal(err)
	}
}
