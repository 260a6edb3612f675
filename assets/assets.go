// Package assets holds the embedded datasets; README.md says where they are from.
package assets

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
)

//go:embed data/*.csv
var data embed.FS

// Columns reads two numeric columns of the embedded file data/name.csv by
// their headings. It panics if there are none: the files are part of the program.
func Columns(name, x, y string) (xs, ys []float64) {
	f, err := data.Open("data/" + name + ".csv")
	if err != nil {
		panic("assets: " + err.Error())
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic("assets: " + err.Error())
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
