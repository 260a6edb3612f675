package work

import (
	"encoding/binary"
	"fmt"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

// CanTravel reports whether workers can have a problem: endless Gaussian data,
// which a few numbers describe.
func CanTravel(p problem.Problem) bool { return kindOf(p) >= 0 }

// kindOf is the place of a problem's type in problems, or −1.
func kindOf(p problem.Problem) int {
	switch p.(type) {
	case *problem.Gaussian:
		return 0
	case *problem.Scalar:
		return 1
	}
	return -1
}

func newProblem(kind byte) problem.Linear {
	return [...]problem.Linear{new(problem.Gaussian), new(problem.Scalar)}[kind]
}

// wireRule is an [sgd.Rule] in numbers of fixed size.
type wireRule struct {
	LR, Momentum float64
	Batch        int64
	Lambda       plane.Sym
}

// appendTask appends a problem that can travel, and a rule.
func appendTask(b []byte, p problem.Problem, r sgd.Rule) []byte {
	kind := kindOf(p)
	if kind < 0 {
		panic(fmt.Sprintf("work: a %T can't travel", p))
	}
	return appendAll(b, byte(kind), p, wireRule{r.LR, r.Momentum, int64(r.Batch), r.Lambda})
}

// readTask reads what appendTask appended, and returns the rest of the bytes.
func readTask(b []byte) (p problem.Linear, r sgd.Rule, rest []byte) {
	p = newProblem(b[0])
	var wire wireRule
	rest = readAll(b[1:], p, &wire)
	return p, sgd.Rule{LR: wire.LR, Momentum: wire.Momentum, Batch: int(wire.Batch), Lambda: wire.Lambda}, rest
}

// appendAll appends values of fixed size. Bytes that can't be written or read
// are a mistake of this package, which makes them all.
func appendAll(b []byte, values ...any) []byte {
	for _, v := range values {
		var err error
		if b, err = binary.Append(b, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return b
}

// readAll reads what appendAll appended, and returns the rest of the bytes.
func readAll(b []byte, pointers ...any) (rest []byte) {
	for _, p := range pointers {
		n, err := binary.Decode(b, binary.LittleEndian, p)
		if err != nil {
			panic(err)
		}
		b = b[n:]
	}
	return b
}
