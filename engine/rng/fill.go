package rng

// fillNormals fills dst with normal numbers until it meets a word that leaves its
// number unsettled. It returns how many there are before that, and the word.
func (g *Words) fillNormals(dst []float64) (n int, u uint64) {
	w := *g
	for n < len(dst) {
		if u, w = w.Next(); u&indexMask >= fullLayers {
			break
		}
		dst[n] = Normal(u)
		n++
	}
	*g = w
	return n, u
}

// fillGammas is fillNormals for χ² numbers.
func (g *Words) fillGammas(dst []float64, c *ChiSquare) (n int, u uint64) {
	w := *g
	for n < len(dst) {
		u, w = w.Next()
		y, ok := c.Of(u)
		if !ok || u&indexMask >= fullLayers {
			break
		}
		dst[n] = y
		n++
	}
	*g = w
	return n, u
}
