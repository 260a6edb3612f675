package scenes

import (
	"encoding/json"
	"math"
	"strconv"
)

// Number is a float64 that is null in JSON where there is none.
type Number float64

// None stands for a number that doesn't exist.
var None = Number(math.NaN())

// Exists reports whether there is a number.
func (n Number) Exists() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// MarshalJSON writes null for a number that doesn't exist.
func (n Number) MarshalJSON() ([]byte, error) {
	if !n.Exists() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads null as None.
func (n *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = None
		return nil
	}
	v, err := strconv.ParseFloat(string(b), 64)
	*n = Number(v)
	return err
}

// Reading is a predicted number beside the measured one.
type Reading struct {
	Name      string `json:"name"`
	Symbol    string `json:"symbol"`
	Main      bool   `json:"main,omitempty"` // among the few that matter most at this instant
	Predicted Number `json:"predicted"`
	Measured  Number `json:"measured"`
	StdErr    Number `json:"stderr"`
	Valid     bool   `json:"valid"`  // the prediction holds here
	Reason    string `json:"reason"` // why a number is missing or only approximate
	Source    string `json:"source"` // of the prediction
}

// predicted is a reading of a number that isn't measured.
func predicted(name, symbol, source string, value float64) Reading {
	return Reading{Name: name, Symbol: symbol, Source: source, Predicted: Number(value), Measured: None, StdErr: None, Valid: true}
}

// limit is the reading of a largest λ.
func limit(name, symbol, source string, value float64) Reading {
	return predicted("lr.max."+name, symbol, source, value)
}

// refuse takes the prediction away and says why.
func (r *Reading) refuse(reason string) { r.Predicted, r.Valid, r.Reason = None, false, reason }

// Deviation is measured − predicted in standard errors, or None.
func (r *Reading) Deviation() Number {
	if !r.Valid || !(r.StdErr > 0) {
		return None
	}
	return (r.Measured - r.Predicted) / r.StdErr
}

// Status is the regime that theory predicts at the current values.
type Status string

// The regimes.
const (
	Stationary  Status = "stationary"   // second moments exist, and the window is open
	Transient   Status = "transient"    // second moments exist, but aren't stationary yet
	HeavyTailed Status = "heavy-tailed" // no second moments; typical runs stay
	Diverged    Status = "diverged"     // typical runs leave
)

// Report is what a scene says about itself at one instant.
type Report struct {
	Scene    string         `json:"scene"`
	Values   map[string]any `json:"values"`
	Tick     int            `json:"tick"`  // SGD steps since the restart
	Steps    int            `json:"steps"` // of them in the measuring window
	Walkers  int            `json:"walkers"`
	Diverged int            `json:"diverged"` // walkers held because they went too far
	Status   Status         `json:"status"`
	Sentence string         `json:"sentence"`
	Readings []Reading      `json:"readings"`
	Notes    []string       `json:"notes"`
}

// Reading returns the reading of the given name, or nil.
func (r *Report) Reading(name string) *Reading {
	for i := range r.Readings {
		if r.Readings[i].Name == name {
			return &r.Readings[i]
		}
	}
	return nil
}
