package plot

import "math"

// surfaceSide is the number of samples along either side of a surface: the
// canvas stretches them smoothly.
const surfaceSide = 128

// Surface pictures a loss as the ground of a plot. The zero value is ready; it
// keeps the last picture.
type Surface struct {
	Key string // see Raster.Key

	theme   *Theme
	shades  [256][4]byte // of the theme
	view    View
	version uint64
	heights []float64
	img     Raster
}

// Raster shows f over v in theme's ramp, on a square-root scale from the
// smallest to the largest finite value on the panel. It tabulates f again only
// if theme, view or version differ from the last call's: the caller changes
// version whenever f changes. Where f is not finite the ramp is at its end.
func (s *Surface) Raster(th *Theme, v View, f func(x, y float64) float64, version uint64) *Raster {
	fresh := s.heights != nil && s.view == v && s.version == version
	if !fresh {
		s.view, s.version = v, version
		s.tabulate(f)
	}
	if s.theme != th {
		s.theme, fresh = th, false
		s.makeShades()
	}
	if !fresh {
		s.paint()
	}
	return &s.img
}

func (s *Surface) tabulate(f func(x, y float64) float64) {
	if s.heights == nil {
		s.heights = make([]float64, surfaceSide*surfaceSide)
		s.img = Raster{W: surfaceSide, H: surfaceSide, Pix: make([]byte, 4*surfaceSide*surfaceSide), Key: s.Key}
	}
	v := s.view
	for j := range surfaceSide {
		y := v.Y1 + (v.Y0-v.Y1)*(float64(j)+0.5)/surfaceSide
		for i := range surfaceSide {
			x := v.X0 + (v.X1-v.X0)*(float64(i)+0.5)/surfaceSide
			s.heights[j*surfaceSide+i] = f(x, y)
		}
	}
}

func (s *Surface) makeShades() {
	ramp := s.theme.SurfaceRamp()
	for i := range s.shades {
		c := ramp(float64(i) / 255)
		s.shades[i] = [4]byte{c.R, c.G, c.B, c.A}
	}
}

func (s *Surface) paint() {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, h := range s.heights {
		if finite(h) {
			lo, hi = min(lo, h), max(hi, h)
		}
	}
	for i, h := range s.heights {
		shade := 255
		if t := math.Sqrt((h - lo) / (hi - lo)); t < 1 {
			shade = int(255 * t)
		} else if h == lo {
			shade = 0 // f is flat
		}
		copy(s.img.Pix[4*i:], s.shades[shade][:])
	}
	s.img.Version++
}
