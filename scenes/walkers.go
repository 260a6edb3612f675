package scenes

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sgdnoise/engine/problem"
)

// Walkers says where the walkers of a run are: a table with one row for each.
type Walkers struct {
	Columns []string    // "w1", "w2", ...; "held" is 1 for walkers that went too far and wait at the start
	Data    [][]float64 // by column; may alias the run
}

// cloudWalkers is the table of walkers in a plane.
func cloudWalkers(w problem.Columns, held []bool) Walkers {
	return Walkers{[]string{"w1", "w2", "held"}, [][]float64{w[0], w[1], heldColumn(held)}}
}

func heldColumn(held []bool) []float64 {
	column := make([]float64, len(held))
	for i, h := range held {
		if h {
			column[i] = 1
		}
	}
	return column
}

// WriteCSV writes the table with a heading. Numbers keep all their digits.
func (t *Walkers) WriteCSV(w io.Writer) error {
	if _, err := fmt.Fprintln(w, strings.Join(t.Columns, ",")); err != nil {
		return err
	}
	var line []byte
	for i := range t.Data[0] {
		line = line[:0]
		for _, column := range t.Data {
			line = append(strconv.AppendFloat(line, column[i], 'g', -1, 64), ',')
		}
		line[len(line)-1] = '\n'
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// Snapshot is the walkers of a moment with all that says which moment it is.
type Snapshot struct {
	Scene   string         `json:"scene"`
	Values  map[string]any `json:"values"`
	Tick    int            `json:"tick"`
	Walkers Walkers        `json:"walkers"`
}

// MarshalJSON writes the table as a list of numbers per column.
func (t Walkers) MarshalJSON() ([]byte, error) {
	columns := make(map[string][]float64, len(t.Columns))
	for k, name := range t.Columns {
		columns[name] = t.Data[k]
	}
	return json.Marshal(columns)
}

// Snapshot is where the walkers are now.
func (s *Session) Snapshot() Snapshot {
	return Snapshot{s.Info.ID, s.Info.Params.Map(s.values), s.tick, s.scene.Walkers()}
}
