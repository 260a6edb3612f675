package rng

import "math"

// The ziggurat of C. D. McFarland, A modified ziggurat algorithm for generating
// exponentially and normally distributed pseudorandom numbers, J. Stat. Comput.
// Simul. 86 (2016). Of the area under f(x) = exp(−x²/2), x > 0, layer after layer
// of 1/1024 is cut off, from the bottom, each as a rectangle that lies wholly
// under f; 1021 of them fit. So a random index is all that the fast path looks
// at. The other 3 in 1024 fall into what the rectangles leave: the tail, a nearly
// triangular piece at the end of each layer, and the cap.
const (
	layers     = 1024
	fullLayers = 1021
	missing    = layers - fullLayers
	indexMask  = layers - 1

	tailArea = 7.157747935845674850e-05 // ∫ f beyond the first layer's width, √(π/2) erfc(4.0244/√2)
)

// widths are the layers' in units in which a signed 64-bit word is uniform
// between −1 and 1; those of indices without a layer are 0.
var widths [layers]float64

// edges are the widths, outermost first; edges[fullLayers] = 0 is the cap's inner
// edge. Layer k lies between heights[k] and heights[k+1] = f(edges[k]).
// pieces[k] is the area of the tail, k = 0, and of the boxes around the pieces
// 1 to k, box k being bounded by edges k−1 and k and heights k and k+1; guide[j]
// is the first k whose pieces[k] reaches j/1024 of all. f is nowhere farther from
// the diagonal of box k than bends[k] of the box's height.
var (
	edges   [fullLayers + 1]float64
	heights [fullLayers + 2]float64
	pieces  [fullLayers + 1]float64
	bends   [fullLayers + 1]float64
	guide   [layers]uint16
)

func init() {
	area := math.Sqrt(math.Pi/2) / layers
	x := 4.0
	for k := range fullLayers {
		// The width x at height h solves x (h − heights[k]) = area and h = f(x).
		for h := 0.0; ; {
			next := heights[k] + area/x
			if math.Abs(next-h) <= 4e-16*h {
				break
			}
			h, x = next, math.Sqrt(-2*math.Log(next))
			heights[k+1] = h
		}
		edges[k], widths[k] = x, x/(1<<63)
	}
	heights[fullLayers+1] = 1
	pieces[0] = tailArea
	for k := 1; k <= fullLayers; k++ {
		outer, inner, height := edges[k-1], edges[k], heights[k+1]-heights[k]
		pieces[k] = pieces[k-1] + float64((outer-inner)*height)
		curvature := max(math.Abs(outer*outer-1), math.Abs(inner*inner-1)) * heights[k+1] // f'' = (x² − 1) f
		bends[k] = curvature*(outer-inner)*(outer-inner)/8/height + 1e-9                  // more than rounding
	}
	k := 0
	for j := range guide {
		for pieces[k] < float64(j)/layers*pieces[fullLayers] {
			k++
		}
		guide[j] = uint16(k)
	}
}

// outside returns the magnitude of a normal number that isn't in any layer: a
// point uniform in the boxes, until one lies under f, or in the tail. Far enough
// from the box's diagonal it takes no logarithm to see which.
func (g *Words) outside() float64 {
	w := *g
	for {
		var u, v, h uint64
		u, w = w.Next()
		k := int(guide[u%layers])
		area := (float64(u%layers) + float64(u>>11)/(1<<53)) / layers * pieces[fullLayers]
		for pieces[k] < area {
			k++
		}
		if k == 0 {
			*g = w
			return g.tail()
		}
		v, w = w.Next()
		h, w = w.Next()
		right, up := uniform(v), uniform(h)
		x := edges[k] + float64(right*(edges[k-1]-edges[k]))
		if above := right + up - 1; above < -bends[k] || above <= bends[k] && under(x, k, up) {
			*g = w
			return x
		}
	}
}

// under reports whether f is above the point that lies in box k at x, so far up.
func under(x float64, k int, up float64) bool {
	y := heights[k] + float64(up*(heights[k+1]-heights[k]))
	return math.Log(y) < -0.5*x*x
}

// tail returns a normal number beyond the first layer, by G. Marsaglia,
// Generating a variable from the tail of the normal distribution, Technometrics
// 6 (1964).
func (g *Words) tail() float64 {
	for {
		x := -math.Log(g.float64()) / edges[0]
		y := -math.Log(g.float64())
		if y+y >= x*x {
			return edges[0] + x
		}
	}
}
