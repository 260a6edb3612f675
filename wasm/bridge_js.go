package main

import (
	"encoding/json"
	"log"
	"maps"
	"math"
	"runtime/debug"
	"slices"
	"strings"
	"syscall/js"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/engine/work"
	"sgdnoise/scenes"
	"sgdnoise/scenes/plot"
)

// quiet is how long nothing is collected after the first picture, so that it comes to the screen.
const quiet = 500 * time.Millisecond

// page is the host in a browser. Its messages are those of web/PROTOCOL.md.
type page struct {
	js      js.Value // globalThis.sgdnoise, made by stage.js
	app     *app
	hands   *crew
	inbox   []message
	ack     int  // the latest command carried out
	acting  int  // the step command under way, or 0
	owing   bool // a report of just what the last command did, before the next acts
	ready   bool
	opened  bool    // by the page, not just by default
	labels  []label // as shown, in theme, enlarged
	theme   *plot.Theme
	enlarge float64
	drag    *drag
	wheel   float64 // scrolled and not yet used
}

// drag is a handle held by the pointer.
type drag struct {
	handle scenes.Handle
	offset plot.Point // from the pointer to the handle
	moved  bool
	values map[string]any // not carried out yet
	done   bool
}

func newHost() *page {
	js := js.Global().Get("sgdnoise")
	return &page{js: js, hands: newCrew(js.Get("crew"))}
}

// crew implements host.
func (p *page) crew() work.Crew { return p.hands }

// start implements host. What the page has said so far names the scene; it is carried out
// before the first picture.
func (p *page) start(a *app) (scene string) {
	p.app = a
	said := p.js.Call("hear", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return p.receive(readMessage(args[0]))
	}))
	scene = firstScene
	for i := range said.Length() {
		m := readMessage(said.Index(i))
		if m.kind == "init" {
			scene = m.scene
		}
		p.queue(m)
	}
	return scene
}

// receive takes a message. It must not block, and only looks at pointers: all
// else waits for the next frame. It reports whether the picture took a pointer.
func (p *page) receive(m message) bool {
	if m.kind == "pointer" {
		return p.pointer(m)
	}
	p.queue(m)
	return m.kind == "wheel"
}

// queue keeps a message for the next frame. A change joins one that still waits,
// the last value per key winning; a new scene makes all that waits pointless.
func (p *page) queue(m message) {
	if last := len(p.inbox) - 1; last >= 0 && m.kind == "set" && m.at == 0 {
		if l := &p.inbox[last]; l.kind == "set" && l.at == 0 && l.values != nil {
			maps.Copy(l.values, m.values)
			l.id = m.id
			return
		}
	}
	if m.kind == "init" {
		p.inbox, p.acting, p.app.toStep = nil, 0, 0
	}
	p.inbox = append(p.inbox, m)
}

func (p *page) pointer(m message) bool {
	at := plot.Point{X: m.x / p.app.enlarge, Y: m.y / p.app.enlarge}
	switch m.phase {
	case "down":
		handles := p.app.session.Handles()
		i := slices.IndexFunc(handles, func(h scenes.Handle) bool { return h.Area.Contains(at) })
		if i < 0 {
			return false
		}
		p.drag = newDrag(handles[i], at)
		return true
	case "hover":
		return slices.ContainsFunc(p.app.session.Handles(), func(h scenes.Handle) bool { return h.Area.Contains(at) })
	}
	if p.drag == nil {
		return false
	}
	if m.phase == "move" {
		p.drag.values = p.drag.handle.Drag(plot.Point{X: at.X + p.drag.offset.X, Y: at.Y + p.drag.offset.Y})
	}
	p.drag.done = m.phase != "move"
	return true
}

// newDrag grabs a handle. Near its middle it stays where it is until the pointer
// moves; pressed elsewhere in its area it jumps there.
func newDrag(h scenes.Handle, at plot.Point) *drag {
	const near = 24
	d := &drag{handle: h, offset: plot.Point{X: h.At.X - at.X, Y: h.At.Y - at.Y}}
	if math.Hypot(d.offset.X, d.offset.Y) > near {
		d.offset, d.values = plot.Point{}, h.Drag(at)
	}
	return d
}

// commands implements host.
func (p *page) commands(a *app) (answer bool) {
	if p.acting != 0 && a.toStep == 0 {
		p.ack, p.acting, p.owing = p.acting, 0, true
		a.untold, a.reportedAt = true, a.reportedAt.Add(-reportEvery)
	}
	for len(p.inbox) > 0 && a.toStep == 0 {
		m := p.inbox[0]
		if waits := a.session.Waiting(); waits && !begins(a, m) || !waits && p.owing {
			break
		}
		if m.kind == "snapshot" && !a.session.Prepared(strings.HasPrefix(m.format, "walkers")) {
			break
		}
		p.inbox = p.inbox[1:]
		p.carryOut(a, m)
	}
	if d := p.drag; d != nil && a.toStep == 0 && !a.session.Waiting() && (d.values != nil || d.done) {
		p.dragged(a, d)
	}
	return p.owing
}

