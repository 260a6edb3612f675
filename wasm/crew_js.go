package main

import (
	"fmt"
	"strconv"
	"syscall/js"

	"sgdnoise/engine/work"
)

// The number of workers: usually a core each, but one is for the page.
const (
	usualWorkers = 8
	mostWorkers  = 64
)

// crew is a [work.Crew] of Web Workers, which stage-crew.js starts when they are
// first asked for something.
type crew struct {
	js      js.Value // see stage-crew.js
	chosen  int      // size of the crew, as long as none of it fails
	replies map[int]func(answer []byte)
	last    int // number of a request
}

var _ work.Crew = (*crew)(nil)

func newCrew(hands js.Value) *crew {
	c := &crew{js: hands, replies: map[int]func([]byte){}}
	c.choose("")
	return c
}

// choose sets the number of workers to what a reader asked for, "" being the
// usual. What isn't one is left alone, and the sentences returned say so.
func (c *crew) choose(text string) (notices []string) {
	n := min(max(js.Global().Get("navigator").Get("hardwareConcurrency").Int()-1, 1), usualWorkers)
	if text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 0 || n > mostWorkers {
			return []string{fmt.Sprintf("workers: “%.40s” is not a whole number from 0 to %d", text, mostWorkers)}
		}
	}
	if n != c.chosen {
		c.chosen = n
		c.js.Call("limit", n)
	}
	return nil
}

// Size implements work.Crew.
func (c *crew) Size() int { return c.js.Get("size").Int() }

// Ask implements work.Crew.
func (c *crew) Ask(worker int, request []byte, reply func(answer []byte)) {
	c.last++
	c.replies[c.last] = reply
	data := js.Global().Get("Uint8Array").New(len(request))
	js.CopyBytesToJS(data, request)
	c.js.Call("ask", worker, c.last, data)
}

// Deliver implements work.Crew. It can't wait.
func (c *crew) Deliver(bool) (open bool) {
	if len(c.replies) == 0 {
		return false
	}
	arrived := c.js.Call("take")
	for i := range arrived.Length() {
		id, data := arrived.Index(i).Index(0).Int(), arrived.Index(i).Index(1)
		var answer []byte
		if !data.IsNull() {
			answer = make([]byte, data.Length())
			js.CopyBytesToGo(answer, data)
		}
		reply := c.replies[id]
		delete(c.replies, id)
		reply(answer)
	}
	return len(c.replies) > 0
}
