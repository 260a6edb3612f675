package scenes

// patience keeps what takes long from beginning in the middle of a drag: it is
// asked at every call of work, and ends when values have been left alone a while.
type patience struct{ calls int }

// renew begins anew, because something has changed.
func (p *patience) renew() { p.calls = 0 }

// ended counts a call of work and reports whether it may begin.
func (p *patience) ended() bool {
	const most = 12
	p.calls++
	return p.calls > most
}
