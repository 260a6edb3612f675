package plot

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func labels(ticks []Tick) string {
	var all []string
	for _, t := range ticks {
		all = append(all, t.Label)
	}
	return strings.Join(all, " ")
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   string
	}{
		{0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0"},
		{-2.5, 2.5, 5, "−2 −1 0 1 2"},
		{-0.3, 0.3, 6, "−0.3 −0.2 −0.1 0 0.1 0.2 0.3"},
		{0, 250000, 5, "0 50000 100000 150000 200000 250000"},
		{0, 2.5e6, 5, "0 5·10⁵ 1.0·10⁶ 1.5·10⁶ 2.0·10⁶ 2.5·10⁶"},
		{-3e-5, 0, 3, "−3·10⁻⁵ −2·10⁻⁵ −10⁻⁵ 0"},
		{99.98, 100.02, 4, "99.98 99.99 100.00 100.01 100.02"},
		{-1e12, 1e12, 2, "−10¹² 0 10¹²"},
		{1, 1, 5, ""}, {2, 1, 5, ""}, {0, 1, 0, ""},
		{math.NaN(), 1, 5, ""}, {0, math.Inf(1), 5, ""}, {-math.MaxFloat64, math.MaxFloat64, 5, ""},
	} {
		if got := labels(Ticks(c.lo, c.hi, c.n)); got != c.want {
			t.Errorf("Ticks(%v, %v, %d) = %q, want %q", c.lo, c.hi, c.n, got, c.want)
		}
	}
}

// Whatever the range: ticks inside it, evenly spaced, about as many as asked
// for (a 1-2-5 step is within √2.5 of any), each label reading as its value.
func TestTicksAnyRange(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		width := math.Pow(10, r.Float64()*16-8)
		lo := (r.Float64() - 0.5) * 10 * width
		n := 2 + r.IntN(10)
		ticks := Ticks(lo, lo+width, n)
		if k := float64(len(ticks)); k < math.Floor(float64(n)/1.59) || k > 1.59*float64(n)+1 {
			t.Fatalf("%v ticks of %v on [%v, %v]", k, n, lo, lo+width)
		}
		for i, tick := range ticks {
			if tick.Value < lo-1e-6*width || tick.Value > lo+width*(1+1e-6) {
				t.Fatalf("tick %v outside [%v, %v]", tick.Value, lo, lo+width)
			}
			if i > 1 && math.Abs(ticks[i].Value-2*ticks[i-1].Value+ticks[i-2].Value) > 1e-9*width {
				t.Fatalf("uneven ticks %v", ticks)
			}
			if v := parse(t, tick.Label); math.Abs(v-tick.Value) > 1e-6*width {
				t.Fatalf("%v is labelled %q", tick.Value, tick.Label)
			}
		}
	}
}

// parse reads a label back.
func parse(t *testing.T, label string) float64 {
	t.Helper()
	s := strings.ReplaceAll(label, "−", "-")
	if i := strings.IndexAny(s, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"); i >= 0 {
		mantissa := strings.TrimSuffix(strings.TrimSuffix(s[:i], "10"), "·")
		if mantissa == "" || mantissa == "-" {
			mantissa += "1"
		}
		s = mantissa + "e" + strings.NewReplacer("⁻", "-", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4",
			"⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9").Replace(s[i:])
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("label %q reads as %q", label, s)
	}
	return v
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   string
	}{
		{1, 1000, 5, "1 10 100 1000"},
		{0.01, 4, 8, "0.01 0.02 0.05 0.1 0.2 0.5 1 2"},
		{1e-6, 1e6, 4, "10⁻⁶ 10⁻³ 1 10³ 10⁶"},
		{1e-12, 1e12, 3, "10⁻⁸ 1 10⁸"},
		{1, 1024, 10, "1 2 5 10 20 50 100 200 500 1000"},
		{0, 1, 5, ""}, {-1, 1, 5, ""}, {1, 1, 5, ""}, {1, math.Inf(1), 5, ""}, {math.NaN(), 1, 5, ""},
	} {
		if got := labels(LogTicks(c.lo, c.hi, c.n)); got != c.want {
			t.Errorf("LogTicks(%v, %v, %d) = %q, want %q", c.lo, c.hi, c.n, got, c.want)
		}
	}
}
