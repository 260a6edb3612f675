package scenes

// Step is one step of a talk: a scene with its values, one sentence, and one thing
// to try. Parameters that it doesn't name take their defaults.
type Step struct {
	Scene  string         `json:"scene"`
	Values map[string]any `json:"values"`
	Beside map[string]any `json:"beside,omitempty"` // the values in which a second picture beside it differs
	Text   string         `json:"text"`
	Try    string         `json:"try"`
}

// Story is the talk that the page gives unless its address names another: what
// the paper says, in eight steps.
func Story() []Step {
	return []Step{
		{Scene: "label-noise", Values: map[string]any{},
			Text: "Ten thousand runs of SGD on one loss. They fall to the minimum, and never come to rest.",
			Try:  "Press R: the cloud starts again, spreads, and stops at the dashed ellipse, which is theory."},
		{Scene: "label-noise", Values: map[string]any{"lr": 0.3, "show-continuous": "no", "show-hessian": "no"}, Beside: map[string]any{"lr": 0.9},
			Text: "The same random numbers, three times the step: the variance is six times as large.",
			Try:  "Drag S to 64: both clouds shrink, the right one farther, to four times the left."},
		{Scene: "label-noise", Values: map[string]any{"lr": 1.5},
			Text: "Past λ = 1.31 there is no variance at all, though gradient descent is stable up to 2.",
			Try:  "Press H to hold the outline, then drag λ to 0.8: an ellipse is born inside."},
		{Scene: "stability", Values: map[string]any{"lr": 1.15},
			Text: "Stable is not one question: error bars end first, then the variance, last the runs.",
			Try:  "Drag the ring down to S = 1, then up: large batches bring the first limits together."},
		{Scene: "heavy-tails", Values: map[string]any{},
			Text: "Far out, the chance to stray falls like a power of the distance. Rare batches set the power.",
			Try:  "Drag S to 16 and wait: the bulk follows the paper's index 16, the far tail an exponent of 11.4."},
		{Scene: "scaling-rule", Values: map[string]any{},
			Text: "Double the batch, double the step, keep the cloud? The scaling rule fails in two ways.",
			Try:  "Drag S to 128: the step is so long that no variance is left. At S = 1 the rule fails otherwise."},
		{Scene: "weight-decay", Values: map[string]any{"lr": 1.9, "batch": 10, "dim": 1, "weight-decay": -0.27, "zoom": 0.6},
			Text: "With steps as long as this the best weight decay is negative: the noise itself regularizes.",
			Try:  "Drag γ to 0: no variance exists any more."},
		{Scene: "real-data", Values: map[string]any{},
			Text: "Nobody added noise to these penguins, and the same exact theory holds.",
			Try:  "Drag S to 64: the sheaf of fitted lines closes, and the cloud with it."},
	}
}
