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
	ticks := make([]Tick, 0, int(last-first)+1)
	for i := first; i <= last; i++ {
		v := value(i) + 0 // turns -0 into 0
		ticks = append(ticks, Tick{v, label(v, exponent)})
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
	var ticks []Tick
	for e := every * int(math.Floor(l/float64(every))); float64(e) <= h; e += every {
		for _, m := range mantissas {
			v := m * math.Pow10(e)
			if v >= lo*(1-1e-9) && v <= hi*(1+1e-9) {
				ticks = append(ticks, Tick{v, label(v, e)})
			}
		}
	}
	return ticks
}

// label writes v, a multiple of 10^exponent, with a real minus sign; as m·10ⁿ
// where the digits would be too many.
func label(v float64, exponent int) string {
	if a := math.Abs(v); v != 0 && (a >= 1e5 || a < 0.9e-3) {
		// Digits after the point: what the tick's step leaves of the leading digit.
		lead := int(math.Floor(math.Log10(a) + 1e-12))
		s := strconv.FormatFloat(v, 'e', max(lead-exponent, 0), 64)
		mantissa, e, _ := strings.Cut(s, "e")
		k, _ := strconv.Atoi(e)
		switch mantissa {
		case "1":
			return "10" + superscript(k)
		case "-1":
			return "−10" + superscript(k)
		}
		return minus(mantissa) + "·10" + superscript(k)
	}
	return minus(strconv.FormatFloat(v, 'f', max(-exponent, 0), 64))
}

// minus writes the hyphen of a number as a minus sign.
func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

var superscripts = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
	"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

func superscript(k int) string { return superscripts.Replace(strconv.Itoa(k)) }
