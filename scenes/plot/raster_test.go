package plot

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"sgdnoise/engine/measure"
)

var panel = View{Rect: R(0, 0, 300, 200), X0: -3, X1: 3, Y0: -2, Y1: 2}

// normals are n points of a round cloud with standard deviation 1/2.
func normals(n int) (xs, ys []float64) {
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		xs, ys = append(xs, r.NormFloat64()/2), append(ys, r.NormFloat64()/2)
	}
	return xs, ys
}

func alphaAt(img *Raster, v View, x, y float64) byte {
	p := v.Px(x, y)
	i := int((p.X - v.Rect.Min.X) / v.Rect.W() * float64(img.W))
	j := int((p.Y - v.Rect.Min.Y) / v.Rect.H() * float64(img.H))
	return img.Pix[4*(j*img.W+i)+3]
}

// A lone walker is a dot about 4 px wide, wherever it stands, and centred on it.
func TestDensityLoneWalker(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var d Density
	for range 200 {
		x, y := r.Float64()*5-2.5, r.Float64()*3-1.5
		img := d.Raster(Light, Measured, panel, []float64{x}, []float64{y}, nil)
		if a := alphaAt(img, panel, x, y); a < 50 {
			t.Fatalf("walker at (%v, %v) has opacity %d", x, y, a)
		}
		var sum, mx, my float64
		for j := range d.grid.Height {
			for i, n := range d.grid.Row(j) {
				w := float64(n)
				sum, mx, my = sum+w, mx+w*(float64(i)+0.5), my+w*(float64(j)+0.5)
			}
		}
		if sum != measure.OneWalker {
			t.Fatalf("walker weighs %v, want %v", sum, measure.OneWalker)
		}
		p := panel.Px(x, y)
		dx, dy := mx/sum*panel.Rect.W()/float64(img.W)-p.X, my/sum*panel.Rect.H()/float64(img.H)-p.Y
		// Weights are 1/64 of a cell exact, places 1/16.
		if math.Hypot(dx, dy) > densityCell/10 {
			t.Fatalf("walker at (%v, %v) is drawn (%.2f, %.2f) px away", x, y, dx, dy)
		}
		if c := covered(img); c > 9 || c < 4 {
			t.Fatalf("walker covers %d cells", c)
		}
	}
}

func TestDensityReadableAtAnySize(t *testing.T) {
	var d Density
	for _, n := range []int{100, 10_000, 1_000_000} {
		xs, ys := normals(n)
		xs, ys = append(xs, 2.8), append(ys, 1.8) // one far out
		img := d.Raster(Light, Measured, panel, xs, ys, nil)
		if a := alphaAt(img, panel, 2.8, 1.8); a < 35 {
			t.Errorf("%d walkers: a lone one has opacity %d", n, a)
		}
		full, levels := 0, map[byte]bool{}
		for i := 3; i < len(img.Pix); i += 4 {
			levels[img.Pix[i]] = true
			if img.Pix[i] >= byte(255*densityTop)-1 {
				full++
			}
		}
		if len(levels) < 10 || float64(full) > 0.2*float64(covered(img)) {
			t.Errorf("%d walkers: %d levels, %d of %d cells saturated", n, len(levels), full, covered(img))
		}
	}
}

func TestDensityLeavesOut(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	odd := []float64{nan, inf, -inf, 1e12, -1e12, 1e300, -1e300, 3.0001, -3.0001, math.MaxFloat64}
	var xs, ys []float64
	for _, x := range odd {
		xs, ys = append(xs, x, 0, x), append(ys, 0, x, x)
	}
	var d Density
	if img := d.Raster(Light, Measured, View{panel.Rect, -3, 3, -3, 3}, xs, ys, nil); covered(img) != 0 {
		t.Errorf("%d cells covered by walkers outside", covered(img))
	}
	if img := d.Raster(Light, Measured, panel, []float64{0, 1}, []float64{0, 1}, []bool{true, true}); covered(img) != 0 {
		t.Error("skipped walkers show")
	}
	img := d.Raster(Light, Measured, panel, []float64{0, 1}, []float64{0, 1}, []bool{true, false})
	if alphaAt(img, panel, 0, 0) != 0 || alphaAt(img, panel, 1, 1) == 0 {
		t.Error("the wrong walker is skipped")
	}
	// Corners, edges and views without an extent must not index out of range.
	corners := []float64{-3, 3, -3, 3, math.Nextafter(3, 0), math.Nextafter(-3, 0)}
	for _, v := range []View{{panel.Rect, -3, 3, -3, 3}, {R(0, 0, 1, 1), -3, 3, -3, 3}, {Rect{}, -3, 3, -3, 3},
		{panel.Rect, 0, 0, 0, 0}, {R(0, 0, nan, inf), -3, 3, nan, 3}, {R(0, 0, 1e9, 10), -3, 3, -3, 3}, {panel.Rect, 3, -3, 3, -3}} {
		d.Raster(Dark, Measured, v, corners, []float64{-3, -3, 3, 3, math.Nextafter(-3, 0), math.Nextafter(3, 0)}, nil)
	}
}

