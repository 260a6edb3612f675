// Package engine is the root of the mathematics: SGD walkers on small problems,
// the theory that predicts them, and the measurements that check it. It holds
// no code itself. Nothing below it knows a screen, a clock or global
// randomness; a run is a function of its parameters and its seed.
//
// # The setting
//
// A loss L(w) = E[½ (w·x − y)²] in two parameters, minibatches of S samples,
// and heavy-ball momentum:
//
//	g = (1/S) Σ ∇ℓᵢ(w)      gradient of one minibatch
//	m ← μ m + g
//	w ← w − λ m
//
// The gradient is affine in w with random coefficients. Therefore the first
// and second moments of (w, m) obey a closed linear recursion, and everything
// in package theory is exact unless it says otherwise. Losses that are no
// parabola have the exact noise C(w) at every point, and approximate theory.
//
// # Notation
//
// Conventions are those of Ziyin, Liu, Mori and Ueda, "Strength of Minibatch
// Noise in SGD", ICLR 2022 (arXiv 2102.05375). Vectors and symmetric matrices
// of the plane are [sgdnoise/engine/plane.Vec] and [sgdnoise/engine/plane.Sym]
// (entries 11, 12, 22).
//
//	symbol   in the code         meaning
//	λ        LR, lr              learning rate
//	μ        Momentum, mu        momentum, 0 ≤ μ < 1
//	Λ        Lambda              preconditioner: w ← w − λ Λ m; the identity unless said
//	S        Batch, batch        samples per minibatch
//	N        Points              size of a finite dataset
//	w        W, w                parameters, a column per coordinate
//	m        M, m                momentum's accumulated gradient
//	w*       Min, Minimum        where L is smallest
//	v        v                   w − w*
//	A        A                   E[x x'], covariance of the inputs
//	σ        Sigma               standard deviation of the label noise
//	B        Input               covariance of noise on the inputs
//	Γ, γ     Ridge               weight decay ½ w'Γw, Γ = γ I as a rule
//	H        H, Hess             Hessian of L; A + B + Γ for regression
//	Â        Hessians            Hessian of one minibatch, E[Â] = H
//	C        NoiseCov, Noise     Cov(g), at w or averaged over the walkers
//	Σ        sigma, Stationary   Cov(w) when stationary
//	V        v (a Sym)           E[v v'], second moments about the minimum
//	L(w*)    Floor               loss that no w can remove
//	c₀       Scale               factor of the Hessian approximations, σ² or 2 L(w*)
//	K        evolution           map of the moments over one step
//	β        Hill                tail exponent: P(|v| > r) ~ r^−β
//
// # Where to start reading
//
//   - param: the table that sliders, addresses, flags and messages come from.
//   - problem: [sgdnoise/engine/problem.Linear] is what a problem must offer,
//     [sgdnoise/engine/problem.Law] what theory needs to know of it.
//     Gaussian draws minibatch gradients at a cost that doesn't grow with S;
//     Dataset samples given points, real or made up, from a single one up;
//     Misfit is a line fitted to a parabola. Valley, TanhNeuron and Logistic
//     are curved; Tangent is a curved problem near its minimum.
//   - sgd: [sgdnoise/engine/sgd.Ensemble] moves the walkers, in blocks that
//     have a random stream each, so that a run doesn't depend on its portions.
//   - isotropic: the same in any number of dimensions, for inputs that are alike
//     in all directions: walkers, moments, limits.
//   - theory: Stationary, State (the moments now), LimitsOf (where moments
//     cease to exist), Typical (where typical runs leave), Approximations,
//     TailScalar, TailPlane and TailMomentum (exact tail exponents), TailApproximations,
//     WeightDecay (the test loss against γ, and the best one).
//   - measure: time averages with standard errors from independent walkers;
//     Survival counts how far walkers stray (Hill plots, Student-t fits).
//   - work: a crew of workers, threads or Web Workers, that find cells of the
//     stability map or move the walkers of an ensemble too large for one thread;
//     what comes of it is the same to the last bit, because blocks of walkers have
//     streams of their own, and sums are added block by block, in order.
//   - rng, plane, sweep: random streams, 2 × 2 algebra, grids of cells and the
//     regime that a cell is found in.
//
// # What was tried for speed
//
// The hot loops are those of rng/normal.go and problem/gaussianmove.go. All times
// are nanoseconds in wasm under Node 20 on one machine, least of many rounds;
// BenchmarkTriples, sgd.BenchmarkAdvance and ./build.sh bench print today's.
//
//   - A round of an empty loop costs 1, since Go's wasm jumps by a table; two of
//     xoshiro256++'s words 2.2; a table, a product and a store 1 a number.
//   - One loop that draws, computes the gradient and moves takes 10.4 a walker at
//     S = 1. Columns of numbers first take 11.8, separate gradient and update
//     loops 15.8. Unrolled twice: 7% less, for twice the text.
//   - Marsaglia and Tsang's ziggurat needs a second table and a comparison of
//     floats; McFarland's, an integer comparison. 256 layers leave 12 in 1000 to
//     the slow path, 1024 leave 3. Two numbers in one word save half a word each.
//   - A list of slow cases, worked off after the loop, is slower in Go than a call
//     in an untaken branch, unless the list is allocated beforehand; no gain then.
//   - Constants of the loop are 16 numbers and Go's wasm has 16 registers of each
//     kind: arrays of structs, max() instead of a comparison (a call, 3 times
//     slower), and other generators (sfc64, xoshiro256+) gained nothing.
//   - Bartlett's factors of the Wishart law need two χ² and three normal numbers a
//     step, 66 at S = 64; the law of Z'r given |r| needs one and two: 17. The exact
//     test of χ² numbers costs 130: 29 a walker at S = 2, 22 at 4, 19 at 8.
//   - Go has no SIMD for wasm, and float32 nowhere saves a conversion.
//
// Tests compare every formula with an independent slow way to the same number:
// a Kronecker system, finite differences, direct sampling or simulation.
package engine
