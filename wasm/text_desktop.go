//go:build !js

package main

import (
	"bytes"
	"log"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/text/v2"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"sgdnoise/scenes/plot"
)

// textDrawer sets labels on the image. Only the desktop preview needs it: in a
// page labels are HTML, which saves the binary a text stack and a font.
type textDrawer struct{ regular, bold *text.GoTextFaceSource }

func (t *textDrawer) load() {
	source := func(ttf []byte) *text.GoTextFaceSource {
		s, err := text.NewGoTextFaceSource(bytes.NewReader(ttf))
		if err != nil {
			log.Fatal(err)
		}
		return s
	}
	t.regular, t.bold = source(goregular.TTF), source(gobold.TTF)
}

func (t *textDrawer) draw(dst *ebiten.Image, labels []label, th *plot.Theme, scale float64) {
	if t.regular == nil {
		t.load()
	}
	for _, l := range labels {
		source := t.regular
		if l.Bold {
			source = t.bold
		}
		op := &text.DrawOptions{}
		op.GeoM.Translate(l.x*scale, l.y*scale)
		op.ColorScale.ScaleWithColor(th.Of(l.Color))
		op.PrimaryAlign = map[plot.Align]text.Align{
			plot.Left: text.AlignStart, plot.Center: text.AlignCenter, plot.Right: text.AlignEnd,
		}[l.Align]
		op.SecondaryAlign = text.AlignCenter
		text.Draw(dst, l.text, &text.GoTextFace{Source: source, Size: l.Size * scale}, op)
	}
}