// begins reports whether a command makes what is under way pointless.
func begins(a *app, m message) bool {
	switch m.kind {
	case "init":
		return !m.resume || m.scene != a.session.Info.ID || a.session.Restarts(m.values)
	case "set":
		return m.at == 0 && a.session.Restarts(m.values)
	}
	return m.kind == "reset"
}

func (p *page) carryOut(a *app, m message) {
	switch m.kind {
	case "init":
		p.notice(p.hands.choose(m.workers))
		p.open(a, m)
	case "workers":
		p.notice(p.hands.choose(m.workers))
	case "set":
		p.notice(a.session.SetAt(m.at, m.values))
	case "step":
		a.toStep, p.acting = max(m.n, 0), m.id
		if a.toStep > 0 {
			return // acknowledged when done
		}
		p.acting = 0
	case "reset":
		a.session.Reset()
		p.owing = true
	case "theme":
		p.look(a, m)
	case "hold":
		a.session.Hold(m.on)
	case "wheel":
		p.zoom(a, m.dy)
	case "snapshot":
		p.snapshot(a, m)
		return
	}
	if m.id > 0 {
		p.ack = m.id
	}
	a.touch()
	a.reportedAt = a.reportedAt.Add(-reportEvery) // a command is answered at once
}

// open shows a scene. An unknown one is named together with those there are.
func (p *page) open(a *app, m message) {
	fresh := !p.opened && a.session.Tick() == 0 && !a.session.MidStep() // as good as new
	p.opened = true
	if m.scene != a.session.Info.ID || !fresh && !m.resume {
		if err := a.open(m.scene); err != nil {
			p.notice([]string{err.Error()})
		}
		p.drag = nil
	}
	p.look(a, m)
	p.notice(a.session.Set(m.values))
}

// look is in which colours and how large the picture is.
func (p *page) look(a *app, m message) { a.theme, a.text = plot.ThemeByName(m.theme), m.text }

// zoom follows the wheel, a notch being about 100 and a touchpad's portions much
// less.
func (p *page) zoom(a *app, dy float64) {
	const portion = 20
	p.wheel += dy
	n := int(p.wheel / portion)
	p.wheel -= float64(n * portion)

	i := a.session.Info.Params.Index("zoom")
	if i < 0 {
		return
	}
	z := a.session.Info.Params[i].Nudge(a.session.Value("zoom"), -n)
	a.session.Set(map[string]any{"zoom": z})
	p.emit(map[string]any{"type": "change", "values": map[string]any{"zoom": z}, "tick": a.session.Tick(), "done": true})
}

// dragged carries out what the pointer has done and tells the page, with the
// values that came of it.
func (p *page) dragged(a *app, d *drag) {
	values := map[string]any{}
	if d.values != nil {
		d.moved = true
		a.session.Set(d.values) // a drag past the end stops there, no notice needed
	}
	for _, key := range d.handle.Keys() {
		values[key] = a.session.Value(key)
	}
	if d.moved {
		p.emit(map[string]any{"type": "change", "values": values, "tick": a.session.Tick(), "done": d.done})
	}
	d.values = nil
	if d.done {
		p.drag = nil
	}
	a.touch()
}

func (p *page) snapshot(a *app, m message) {
	mime, data, err := snapshot(a, m.format)
	if err != nil {
		p.emit(map[string]any{"type": "error", "id": m.id, "fatal": false, "message": err.Error()})
		return
	}
	p.emit(map[string]any{"type": "snapshot", "id": m.id, "mime": mime, "data": string(data)})
}

func (p *page) notice(sentences []string) {
	if len(sentences) > 0 {
		messages := make([]any, len(sentences))
		for i, s := range sentences {
			messages[i] = s
		}
		p.emit(map[string]any{"type": "notice", "messages": messages})
	}
}

// shown implements host.
func (p *page) shown(a *app, _ ebiten.FinalScreen) {
	if p.theme != a.theme || p.enlarge != a.enlarge || !slices.Equal(p.labels, a.screen.labels) {
		p.labels, p.theme, p.enlarge = append(p.labels[:0], a.screen.labels...), a.theme, a.enlarge
		p.js.Call("labels", overlay(p.labels, a.theme, a.enlarge))
	}
	if !p.ready {
		p.ready = true
		time.AfterFunc(quiet, func() { debug.SetGCPercent(100) }) // off until now (stage.js)
		p.emit(map[string]any{"type": "ready", "scene": a.session.Info.ID})
	}
}

// report implements host.
func (p *page) report(r scenes.Report) {
	p.owing = false
	b, err := json.Marshal(r)
	if err != nil {
		panic("wasm: " + err.Error()) // a bug: a report is plain data
	}
	p.js.Call("report", p.ack, string(b))
}

// rest implements host.
func (p *page) rest() {
	if len(p.inbox) == 0 && p.acting == 0 {
		p.js.Call("rest")
	}
}

// stopped is what follows the last frame. The program stays, because listeners
// on Ebitengine's canvas still call it.
func (p *page) stopped(err error) {
	log.Print(err)
	p.js.Call("stopped")
	select {}
}

// emit sends a message, without package encoding/json, whose first use would come before
// the first picture and make it later.
func (p *page) emit(m map[string]any) { p.js.Call("emit", m) }
