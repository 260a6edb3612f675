package plot

import "sync"

// memo keeps results of a function that frame after frame asks for the same: the
// latest ones, some of which are asked for again.
type memo[K comparable, V any] struct {
	make func(K) V

	mu   sync.Mutex
	kept map[K]V
}

// most is how many results are kept. A frame asks for a few; views that follow what
// is measured use up the rest before long.
const most = 256

// of is the function at k.
func (m *memo[K, V]) of(k K) V {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.kept[k]
	if !ok {
		if m.kept == nil || len(m.kept) == most {
			m.kept = make(map[K]V)
		}
		v = m.make(k)
		m.kept[k] = v
	}
	return v
}
