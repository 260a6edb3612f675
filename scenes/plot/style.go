package plot

// strokes holds how each meaning is drawn, in plots and legends alike. Meanings
// differ in dashing as well as in colour, so that they survive grey printing.
var strokes = [numColors]Stroke{
	Ink:        {Width: 1.5},
	Muted:      {Width: 1},
	Faint:      {Width: 1, Alpha: 0.55},
	Theory:     {Width: 2.5, Dash: []float64{13, 6}},
	Measured:   {Width: 2.5, Halo: 1.5},
	Continuous: {Width: 2, Dash: []float64{7, 4}},
	SDE:        {Width: 2, Dash: []float64{9, 3, 2, 3}},
	Hessian:    {Width: 2, Dash: []float64{2, 3.5}},
	General:    {Width: 2, Dash: []float64{9, 3, 2, 3, 2, 3}},
}

// Stroke is the line style of role c. Draw Measured before Theory: theory's
// dashes then show on top of it where the two coincide.
func (c Color) Stroke() Stroke {
	s := strokes[c]
	s.Color = c
	if s.Width == 0 {
		s.Width = 1
	}
	return s
}

// WithAlpha is s at opacity a from 0 to 1, for trails that fade.
func (s Stroke) WithAlpha(a float64) Stroke {
	s.Alpha = a
	return s
}
