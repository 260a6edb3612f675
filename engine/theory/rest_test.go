package theory_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/theory"
)

// A state that is at rest in joint terms stays there; one whose position alone
// looks stationary is not let through.
func TestRest(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 1))
	for i, c := range randomCases(r, 40, 10) {
		batch, mu := 1+r.IntN(c.most), randomMomentum(r)
		law := c.p.Law(batch)
		lr := between(r, 0.2, 0.8) * theory.LimitsOf(&law, mu).Variance
		sigma, _ := theory.Stationary(&law, lr, mu)
		rest := theory.RestOf(&law, sigma, lr, mu)
		s := theory.At(&law, plane.Vec{1, -1})
		for range 100000 {
			if rest.Reached(&s, 1e-6, 1e-9) {
				break
			}
			s.Step(&law, lr, mu)
		}
		for range 50 {
			if cov := s.Cov(); cov.Plus(-1, sigma).Norm() > 1e-8*sigma.Norm() {
				t.Fatalf("case %d: at rest the covariance is %v, Σ %v", i, cov, sigma)
			}
			s.Step(&law, lr, mu)
		}
		if mu == 0 {
			continue
		}
		for _, off := range [...]int{2, 3} { // a swing that position doesn't show
			swung := s
			swung.Mean[off] += 3 * math.Sqrt(s.Second[off][off])
			if rest.Reached(&swung, 0.1, 0.1) {
				t.Errorf("case %d: at rest with a mean momentum of %v", i, swung.Mean)
			}
		}
	}
}
