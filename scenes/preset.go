package scenes

// Preset is a setting worth looking at: something to try, or a figure of the
// paper. Parameters that it doesn't name take their defaults.
type Preset struct {
	Figure string         `json:"figure,omitempty"` // such as "4a"; empty if it is none
	Label  string         `json:"label"`            // of the button
	Text   string         `json:"text"`             // what to do and what will be seen
	Values map[string]any `json:"values"`
}
