package scenes

import (
	"math"
	"testing"

	"sgdnoise/scenes/plot"
)

// TestReproducible shows that pauses within steps don't change a run, that
// drawing consumes no randomness, and that stamped changes act at their step.
func TestReproducible(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		many := map[string]any{"walkers": 3500} // four blocks
		a, b := open(t, i.ID, many), open(t, i.ID, many)
		a.Advance(10, nil)
		change := map[string]any{"batch": 2}
		if i.Params.Index("lr") >= 0 {
			change["lr"] = 0.3 * a.Value("lr")
		}
		a.Set(change)
		a.Advance(10, nil)
		b.SetAt(10, change)
		always := func() bool { return true }
		for b.Tick() < 20 {
			b.Advance(20-b.Tick(), always)
			b.Draw(plot.NewRecord(400, 300, plot.Dark))
		}
		ra, rb := a.Report(), b.Report()
		for k := range ra.Readings {
			if ra.Readings[k].Measured != rb.Readings[k].Measured && ra.Readings[k].Measured.Exists() {
				t.Errorf("%s: %v in one go, %v in portions", ra.Readings[k].Name, ra.Readings[k].Measured, rb.Readings[k].Measured)
			}
		}
		a.Reset()
		a.Advance(20, nil)
		c := open(t, i.ID, many, change)
		c.Advance(20, nil)
		ra, rb = a.Report(), c.Report()
		for k := range ra.Readings {
			if x, y := ra.Readings[k].Measured, rb.Readings[k].Measured; x != y && (x.Exists() || y.Exists()) {
				t.Errorf("%s: a restart gives %v, a fresh session %v", ra.Readings[k].Name, x, y)
			}
		}
	})
}

// asCloud lets tests tell clouds from other scenes.
func (s *cloud) asCloud() *cloud { return s }

func eachCloud(t *testing.T, f func(t *testing.T, i Info)) {
	eachScene(t, func(t *testing.T, i Info) {
		if _, ok := i.New().(interface{ asCloud() *cloud }); ok {
			f(t, i)
		}
	})
}

// TestAgreement is the point of it all: at the defaults and after changes in
// mid-flight, measurement agrees with theory within 4 standard errors.
func TestAgreement(t *testing.T) {
	eachCloud(t, func(t *testing.T, i Info) {
		s := open(t, i.ID)
		s.Settle()
		for _, change := range []map[string]any{{}, {"batch": 16}, {"momentum": 0.5}} {
			if change["momentum"] != nil && i.Params.Index("momentum") < 0 {
				continue
			}
			if len(change) > 0 {
				s.Set(change)
				r := s.Report()
				s.Set(map[string]any{"lr": 0.4 * float64(r.Reading("lr.max.fourth").Predicted)})
			}
			for s.Report().Status == Transient {
				s.Advance(10, nil)
			}
			s.Advance(200, nil)
			r := s.Report()
			compared := 0
			for _, rd := range r.Readings {
				if d := rd.Deviation(); d.Exists() {
					compared++
					if math.Abs(float64(d)) > 4 {
						t.Errorf("after %v, %s is %v standard errors off", change, rd.Name, d)
					}
				}
			}
			if compared < 9 {
				t.Errorf("after %v only %d readings can be compared", change, compared)
			}
		}
	})
}
