package work

import "sync"

// goroutines is a crew in this process. Its queues have no ends, so that asking
// never waits.
type goroutines struct {
	mu       sync.Mutex
	changed  sync.Cond
	requests [][]task // of each worker, those that wait
	answers  []func() // that have arrived
	open     int      // requests without a delivered answer
	ended    bool
}

type task struct {
	request []byte
	reply   func(answer []byte)
}

// Goroutines starts a crew of n workers in this process, and returns it with a
// function that ends it. What still waits then is never answered.
func Goroutines(n int) (crew Crew, end func()) {
	g := &goroutines{requests: make([][]task, n)}
	g.changed.L = &g.mu
	for k := range n {
		go g.work(k)
	}
	return g, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.ended = true
		g.changed.Broadcast()
	}
}

func (g *goroutines) work(k int) {
	var w Worker
	g.mu.Lock()
	defer g.mu.Unlock()
	for {
		for len(g.requests[k]) == 0 && !g.ended {
			g.changed.Wait()
		}
		if g.ended {
			return
		}
		t := g.requests[k][0]
		g.requests[k] = g.requests[k][1:]
		g.mu.Unlock()
		answer := w.Answer(t.request)
		g.mu.Lock()
		g.answers = append(g.answers, func() { t.reply(answer) })
		g.changed.Broadcast()
	}
}

// Size implements [Crew].
func (g *goroutines) Size() int { return len(g.requests) }

// Ask implements [Crew].
func (g *goroutines) Ask(worker int, request []byte, reply func(answer []byte)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open++
	g.requests[worker] = append(g.requests[worker], task{request, reply})
	g.changed.Broadcast()
}

// Deliver implements [Crew].
func (g *goroutines) Deliver(wait bool) (open bool) {
	g.mu.Lock()
	for wait && g.open > 0 && len(g.answers) == 0 {
		g.changed.Wait()
	}
	arrived := g.answers
	g.answers = nil
	g.open -= len(arrived)
	g.mu.Unlock()
	for _, reply := range arrived {
		reply()
	}
	return g.open > 0
}
