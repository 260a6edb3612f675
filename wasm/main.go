// Command wasm is the stage: it shows a scene with Ebitengine. In the browser
// it runs in a frame and is told what to do over the page's message port
// (web/PROTOCOL.md); on a desktop, as go run ./wasm, by keys. It is the only
// Go code that knows Ebitengine, and it holds no science.
package main

import (
	"log"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/engine/work"
	"sgdnoise/scenes"
	"sgdnoise/scenes/plot"
)

const (
	frameBudget = 9 * time.Millisecond   // of stepping, per frame
	reportEvery = 100 * time.Millisecond // while running
	backlog     = 100 * time.Millisecond // of time that a slow machine may catch up with
	firstScene  = "label-noise"          // until told otherwise
	roomy       = 820.0                  // a wider stage is enlarged, for the back row
)

// app is the loop: commands, then steps, then a picture, then a report.
type app struct {
	session *scenes.Session
	host    host
	screen  screen
	theme   *plot.Theme
	text    float64 // CSS pixels of the stage that the smallest text must have; 0 for the usual
	enlarge float64 // CSS pixels of the stage to one of the scene's
	scale   float64 // physical pixels to one of the scene's
	width   float64 // of the scene
	height  float64

	now        func() time.Time
	last       time.Time // of the latest update
	owed       float64   // steps that time has brought and that aren't taken
	toStep     int       // steps that a command still asks for
	reportedAt time.Time
	drawn      bool // a first picture, which nothing may delay
	changed    bool // since the latest picture
	untold     bool // since the latest report
	telling    bool // a report is being prepared, and nothing else happens before it
}

// host is who the app works for: a page or a desktop window.
type host interface {
	// start begins to listen, and says which scene comes first.
	start(a *app) (scene string)
	// crew is who helps.
	crew() work.Crew
	// commands carries out what has been asked for since the last call. A
	// command to step ends the batch: the rest waits until it is done. While the
	// session is waiting only a new beginning doesn't.
	// If answer is true a report goes out before anything else happens.
	commands(a *app) (answer bool)
	// shown is called after each picture, which is on the screen.
	shown(a *app, on ebiten.FinalScreen)
	// report passes a report on.
	report(r scenes.Report)
	// rest says that nothing will move until the next command.
	rest()
}

func newApp(h host) (*app, error) {
	a := &app{host: h, theme: plot.Light, enlarge: 1, now: time.Now, changed: true, untold: true}
	if a.open(h.start(a)) == nil {
		return a, nil
	}
	return a, a.open(firstScene) // a host that named another is told when it asks again
}

// open goes on with another scene.
func (a *app) open(scene string) error {
	s, err := scenes.Open(scene)
	if err == nil {
		if a.session != nil {
			a.session.Employ(nil)
		}
		s.Employ(a.host.crew())
		a.session = s
	}
	return err
}

func (a *app) paused() bool { return a.session.Value("paused") == 1 }

// touch notes that picture and report are out of date.
func (a *app) touch() { a.changed, a.untold = true, true }

// Update implements ebiten.Game. It is called once per frame.
func (a *app) Update() error {
	now := a.now()
	a.owe(now)
	over := func() bool { return a.now().Sub(now) > frameBudget }
	if a.session.Waiting() {
		a.advance(0, over)
	}
	ready := !a.telling || a.tell(now)
	answer := a.host.commands(a)
	if !ready || a.session.Waiting() {
		return nil
	}
	if !answer {
		switch {
		case a.toStep > 0:
			a.advance(a.toStep, over)
		case a.paused():
			a.advance(0, over) // simulated limits go on
		default:
			a.advance(int(a.owed), over)
		}
	}
	running := !a.paused() || a.toStep > 0
	if a.drawn && a.untold && (now.Sub(a.reportedAt) >= reportEvery || !running) && a.toStep == 0 && !a.tell(now) {
		return nil
	}
	if !running && !a.untold && !a.changed && a.session.Settled() {
		a.host.rest()
	}
	return nil
}

// owe counts the steps that time brings. What a slow machine can't use is dropped.
func (a *app) owe(now time.Time) {
	elapsed := min(now.Sub(a.last), backlog)
	a.last = now
	switch {
	case a.paused():
		a.owed = 0
	case a.drawn:
		speed := a.session.Value("speed")
		a.owed = min(a.owed+elapsed.Seconds()*speed, max(1, backlog.Seconds()*speed))
	}
}

// advance takes n steps, or as many as a frame's budget allows, or finds out about
// those that a crew takes.
func (a *app) advance(n int, over func() bool) {
	settled, tick := a.session.Settled(), a.session.Tick()
	k := a.session.Advance(n, over)
	if a.toStep > 0 {
		a.toStep -= k
	} else {
		a.owed -= float64(k)
	}
	if a.session.Tick() != tick || a.session.Settled() != settled {
		a.touch()
	}
}

// tell sends a report, unless it has to be prepared first.
func (a *app) tell(now time.Time) bool {
	if a.telling = !a.session.Prepared(false); a.telling {
		return false
	}
	a.untold, a.reportedAt = false, now
	a.host.report(a.session.Report())
	return true
}

// Draw implements ebiten.Game. What rest shows is kept between frames.
func (a *app) Draw(rest *ebiten.Image) {
	for done := false; !done; done = a.screen.end() {
		a.screen.begin(rest, a.scale, a.theme)
		a.session.Draw(&a.screen)
	}
	a.drawn, a.changed = true, false
}

// DrawFinalScreen implements ebiten.FinalScreenDrawer.
func (a *app) DrawFinalScreen(on ebiten.FinalScreen, _ *ebiten.Image, _ ebiten.GeoM) {
	a.screen.show(on)
	a.host.shown(a, on)
}

// Layout implements ebiten.Game; LayoutF is used instead.
func (a *app) Layout(w, h int) (int, int) { return w, h }

// LayoutF implements ebiten.LayoutFer: a picture has physical pixels.
func (a *app) LayoutF(w, h float64) (float64, float64) {
	pixels := ebiten.Monitor().DeviceScaleFactor()
	enlarge := max(1, w/roomy)
	if a.text > 0 {
		enlarge = a.text / plot.SmallText
	}
	if w/enlarge != a.width || h/enlarge != a.height || pixels*enlarge != a.scale {
		a.width, a.height, a.scale, a.enlarge = w/enlarge, h/enlarge, pixels*enlarge, enlarge
		a.changed = true
	}
	return w * pixels, h * pixels
}

func main() {
	h := newHost()
	a, err := newApp(h)
	if err != nil {
		log.Fatal(err)
	}
	ebiten.SetTPS(ebiten.SyncWithFPS)
	ebiten.SetScreenClearedEveryFrame(false) // what rests stays
	ebiten.SetWindowTitle("sgdnoise")
	ebiten.SetWindowSize(1000, 720)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	if err := ebiten.RunGameWithOptions(a, &ebiten.RunGameOptions{InitUnfocused: true}); err != nil {
		h.stopped(err)
	}
}
