package plot

import (
	"image/color"
	"math"
	"testing"
)

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b color.RGBA) float64 {
	luminance := func(c color.RGBA) float64 {
		return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

var (
	themes   = Themes
	meanings = []Color{Theory, Measured, Continuous, SDE, Hessian, General}
)

// WCAG 2.2: 1.4.3 asks 4.5 of text, 1.4.11 asks 3 of lines.
func TestContrast(t *testing.T) {
	for _, th := range themes {
		text := append([]Color{Ink, Muted}, meanings...)
		for _, c := range text {
			for _, ground := range []Color{Panel, Background} {
				if r := contrast(th.Of(c), th.Of(ground)); r < 4.5 {
					t.Errorf("%s: %v text on %v has contrast %.2f", th.Name, c, ground, r)
				}
			}
		}
		for _, ground := range []Color{BandStable, BandHeavy, BandDiverges} {
			if r := contrast(th.Of(Ink), th.Of(ground)); r < 4.5 {
				t.Errorf("%s: text on %v has contrast %.2f", th.Name, ground, r)
			}
		}
		for _, c := range append(text, Faint) {
			if r := contrast(th.Of(c), th.Of(Panel)); r < 3 {
				t.Errorf("%s: %v line on a panel has contrast %.2f", th.Name, c, r)
			}
		}
		for _, c := range text {
			for _, h := range []float64{0, 1} {
				if r := contrast(th.Of(c), th.SurfaceRamp()(h)); r < 3 {
					t.Errorf("%s: %v line on the surface at %v has contrast %.2f", th.Name, c, h, r)
				}
			}
		}
	}
}

// Daylight on the screen adds light to everything: of the contrast on a projector
// little is left, so it begins with more.
func TestProjectorHasMoreContrast(t *testing.T) {
	for _, c := range append([]Color{Ink, Muted, Faint}, meanings...) {
		light, beam := contrast(Light.Of(c), Light.Of(Panel)), contrast(Projector.Of(c), Projector.Of(Panel))
		if beam < min(1.2*light, 5) {
			t.Errorf("%v has contrast %.1f, in the light theme %.1f", c, beam, light)
		}
	}
}

// What dichromats see, as matrices on linear RGB: Machado, Oliveira and
// Fernandes, IEEE Trans. Vis. Comput. Graph. 15 (2009), severity 1.
var dichromats = map[string][9]float64{
	"normal":       {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// A difference of 0.02 in Oklab is just noticeable; meanings differ by twice
// that for everybody, and by their dashes besides.
func TestMeaningsDifferForEverybody(t *testing.T) {
	for _, th := range themes {
		for name, m := range dichromats {
			seen := func(c Color) oklab {
				p := th.Of(c)
				r, g, b := linear(p.R), linear(p.G), linear(p.B)
				return linearToOklab(max(m[0]*r+m[1]*g+m[2]*b, 0), max(m[3]*r+m[4]*g+m[5]*b, 0), max(m[6]*r+m[7]*g+m[8]*b, 0))
			}
			for i, a := range meanings {
				for _, b := range meanings[:i] {
					if d := distance(seen(a), seen(b)); d < 0.04 {
						t.Errorf("%s, %s: %v and %v are %.3f apart", th.Name, name, a, b, d)
					}
				}
			}
		}
	}
}

func distance(a, b oklab) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}

func TestSurfaceRampIsUniform(t *testing.T) {
	const steps = 8
	for _, th := range themes {
		whole := distance(toOklab(th.SurfaceRamp()(0)), toOklab(th.SurfaceRamp()(1)))
		for i := range steps {
			a, b := th.SurfaceRamp()(float64(i)/steps), th.SurfaceRamp()(float64(i+1)/steps)
			// Rounding to 8 bits moves either colour by 0.002 at most.
			if d := distance(toOklab(a), toOklab(b)); math.Abs(d-whole/steps) > 0.004 {
				t.Errorf("%s: step %d is %.4f, want %.4f", th.Name, i, d, whole/steps)
			}
		}
		for _, out := range []struct{ t, like float64 }{{-1, 0}, {math.Inf(-1), 0}, {2, 1}, {math.Inf(1), 1}, {math.NaN(), 1}} {
			if th.SurfaceRamp()(out.t) != th.SurfaceRamp()(out.like) {
				t.Errorf("%s: ramp at %v is not the one at %v", th.Name, out.t, out.like)
			}
		}
		if got := th.SurfaceRamp()(0); got != th.surface[0] {
			t.Errorf("%s: ramp starts at %v, want %v", th.Name, got, th.surface[0])
		}
	}
}

func TestOklabReference(t *testing.T) {
	// White is (1, 0, 0), and the page that defines Oklab lists these.
	for _, c := range []struct {
		rgb  color.RGBA
		want oklab
	}{
		{opaque(0xffffff), oklab{1, 0, 0}},
		{opaque(0xff0000), oklab{0.6279554, 0.2248631, 0.1258463}},
		{opaque(0x0000ff), oklab{0.4520137, -0.0324570, -0.3115281}},
	} {
		if d := distance(toOklab(c.rgb), c.want); d > 1e-4 {
			t.Errorf("%v: %v, want %v", c.rgb, toOklab(c.rgb), c.want)
		}
		if back := c.want.rgba(); back != c.rgb {
			t.Errorf("%v comes back as %v", c.rgb, back)
		}
	}
}

func TestThemeByName(t *testing.T) {
	if ThemeByName("dark") != Dark || ThemeByName("light") != Light || ThemeByName("projector") != Projector || ThemeByName("pink") != Light {
		t.Error("themes are mixed up")
	}
}

func TestStrokesDiffer(t *testing.T) {
	seen := map[string]Color{}
	for _, c := range meanings {
		s := c.Stroke()
		if s.Color != c || s.Width < 2 {
			t.Errorf("%v is drawn as %+v", c, s)
		}
		key := dashes(s)
		if other, ok := seen[key]; ok {
			t.Errorf("%v and %v have the same dashes", c, other)
		}
		seen[key] = c
	}
}
