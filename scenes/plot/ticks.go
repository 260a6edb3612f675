package plot

import (
	"math"
	"strconv"
	"strings"
)

// Tick is a marked value of an axis.
type Tick struct {
	Value float64
	Label string
}

// maxTicks bounds the work on ranges too narrow for float64 to step through.
const maxTicks = 200

// Ticks returns about n ticks between lo and hi, whose step is 1, 2 or 5 times
// a power of ten. There are none if lo < hi does not hold or either is not finite.
func Ticks(lo, hi float64, n int) []Tick {
	if !(lo < hi) || !finite(hi-lo) || n < 1 {
		return nil
	}
	mantissa, exponent := niceStep((hi - lo) / float64(n))
	// Multiples of a power of ten are exact where multiples of 0.1 are not.
	unit, scale := 1.0, math.Pow10(exponent)
	if exponent < 0 {
		unit, scale = math.Pow10(-exponent), 1
	}
	value := func(i float64) float64 { return i * mantissa * scale / unit }
	// The slack keeps a tick at an end that was computed as 0.30000000000000004.
	const slack = 1e-9
	first := math.Ceil(lo/value(1) - slack)
	last := math.Floor(hi/value(1) + slack)
	if !(last-first < maxTicks) {
		return nil
	}
	powers := usePowers(lo, hi)
	ticks := make([]Tick, 0, int(last-first)+1)
	for i := first; i <= last; i++ {
		v := value(i) + 0 // turns -0 into 0
		ticks = append(ticks, Tick{v, label(v, exponent, powers)})
	}
	return ticks
}

// niceStep is the m·10^e, m in {1, 2, 5}, nearest to step on a log scale.
func niceStep(step float64) (m float64, e int) {
	e = int(math.Floor(math.Log10(step)))
	switch f := step / math.Pow(10, float64(e)); {
	case f < math.Sqrt2:
		return 1, e
	case f < math.Sqrt(10):
		return 2, e
	case f < math.Sqrt(50):
		return 5, e
	default:
		return 1, e + 1
	}
}

// LogTicks returns ticks at powers of ten between lo and hi, at most about n
// of them, and at 2 and 5 times these where there is room. Values are not
// logarithms. There are none unless 0 < lo < hi and both are finite.
func LogTicks(lo, hi float64, n int) []Tick {
	if !(0 < lo && lo < hi) || !finite(hi) || n < 1 {
		return nil
	}
	l, h := math.Log10(lo), math.Log10(hi)
	mantissas := []float64{1, 2, 5}
	if 3*(h-l) > float64(n) {
		mantissas = mantissas[:1]
	}
	every := int(math.Ceil((h - l) / float64(n)))
	powers := usePowers(lo, lo) || usePowers(hi, hi)
	var ticks []Tick
	for e := every * int(math.Floor(l/float64(every))); float64(e) <= h; e += every {
		for _, m := range mantissas {
			v := m * math.Pow10(e)
			if v >= lo*(1-1e-9) && v <= hi*(1+1e-9) {
				ticks = append(ticks, Tick{v, label(v, e, powers)})
			}
		}
	}
	return ticks
}

// usePowers says whether numbers between lo and hi are better written m·10ⁿ.
func usePowers(lo, hi float64) bool {
	largest := max(math.Abs(lo), math.Abs(hi))
	return largest >= 1e6 || largest < 1e-3
}

// label writes v, a multiple of 10^exponent, with all digits that may differ.
func label(v float64, exponent int, powers bool) string {
	if v == 0 {
		return "0"
	}
	// The slack: a power of ten may have been computed as slightly less.
	lead := int(math.Floor(math.Log10(math.Abs(v)) + 1e-12))
	if !powers || lead == 0 || lead == 1 {
		return minus(strconv.FormatFloat(v, 'f', max(-exponent, 0), 64))
	}
	mantissa, _, _ := strings.Cut(strconv.FormatFloat(v, 'e', max(lead-exponent, 0), 64), "e")
	power := "10" + superscript(strconv.Itoa(lead))
	switch mantissa {
	case "1":
		return power
	case "-1":
		return "−" + power
	}
	return minus(mantissa) + "·" + power
}

// minus writes the hyphen of a number as a minus sign.
func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

// superscript writes a whole number as an exponent. (A strings.Replacer would be 2 kB of
// what a page loads.)
func superscript(number string) string {
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	return strings.Map(func(r rune) rune {
		if r == '-' {
			return '⁻'
		}
		return digits[r-'0']
	}, number)
}
