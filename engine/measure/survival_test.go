package measure_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
)

// scattered places walkers at random about the centre.
func scattered(n int, draw func() float64) problem.Columns {
	var pos problem.Columns
	for k := range pos {
		for range n {
			pos[k] = append(pos[k], centre[k]+draw())
		}
	}
	return pos
}

func TestSurvivalEqualsSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 1))
	const n = 1000
	for _, dim := range []int{1, 2} {
		s := measure.NewSurvival(n, dim, centre)
		held := make([]bool, n)
		held[3], held[700] = true, true
		var all []float64
		for range 3 {
			pos := scattered(n, func() float64 { return r.NormFloat64() / r.NormFloat64() })
			s.Add(pos, held)
			for i := range held {
				a, b := pos[0][i]-centre[0], pos[1][i]-centre[1]
				switch {
				case held[i]:
				case dim == 1:
					all = append(all, math.Abs(a), math.Abs(b))
				default:
					all = append(all, math.Hypot(a, b))
				}
			}
		}
		if s.Steps() != 3 {
			t.Errorf("%d steps, want 3", s.Steps())
		}
		slices.Sort(all)
		for _, l := range s.Levels() {
			k := slices.IndexFunc(all, func(x float64) bool { return x >= l.X })
			if int(l.Count) != len(all)-k || math.Abs(l.Share-float64(len(all)-k)/float64(len(all))) > 1e-15 {
				t.Fatalf("dim %d: %d of %d beyond %v, want %d", dim, l.Count, len(all), l.X, len(all)-k)
			}
			var logs float64
			for _, x := range all[k:] {
				logs += math.Log(x / l.X)
			}
			// A single bin's own width shows where it is all there is.
			if want := float64(len(all)-k) / logs; l.Count > 100 && math.Abs(l.Hill.Value/want-1) > 1e-3 {
				t.Errorf("dim %d: beyond %v the Hill estimate is %v, want %v", dim, l.X, l.Hill.Value, want)
			}
		}
		s.Reset(centre)
		if s.Steps() != 0 || s.Levels() != nil {
			t.Error("a reset leaves something")
		}
	}
}

// Over many samples of a power law the errors are as large as they say.
func TestSurvivalErrorsAreHonest(t *testing.T) {
	r := rand.New(rand.NewPCG(52, 1))
	const n, beta, nu = 400, 2.5, 3
	student := distuv.StudentsT{Sigma: 2, Nu: nu, Src: r}
	var zHill, zFit []float64
	for range 400 {
		s, u := measure.NewSurvival(n, 1, centre), measure.NewSurvival(n, 1, centre)
		s.Add(scattered(n, func() float64 { return math.Pow(r.Float64(), -1/beta) }), make([]bool, n))
		u.Add(scattered(n, student.Rand), make([]bool, n))
		h := s.Levels()[40].Hill
		zHill = append(zHill, (h.Value-beta)/h.StdErr)
		fit := u.Student(4 * nu)
		zFit = append(zFit, (fit.Value-nu)/fit.StdErr)
	}
	for name, z := range map[string][]float64{"Hill": zHill, "Student": zFit} {
		mean, sd := stat.MeanStdDev(z, nil)
		if math.Abs(mean) > 0.35 || math.Abs(sd-1) > 0.2 {
			t.Errorf("%s: z has mean %.2f and standard deviation %.2f", name, mean, sd)
		}
	}
}

// In the plane the Student-t law is the bivariate one.
func TestStudentInThePlane(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 1))
	const n, nu, scale = 20000, 4, 0.5
	chi := distuv.ChiSquared{K: nu, Src: r}
	var pos problem.Columns
	for range n {
		w := scale / math.Sqrt(chi.Rand()/nu)
		pos[0] = append(pos[0], centre[0]+w*r.NormFloat64())
		pos[1] = append(pos[1], centre[1]+w*r.NormFloat64())
	}
	s := measure.NewSurvival(n, 2, centre)
	s.Add(pos, make([]bool, n))
	fit := s.Student(nu * scale * scale)
	if z := (fit.Value - nu) / fit.StdErr; math.Abs(z) > 4 || fit.StdErr > 0.1 {
		t.Errorf("the fit is %v ± %v, want %v", fit.Value, fit.StdErr, nu)
	}
}

func TestSurvivalOfFew(t *testing.T) {
	s := measure.NewSurvival(3, 2, centre)
	if fit := s.Student(1); !math.IsNaN(fit.Value) {
		t.Errorf("fit of nothing: %v", fit)
	}
	s.Add(problem.Columns{{centre[0], 1, 1e300}, {centre[1], 1, 1e300}}, make([]bool, 3))
	for _, l := range s.Levels() {
		if !math.IsNaN(l.Hill.StdErr) || !(l.Share > 0) {
			t.Errorf("three walkers give %+v", l)
		}
	}
	if fit := s.Student(1); !math.IsNaN(fit.StdErr) {
		t.Errorf("fit of three walkers: %v", fit)
	}
}

func TestSurvivalAllocatesNothingPerStep(t *testing.T) {
	pos := scattered(100, func() float64 { return 1 })
	s, held := measure.NewSurvival(100, 1, centre), make([]bool, 100)
	if n := testing.AllocsPerRun(10, func() { s.Add(pos, held) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
