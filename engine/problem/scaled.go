package problem

import "sgdnoise/engine/plane"

// Scaled is another problem seen in the coordinates ω = R⁻¹w. Plain SGD in ω is
// SGD in w with the preconditioner Λ = R R: from m_ω = R m and ω ← ω − λ m_ω
// follows w ← w − λ Λ m. So all that is known of plain SGD holds for any fixed
// Λ, with Cov(w) = R Cov(ω) R (derived; section 6.4 of Ziyin et al. 2022 has
// the cases in which Λ commutes with the Hessian).
type Scaled struct {
	Linear Linear
	Root   plane.Sym // R = √Λ, symmetric and positive definite
}

var _ Linear = (*Scaled)(nil)

// Loss implements [Problem].
func (p *Scaled) Loss(w plane.Vec) float64 { return p.Linear.Loss(p.Root.Apply(w)) }

// Grad implements [Problem].
func (p *Scaled) Grad(w plane.Vec) plane.Vec {
	return p.Root.Apply(p.Linear.Grad(p.Root.Apply(w)))
}

// Hess implements [Problem].
func (p *Scaled) Hess(w plane.Vec) plane.Sym {
	return p.Root.Sandwich(p.Linear.Hess(p.Root.Apply(w)))
}

// Minimum implements [Problem].
func (p *Scaled) Minimum() plane.Vec { return p.Root.Inverse().Apply(p.Linear.Minimum()) }

// NoiseCov implements [Problem].
func (p *Scaled) NoiseCov(w plane.Vec, batch int) plane.Sym {
	return p.Root.Sandwich(p.Linear.NoiseCov(p.Root.Apply(w), batch))
}

// Law implements [Linear]: Â becomes R Â R and ξ becomes R ξ.
func (p *Scaled) Law(batch int) Law {
	r, l := p.Root, p.Linear.Law(batch)
	c1, c2 := r.Sandwich(l.Cross[0]), r.Sandwich(l.Cross[1])
	return Law{
		Min: r.Inverse().Apply(l.Min), Floor: l.Floor, H: r.Sandwich(l.H),
		Moments: l.Moments.sandwiched(r), Add: r.Sandwich(l.Add),
		Cross: [2]plane.Sym{c1.Scale(r[0]).Plus(r[1], c2), c1.Scale(r[1]).Plus(r[2], c2)},
	}
}

// sandwiched are the moments of R Â R, whose entries are linear in those of Â.
func (m *Moments) sandwiched(r plane.Sym) Moments {
	var rows [3]plane.Sym // of that linear map, by its columns
	for k := range 3 {
		var unit plane.Sym
		unit[k] = 1
		for row, x := range r.Sandwich(unit) {
			rows[row][k] = x
		}
	}
	var expand func(left, e entry) float64
	expand = func(left, e entry) float64 {
		for row := range left {
			if left[row] == 0 {
				continue
			}
			left[row]--
			var sum float64
			for k, x := range rows[row] {
				if x != 0 {
					next := e
					next[k]++
					sum += x * expand(left, next)
				}
			}
			return sum
		}
		return m.at(e)
	}
	var out Moments
	for i := range 5 {
		for j := range 5 - i {
			for k := range 5 - i - j {
				out[i][j][k] = expand(entry{i, j, k}, entry{})
			}
		}
	}
	return out
}

// Gradients implements [Problem].
func (p *Scaled) Gradients(g, w Columns, batch int, d *Draws) {
	if d.mapped[0] == nil {
		d.mapped = Columns{make([]float64, d.n), make([]float64, d.n)}
	}
	apply(p.Root, d.mapped, w)
	p.Linear.Gradients(g, d.mapped, batch, d)
	apply(p.Root, g, g)
}

// apply stores a·v in out for each column pair v; out may be v itself.
func apply(a plane.Sym, out, v Columns) {
	for i, x := range v[0] {
		y := v[1][i]
		out[0][i], out[1][i] = a[0]*x+a[1]*y, a[1]*x+a[2]*y
	}
}

// Hessians implements [Linear].
func (p *Scaled) Hessians(dst []plane.Sym, batch int, d *Draws) {
	p.Linear.Hessians(dst, batch, d)
	for i := range dst {
		dst[i] = p.Root.Sandwich(dst[i])
	}
}
