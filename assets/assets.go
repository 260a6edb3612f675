// Package assets holds the embedded datasets; README.md says where they are from.
package assets

import (
	_ "embed" // data
	"fmt"
	"strconv"
	"strings"
)

// Strings and a split where packages embed and csv would do: those are 6 kB of what a page loads.
var (
	//go:embed data/faithful.csv
	faithful string
	//go:embed data/penguins.csv
	penguins string

	files = map[string]string{"faithful": faithful, "penguins": penguins}
)

// Columns reads two numeric columns of the embedded file data/name.csv by
// their headings. It panics if there are none: the files are part of the program.
func Columns(name, x, y string) (xs, ys []float64) {
	text, ok := files[name]
	if !ok {
		panic("assets: no file " + name)
	}
	var rows [][]string // no cell is quoted
	for line := range strings.Lines(text) {
		rows = append(rows, strings.Split(strings.TrimSpace(line), ","))
	}
	return column(rows, x), column(rows, y)
}

func column(rows [][]string, heading string) []float64 {
	for k, h := range rows[0] {
		if h != heading {
			continue
		}
		col := make([]float64, len(rows)-1)
		for i, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[k], 64)
			if err != nil {
				panic(fmt.Sprintf("assets: %s, line %d: %v", heading, i+2, err))
			}
			col[i] = v
		}
		return col
	}
	panic("assets: no column " + heading)
}
