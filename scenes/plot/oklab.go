package plot

import (
	"image/color"
	"math"
)

// oklab is a colour in Björn Ottosson's perceptual space Oklab
// (https://bottosson.github.io/posts/oklab/): lightness, green-red, blue-yellow.
type oklab [3]float64

func toOklab(c color.RGBA) oklab {
	return linearToOklab(linear(c.R), linear(c.G), linear(c.B))
}

func linearToOklab(r, g, b float64) oklab {
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return oklab{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// mix goes the part t of the way to d.
func (c oklab) mix(d oklab, t float64) oklab {
	for i := range c {
		c[i] += t * (d[i] - c[i])
	}
	return c
}

func (c oklab) rgba() color.RGBA {
	l := c[0] + 0.3963377774*c[1] + 0.2158037573*c[2]
	m := c[0] - 0.1055613458*c[1] - 0.0638541728*c[2]
	s := c[0] - 0.0894841775*c[1] - 1.2914855480*c[2]
	l, m, s = l*l*l, m*m*m, s*s*s
	return color.RGBA{
		encoded(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		encoded(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		encoded(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
		255,
	}
}

// linear decodes an sRGB channel to linear light from 0 to 1.
func linear(c uint8) float64 {
	v := float64(c) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// encoded is the inverse of linear, clamped.
func encoded(v float64) uint8 {
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(255*min(max(v, 0), 1) + 0.5)
}
