package plot

import (
	"encoding/hex"
	"image/color"
)

// Theme gives every role its colour.
type Theme struct {
	Name    string
	Dark    bool
	RGB     [numColors]color.RGBA // opaque
	surface [2]color.RGBA         // loss surface at its minimum and far above it
}

// Of is the opaque colour of role c.
func (t *Theme) Of(c Color) color.RGBA { return t.RGB[c] }

// Light is the theme for white pages.
var Light = &Theme{
	Name: "light",
	RGB: [numColors]color.RGBA{
		Background:   opaque(0xffffff),
		Panel:        opaque(0xffffff),
		Ink:          opaque(0x14171c),
		Muted:        opaque(0x59616d),
		Faint:        opaque(0x7c8592),
		Theory:       opaque(0x0064b0),
		Measured:     opaque(0xc85100),
		Continuous:   opaque(0x008660),
		SDE:          opaque(0x4a2f9c),
		Hessian:      opaque(0xa8457f),
		General:      opaque(0x5c4a00),
		BandStable:   opaque(0xc7ddee),
		BandHeavy:    opaque(0xf3d9c7),
		BandDiverges: opaque(0xefb8bc),
	},
	surface: [2]color.RGBA{opaque(0xf4f7fb), opaque(0xd3dde9)},
}

// Dark is the theme for dark pages.
var Dark = &Theme{
	Name: "dark",
	Dark: true,
	RGB: [numColors]color.RGBA{
		Background:   opaque(0x0f1216),
		Panel:        opaque(0x12171e),
		Ink:          opaque(0xe8ebf0),
		Muted:        opaque(0x9aa3af),
		Faint:        opaque(0x6b7583),
		Theory:       opaque(0x5ab4f0),
		Measured:     opaque(0xf5a742),
		Continuous:   opaque(0x35d0a0),
		SDE:          opaque(0x8f7bf0),
		Hessian:      opaque(0xe08ac0),
		General:      opaque(0xa89a2a),
		BandStable:   opaque(0x1f3646),
		BandHeavy:    opaque(0x41331f),
		BandDiverges: opaque(0x521d24),
	},
	surface: [2]color.RGBA{opaque(0x1b2331), opaque(0x0f1319)},
}

// Projector is the theme for lecture halls, where daylight washes out whatever
// is pale: white grounds, dark lines, and colours as saturated as they can be.
var Projector = &Theme{
	Name: "projector",
	RGB: [numColors]color.RGBA{
		Background:   opaque(0xffffff),
		Panel:        opaque(0xffffff),
		Ink:          opaque(0x000000),
		Muted:        opaque(0x333941),
		Faint:        opaque(0x5b6470),
		Theory:       opaque(0x0050a0),
		Measured:     opaque(0xc24400),
		Continuous:   opaque(0x007048),
		SDE:          opaque(0x3d1d96),
		Hessian:      opaque(0xa02070),
		General:      opaque(0x4f3d00),
		BandStable:   opaque(0xa9cdf0),
		BandHeavy:    opaque(0xffcfa3),
		BandDiverges: opaque(0xff9aa2),
	},
	surface: [2]color.RGBA{opaque(0xffffff), opaque(0xd7e1ee)},
}

// Themes lists all of them; the first is the usual one.
var Themes = []*Theme{Light, Dark, Projector}

// ThemeByName is the theme called name, or Light if there is none.
func ThemeByName(name string) *Theme {
	for _, t := range Themes {
		if t.Name == name {
			return t
		}
	}
	return Light
}

// SurfaceRamp returns the colour of the loss surface by its height, from 0 at the
// minimum to 1; heights outside are clamped, NaN counts as 1. Equal steps look
// equally large: the ramp is a straight line in Oklab.
func (t *Theme) SurfaceRamp() func(height float64) color.RGBA {
	from, to := toOklab(t.surface[0]), toOklab(t.surface[1])
	return func(height float64) color.RGBA {
		h := 1.0
		if height < 1 {
			h = max(height, 0)
		}
		return from.mix(to, h).rgba()
	}
}

// Hex is an opaque colour as CSS and SVG write it.
func Hex(c color.RGBA) string {
	return "#" + hex.EncodeToString([]byte{c.R, c.G, c.B})
}

func opaque(rgb uint32) color.RGBA {
	return color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255}
}
