package theory

import "sgdnoise/engine/plane"

// Epochs predicts runs on reshuffled epochs, approximately: it keeps the
// anticorrelation of the batches of one epoch and drops the multiplicative
// noise. Batches have noise covariance fac R and, within an epoch of n batches
// from N points, −R/(N−1) between them (R the covariance of one sample's
// gradient at the minimum). With F the mean map and K the noise's kick, the
// state k steps into an epoch has covariance
//
//	Fᵏ P₀ F'ᵏ + (fac + 1/(N−1)) Σ_j Fʲ K R K' F'ʲ − G_k R G_k'/(N−1),
//	G_k = Σ_{j<k} Fʲ K
//
// (derived; at μ = 0 and one dimension the closed form known for epochs).
type Epochs struct {
	H      plane.Sym
	Noise  plane.Sym // fac R, the covariance of one batch's noise at the minimum
	Batch  int
	Points int // N
	LR, Mu float64
}

// mostEpochs bounds the epochs that Stationary iterates.
const mostEpochs = 100000

// Stationary is Σ averaged over the positions in an epoch. ok is false if the
// mean isn't stable.
func (e *Epochs) Stationary() (plane.Sym, bool) {
	largest, _, _ := e.H.Eigen()
	if e.LR >= 2*(1+e.Mu)/largest {
		return plane.Sym{}, false
	}
	var s State
	var last plane.Sym
	n := e.Points / e.Batch
	for range mostEpochs {
		var sum plane.Sym
		run := e.From(s, 0)
		for range n {
			now := run.State()
			sum = sum.Plus(1/float64(n), now.Cov())
			run.Step()
		}
		s = run.State()
		if sum.Plus(-1, last).Norm() <= 1e-12*sum.Norm() {
			return sum, true
		}
		last = sum
	}
	return last, false
}

// EpochRun follows the moments through epochs.
type EpochRun struct {
	e       *Epochs
	f       [4][4]float64
	free    State         // F^k applied to the epoch's start
	sum     [4][4]float64 // Σ_j Fʲ K R K' F'ʲ
	g       [4][2]float64 // G_k
	fresh   [4][2]float64 // Fᵏ K
	used    int           // points of the epoch
	perStep float64       // fac + 1/(N−1) over fac
	between float64       // 1/(N−1) over fac
}

// From starts at the state s with so many points of the epoch used already. The
// noise ahead is taken as independent of s, which is exact at an epoch's start.
func (e *Epochs) From(s State, used int) *EpochRun {
	n, b := float64(e.Points), float64(e.Batch)
	r := &EpochRun{e: e, f: meanMap(e.H, e.LR, e.Mu)}
	if b < n {
		r.between = b / (n - b) // (1/(N−1)) / ((N−S)/(S(N−1)))
	}
	r.perStep = 1 + r.between
	r.begin(s)
	if used+e.Batch <= e.Points {
		r.used = used
	}
	return r
}

// Used is how many points of the epoch have been used.
func (r *EpochRun) Used() int { return r.used }

func (r *EpochRun) begin(s State) {
	r.free, r.used = s, 0
	r.sum, r.g = [4][4]float64{}, [4][2]float64{}
	r.fresh = [4][2]float64{{-r.e.LR, 0}, {0, -r.e.LR}, {1, 0}, {0, 1}}
}

// Step goes one batch on, into the next epoch where this one ends.
func (r *EpochRun) Step() {
	r.free = r.free.mapped(&r.f)
	// The sums over j < k+1 are those over j < k with the newest term Fᵏ K.
	addKicked(&r.sum, &r.fresh, r.e.Noise)
	for i := range r.g {
		r.g[i][0] += r.fresh[i][0]
		r.g[i][1] += r.fresh[i][1]
	}
	var next [4][2]float64
	for i := range next {
		for j := range r.f {
			next[i][0] += r.f[i][j] * r.fresh[j][0]
			next[i][1] += r.f[i][j] * r.fresh[j][1]
		}
	}
	r.fresh = next
	if r.used += r.e.Batch; r.used+r.e.Batch > r.e.Points {
		r.begin(r.State())
	}
}

// State is the prediction for now.
func (r *EpochRun) State() State {
	s := r.free
	var joint [4][4]float64
	addKicked(&joint, &r.g, r.e.Noise)
	for i := range s.Second {
		for j := range s.Second {
			s.Second[i][j] += r.perStep*r.sum[i][j] - r.between*joint[i][j]
		}
	}
	return s
}

// addKicked adds k n k' to m.
func addKicked(m *[4][4]float64, k *[4][2]float64, n plane.Sym) {
	for i := range m {
		a, b := k[i][0]*n[0]+k[i][1]*n[1], k[i][0]*n[1]+k[i][1]*n[2]
		for j := range m {
			m[i][j] += a*k[j][0] + b*k[j][1]
		}
	}
}
