package scenes

import (
	"encoding/csv"
	"io"
	"strconv"
)

// WriteCSV writes the readings as a table with a heading; a number that
// doesn't exist is an empty cell.
func (r *Report) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"name", "predicted", "measured", "stderr", "valid", "reason", "source"})
	for i := range r.Readings {
		d := &r.Readings[i]
		out.Write([]string{d.Name, cell(d.Predicted), cell(d.Measured), cell(d.StdErr),
			strconv.FormatBool(d.Valid), d.Reason, d.Source})
	}
	out.Flush()
	return out.Error()
}

func cell(n Number) string {
	if !n.Exists() {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'g', -1, 64)
}
