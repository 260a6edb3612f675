package work

import "fmt"

// Worker is the far end of a [Crew]: it answers requests. What it keeps from one
// request to the next is its own.
type Worker struct {
	part *part // walkers that it moves
}

// The kinds of request, each the first byte of one.
const (
	kindCell   byte = iota
	kindSettle      // walkers settle here, in place of those before
	kindOrder       // to those walkers
)

// Answer does what a request asks for. It panics on one that it doesn't know,
// because only this package makes them.
func (w *Worker) Answer(request []byte) []byte {
	switch kind := request[0]; kind {
	case kindCell:
		return answerCell(request[1:])
	case kindSettle:
		w.part = settle(request[1:])
		return []byte{0} // done
	case kindOrder:
		if w.part == nil { // they were with a worker before this one
			return []byte{}
		}
		return w.part.answer(request[1:])
	default:
		panic(fmt.Sprintf("work: request of kind %d", kind))
	}
}
