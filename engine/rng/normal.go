package rng

import "math"

// A word in which two normal numbers share: each takes its index from the lowest
// bits of its half and its value, of 22 bits, from the others.
const (
	bothIndices = indexMask<<32 | indexMask
	bothMissing = missing<<32 | missing
	bothBeyond  = layers<<32 | layers     // the carries of index + missing
	bothMiddle  = layers/2<<32 | layers/2 // makes the values symmetric about 0
	upperHalf   = 0xffffffff00000000
	normalBits  = -1 << 11 // the value in a word that a number has for itself
)

// Low is the normal number in the lower half of the word u, unless [Unsettled].
func Low(u uint64) float64 {
	return float64(int64((u&^bothIndices|bothMiddle)<<32)) * widths[u&indexMask]
}

// High is the one in the upper half.
func High(u uint64) float64 {
	return float64(int64((u&^bothIndices|bothMiddle)&upperHalf)) * widths[u>>32&indexMask]
}

// Normal is the normal number that has the word v for itself, unless [Unsettled].
func Normal(v uint64) float64 {
	return float64(int64(v)&normalBits) * widths[v&indexMask]
}

// Unsettled reports whether one of the three normal numbers of the words u, which
// two share, and v lies outside the ziggurat's layers: 9 times in 1024.
func Unsettled(u, v uint64) bool {
	return ((u&bothIndices+bothMissing)|(v&indexMask+missing))&bothBeyond != 0
}

// Settle returns Low(u), High(u) and Normal(v), replaced where they have to be.
func (s *Stream) Settle(u, v uint64) (low, high, normal float64) {
	low, high = s.settlePair(u)
	return low, high, s.settle(v)
}

func (s *Stream) settlePair(u uint64) (low, high float64) {
	low, high = Low(u), High(u)
	if u&indexMask >= fullLayers {
		low = s.spare.replace(u << 32)
	}
	if u>>32&indexMask >= fullLayers {
		high = s.spare.replace(u)
	}
	return low, high
}

func (s *Stream) settle(v uint64) float64 {
	if v&indexMask >= fullLayers {
		return s.spare.replace(v)
	}
	return Normal(v)
}

// replace returns a normal number from outside the layers, signed like u.
func (g *Words) replace(u uint64) float64 {
	return math.Copysign(g.outside(), float64(int64(u)))
}

// Normal returns one standard normal number, the next of [Stream.Normals].
func (s *Stream) Normal() float64 { return s.settle(s.main.uint64()) }

// Normals fills dst with independent standard normal numbers, a word each.
func (s *Stream) Normals(dst []float64) {
	for n := 0; n < len(dst); n++ {
		settled, u := fillNormals(&s.main, dst[n:])
		if n += settled; n < len(dst) {
			dst[n] = s.spare.replace(u)
		}
	}
}
