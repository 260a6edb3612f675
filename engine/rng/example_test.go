package rng_test

import (
	"fmt"
	"math/rand/v2"

	"sgdnoise/engine/rng"
)

// The batch calls and math/rand/v2 read the same stream.
func Example() {
	s := rng.New(1, rng.Walkers, 0)

	normals := make([]float64, 3)
	s.Normals(normals)
	fmt.Printf("%.4f\n", normals)

	c := rng.NewChiSquare(8)
	s.ChiSquares(normals, c)
	fmt.Printf("%.4f\n", normals)

	minibatch := make([]int32, 4)
	s.Indices(minibatch, 100)
	fmt.Println(minibatch)

	fmt.Println(rand.New(s).Perm(5))
	// Output:
	// [0.9327 0.5256 1.1082]
	// [8.1317 10.8160 3.3169]
	// [69 97 87 53]
	// [1 0 3 2 4]
}
