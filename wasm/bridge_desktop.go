//go:build !js

package main

import (
	"fmt"
	"log"
	"runtime"
	"slices"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"sgdnoise/engine/work"
	"sgdnoise/scenes"
	"sgdnoise/scenes/plot"
)

// window is the host on a desktop: keys, mouse, and a title that says what the
// page says in its panel.
//
//	space  pause or go on        ← →  change the parameter (shift: ten times)
//	.      one step              ↑ ↓  choose the parameter
//	R      restart               N    next scene
//	T      light or dark
type window struct {
	chosen   int // row of the parameter table
	grabbed  *scenes.Handle
	sentence string
	text     textDrawer
	hands    work.Crew
}

func newHost() *window {
	hands, _ := work.Goroutines(max(runtime.NumCPU()-1, 1))
	return &window{hands: hands}
}

// start implements host.
func (w *window) start(*app) (scene string) { return firstScene }

// crew implements host.
func (w *window) crew() work.Crew { return w.hands }

// commands implements host.
func (w *window) commands(a *app) bool {
	for _, key := range inpututil.AppendJustPressedKeys(nil) {
		w.press(a, key)
	}
	for _, key := range []ebiten.Key{ebiten.KeyLeft, ebiten.KeyRight} {
		if held := inpututil.KeyPressDuration(key); held > 20 && held%3 == 0 {
			w.press(a, key)
		}
	}
	w.mouse(a)
	w.title(a)
	return false
}

func (w *window) press(a *app, key ebiten.Key) {
	table := a.session.Info.Params
	far := 1
	if ebiten.IsKeyPressed(ebiten.KeyShift) {
		far = 10
	}
	switch key {
	case ebiten.KeySpace:
		a.session.Set(map[string]any{"paused": 1 - a.session.Value("paused")})
	case ebiten.KeyPeriod:
		a.toStep++
	case ebiten.KeyR:
		a.session.Reset()
	case ebiten.KeyT:
		a.theme = map[*plot.Theme]*plot.Theme{plot.Light: plot.Dark, plot.Dark: plot.Light}[a.theme]
	case ebiten.KeyN:
		w.next(a)
	case ebiten.KeyUp:
		w.chosen = (w.chosen + len(table) - 1) % len(table)
	case ebiten.KeyDown:
		w.chosen = (w.chosen + 1) % len(table)
	case ebiten.KeyLeft:
		w.nudge(a, -far)
	case ebiten.KeyRight:
		w.nudge(a, far)
	default:
		return
	}
	a.touch()
}

func (w *window) nudge(a *app, n int) {
	spec := &a.session.Info.Params[w.chosen]
	v := spec.Nudge(a.session.Value(spec.Key), n)
	var raw any = v
	if spec.IsChoice() {
		raw = spec.Format(v)
	}
	a.session.Set(map[string]any{spec.Key: raw})
}

// next opens the scene after the present one.
func (w *window) next(a *app) {
	all := scenes.All()
	i := slices.IndexFunc(all, func(s scenes.Info) bool { return s.ID == a.session.Info.ID })
	if a.open(all[(i+1)%len(all)].ID) == nil {
		w.chosen, w.grabbed = 0, nil
	}
}

func (w *window) mouse(a *app) {
	x, y := ebiten.CursorPosition()
	at := plot.Point{X: float64(x) / a.scale, Y: float64(y) / a.scale}
	if inpututil.IsMouseButtonJustPressed(ebiten.MouseButtonLeft) {
		for _, h := range a.session.Handles() {
			if h.Area.Contains(at) {
				w.grabbed = &h
			}
		}
	}
	if !ebiten.IsMouseButtonPressed(ebiten.MouseButtonLeft) {
		w.grabbed = nil
	}
	if w.grabbed != nil {
		a.session.Set(w.grabbed.Drag(at))
		a.touch()
	}
}

func (w *window) title(a *app) {
	spec := &a.session.Info.Params[w.chosen]
	ebiten.SetWindowTitle(fmt.Sprintf("%s ←%s→  ·  %s", spec.Label, spec.Format(a.session.Value(spec.Key)), w.sentence))
}

// shown implements host.
func (w *window) shown(a *app, on ebiten.FinalScreen) {
	w.text.draw(on.(*ebiten.Image), a.screen.labels, a.theme, a.scale)
}

// report implements host.
func (w *window) report(r scenes.Report) { w.sentence = r.Sentence }

// rest implements host: a window has no frames to withhold.
func (w *window) rest() {}

func (w *window) stopped(err error) { log.Fatal(err) }
