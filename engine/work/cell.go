package work

import (
	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
)

// CellRequest asks for one cell of a stability map, see [sweep.NewCell]. The
// problem must be one that [CanTravel].
func CellRequest(p problem.Linear, r sgd.Rule, seed uint64) []byte {
	return appendAll(appendTask([]byte{kindCell}, p, r), seed)
}

// CellAnswer is a cell as measured.
type CellAnswer struct {
	Regime       sweep.Regime
	Growth, Tail measure.Estimate
}

// wireCell is a CellAnswer in numbers of fixed size.
type wireCell struct {
	Regime       uint8
	Growth, Tail measure.Estimate
}

func answerCell(request []byte) []byte {
	p, r, rest := readTask(request)
	var seed uint64
	readAll(rest, &seed)
	cell := sweep.NewCell(p, r, seed)
	cell.Work(nil)
	return appendAll(nil, wireCell{uint8(cell.Regime()), cell.Growth, cell.Tail})
}

// ReadCell reads the answer to a [CellRequest].
func ReadCell(answer []byte) CellAnswer {
	var wire wireCell
	readAll(answer, &wire)
	return CellAnswer{sweep.Regime(wire.Regime), wire.Growth, wire.Tail}
}
