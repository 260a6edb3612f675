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
// The hot loops are those of rng/fill.go and problem/gaussianloop.go, which are in
// Go and, for wasm, in assembly. All times are nanoseconds in wasm, unless natively,
// least of many rounds; rng's benchmarks, problem.BenchmarkLoops,
// sgd.BenchmarkAdvance and ./build.sh bench print today's.
//
// In Go, under Node 20:
//
//   - A round of an empty loop costs 1, since Go's wasm jumps by a table; two of
//     xoshiro256++'s words 2.2; a table, a product and a store 1 a number.
//   - One loop that draws, computes the gradient and moves takes 10.4 a walker at
//     S = 1. Columns of numbers first take 11.8, separate gradient and update
//     loops 15.8. Unrolled twice: 7% less, for twice the text.
//   - Marsaglia and Tsang's ziggurat needs a second table and a comparison of
//     floats; McFarland's, an integer comparison. 256 layers leave 12 in 1000 to
//     the slow path, 1024 leave 3. Two numbers in one word save half a word each.
//   - Constants of the loop are 16 numbers and Go's wasm has 16 registers of each
//     kind: arrays of structs, max() instead of a comparison (a call, 3 times
//     slower), and other generators (sfc64, xoshiro256+) gained nothing.
//   - Bartlett's factors of the Wishart law need two χ² and three normal numbers a
//     step, 66 at S = 64; the law of Z'r given |r| needs one and two: 17. The exact
//     test of χ² numbers costs 130: 29 a walker at S = 2, 22 at 4, 19 at 8.
//   - Go has no SIMD for wasm, nor has its assembler, and float32 nowhere saves a
//     conversion.
//
// In assembly, which gives V8 real loops and no bounds to check, in Chromium 156:
//
//   - A walker takes 6.9 at S = 1 and 11.8 at S = 64, where Go took 12.1 and 14.3; V8
//     makes 130 and 155 instructions of it. Natively Go takes 7.2 and 11.4. Under Node,
//     columns of normal numbers take 1.8 a number instead of 2.7, of χ² numbers at
//     ν = 64 3.4 instead of 10.6.
//   - A loop that leaves at an unsettled word and enters again with the numbers
//     settled takes no longer than one that lists such walkers for later, and has the
//     formula once. Natively it is 5 to 10% quicker than a call in an untaken branch.
//   - Settling was 1.3 of 8.4 at S = 1 and 2 of 13.8 at S = 64, for 9 and 13 walkers in
//     1000. The diagonal of a box tells all but a few points without a logarithm: 58 a
//     point instead of 113. The squeeze with all bits of its uniform number saves two
//     more: 0.2 a walker at S = 64.
//   - Unrolled twice: 3% at S = 64, nothing at S = 1; four times, no more. One address
//     and the ways to the other columns instead of four addresses: 2%. V8 takes three
//     instructions for a constant 1, two if it comes from an integer: 3% at S = 64.
//   - To draw the next walker's numbers before this one moves, to join the two tests
//     of a word, and other ways to clear and set bits gained nothing. Without the
//     division S = 64 would take 7% less.
//   - Go keeps no struct of more than four fields in registers: with a fifth constant
//     of χ², a Hessian of three numbers took 34 natively instead of 19. Calls for one
//     number each instead of slices of one: 15, and in wasm 41 instead of 59.
//
// Tests compare every formula with an independent slow way to the same number:
// a Kronecker system, finite differences, direct sampling or simulation.
package engine
