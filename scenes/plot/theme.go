package plot

import "image/color"

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
		Background:   hex(0xffffff),
		Panel:        hex(0xffffff),
		Ink:          hex(0x14171c),
		Muted:        hex(0x59616d),
		Faint:        hex(0x7c8592),
		Theory:       hex(0x0064b0),
		Measured:     hex(0xc85100),
		Continuous:   hex(0x008660),
		SDE:          hex(0x4a2f9c),
		Hessian:      hex(0xa8457f),
		General:      hex(0x5c4a00),
		BandStable:   hex(0xc7ddee),
		BandHeavy:    hex(0xf3d9c7),
		BandDiverges: hex(0xefb8bc),
	},
	surface: [2]color.RGBA{hex(0xf4f7fb), hex(0xd3dde9)},
}

// Dark is the theme for dark pages.
var Dark = &Theme{
	Name: "dark",
	Dark: true,
	RGB: [numColors]color.RGBA{
		Background:   hex(0x0f1216),
		Panel:        hex(0x12171e),
		Ink:          hex(0xe8ebf0),
		Muted:        hex(0x9aa3af),
		Faint:        hex(0x6b7583),
		Theory:       hex(0x5ab4f0),
		Measured:     hex(0xf5a742),
		Continuous:   hex(0x35d0a0),
		SDE:          hex(0x8f7bf0),
		Hessian:      hex(0xe08ac0),
		General:      hex(0xa89a2a),
		BandStable:   hex(0x1f3646),
		BandHeavy:    hex(0x41331f),
		BandDiverges: hex(0x521d24),
	},
	surface: [2]color.RGBA{hex(0x1b2331), hex(0x0f1319)},
}

// Projector is the theme for lecture halls, where daylight washes out whatever
// is pale: white grounds, dark lines, and colours as saturated as they can be.
var Projector = &Theme{
	Name: "projector",
	RGB: [numColors]color.RGBA{
		Background:   hex(0xffffff),
		Panel:        hex(0xffffff),
		Ink:          hex(0x000000),
		Muted:        hex(0x333941),
		Faint:        hex(0x5b6470),
		Theory:       hex(0x0050a0),
		Measured:     hex(0xc24400),
		Continuous:   hex(0x007048),
		SDE:          hex(0x3d1d96),
		Hessian:      hex(0xa02070),
		General:      hex(0x4f3d00),
		BandStable:   hex(0xa9cdf0),
		BandHeavy:    hex(0xffcfa3),
		BandDiverges: hex(0xff9aa2),
	},
	surface: [2]color.RGBA{hex(0xffffff), hex(0xd7e1ee)},
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

// SurfaceRamp is the colour of the loss surface at height t, from 0 at the
// minimum to 1; t outside is clamped, NaN counts as 1. Equal steps of t look
// equally large: the ramp is a straight line in Oklab.
func (t *Theme) SurfaceRamp(height float64) color.RGBA {
	h := 1.0
	if height < 1 {
		h = max(height, 0)
	}
	a, b := toOklab(t.surface[0]), toOklab(t.surface[1])
	for i := range a {
		a[i] += h * (b[i] - a[i])
	}
	return a.rgba()
}

func hex(rgb uint32) color.RGBA {
	return color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255}
}