func TestDensityMillionInOnePlace(t *testing.T) {
	n := 1_000_000
	xs := make([]float64, n)
	var d Density
	d.Raster(Light, Measured, panel, xs, xs, nil)
	sum := 0.0
	for _, c := range d.grid.Cells {
		sum += float64(c)
	}
	if want := float64(n) * measure.OneWalker; sum != want {
		t.Errorf("weight %v, want %v", sum, want)
	}
}

// More walkers are never fainter, whatever the scale.
func TestShades(t *testing.T) {
	for _, crowding := range []float64{0, 0.3, 1, 10, 1e3, 1e6} {
		var d Density
		d.makeShades(Light.Of(Measured), crowding)
		last := 0
		for n := uint32(1); n < 1<<31; n += 1 + n/20 {
			s := shadeOf(n)
			if lo, hi := weightOf(s), weightOf(s+1); float64(n) < lo || float64(n) >= hi {
				t.Fatalf("weight %d has shade %d, which spans %v to %v", n, s, lo, hi)
			}
			if s < last || d.shades[s]>>24 < d.shades[last]>>24 {
				t.Fatalf("crowding %v: weight %d is fainter than a smaller one", crowding, n)
			}
			last = s
			for shift := 0; shift < 24; shift += 8 {
				if d.shades[s]>>shift&255 > d.shades[s]>>24 {
					t.Fatalf("shade %d is not premultiplied: %08x", s, d.shades[s])
				}
			}
		}
	}
	if s := shadeOf(math.MaxUint32); s >= numShades {
		t.Errorf("shade %d of the largest weight", s)
	}
}

func TestDensityKeepsMemory(t *testing.T) {
	xs, ys := normals(1000)
	var d Density
	before := d.Raster(Light, Measured, panel, xs, ys, nil).Version
	if n := testing.AllocsPerRun(10, func() { d.Raster(Light, Measured, panel, xs, ys, nil) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if d.img.Version == before {
		t.Error("version stands still")
	}
}

func TestSurface(t *testing.T) {
	calls := 0
	bowl := func(x, y float64) float64 { calls++; return x*x + y*y }
	s := Surface{Key: "surface"}
	img := s.Raster(Light, panel, bowl, 1)
	if img.Key != "surface" || img.W*img.H*4 != len(img.Pix) {
		t.Errorf("raster %q %dx%d with %d bytes", img.Key, img.W, img.H, len(img.Pix))
	}
	tabulated, version := calls, img.Version
	if s.Raster(Light, panel, bowl, 1); calls != tabulated || img.Version != version {
		t.Error("an unchanged surface is computed again")
	}
	if s.Raster(Dark, panel, bowl, 1); calls != tabulated || img.Version == version {
		t.Error("a new theme must repaint without tabulating")
	}
	version = img.Version
	if s.Raster(Dark, panel, bowl, 2); calls == tabulated || img.Version == version {
		t.Error("a new version is not computed")
	}
	if n := testing.AllocsPerRun(5, func() { s.Raster(Dark, panel, bowl, uint64(calls)) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestSurfaceColours(t *testing.T) {
	var s Surface
	at := func(img *Raster, i, j int) [4]byte { return [4]byte(img.Pix[4*(j*img.W+i):]) }
	ramp := func(h float64) [4]byte { c := Light.SurfaceRamp()(h); return [4]byte{c.R, c.G, c.B, 255} }
	img := s.Raster(Light, panel, func(x, y float64) float64 { return x + y }, 1)
	if at(img, 0, img.H-1) != ramp(0) || at(img, img.W-1, 0) != ramp(1) {
		t.Error("a slope must be lowest at the bottom left and highest at the top right")
	}
	img = s.Raster(Light, panel, func(x, y float64) float64 {
		if x < 0 {
			return math.NaN()
		}
		return 7
	}, 2)
	if at(img, 0, 0) != ramp(1) || at(img, img.W-1, 0) != ramp(0) {
		t.Error("not-a-number must be high, a plain low")
	}
}

// A picture's part holds whatever can be seen of it, and little more.
func TestDensityPart(t *testing.T) {
	var d Density
	for _, at := range [][2][]float64{{{-1, 0.5}, {-0.5, 1}}, {{0}, {0}}, {{-1.99}, {-1.99}}, {{1.99}, {1.99}}, {nil, nil}, {{9, math.NaN()}, {9, 0}}} {
		img := d.Raster(Light, Measured, View{Rect: R(0, 0, 200, 100), X0: -2, X1: 2, Y0: -2, Y1: 2}, at[0], at[1], nil)
		seen := image.Rectangle{}
		for y := range img.H {
			for x := range img.W {
				if img.Pix[4*(y*img.W+x)+3] != 0 {
					seen = seen.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		if img.Part.Empty() || !seen.In(img.Part) || img.Part.Dx()*img.Part.Dy() > max(1, seen.Dx()*seen.Dy()+2*(seen.Dx()+seen.Dy())) {
			t.Errorf("walkers at %v are seen in %v, the part is %v", at, seen, img.Part)
		}
	}
}
