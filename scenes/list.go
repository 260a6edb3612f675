package scenes

import (
	"encoding/json"

	"sgdnoise/engine/param"
)

// Catalogue is what a page must know of the scenes before any of them runs:
// it becomes scenes.json.
func Catalogue() ([]byte, error) {
	type row struct {
		ID      string      `json:"id"`
		Title   string      `json:"title"`
		Caption string      `json:"caption"`
		Formula string      `json:"formula"`
		Source  string      `json:"source"`
		Try     []Preset    `json:"try"`
		Figures []Preset    `json:"figures"`
		Params  param.Table `json:"params"`
	}
	list := struct {
		Version int    `json:"version"`
		Scenes  []row  `json:"scenes"`
		Deck    []Step `json:"deck"`
	}{Version: 1, Deck: Story()}
	for _, i := range registry {
		list.Scenes = append(list.Scenes, row{i.ID, i.Title, i.Caption, i.Formula, i.Source,
			listed(i.Try), listed(i.Figures), i.Params})
	}
	return json.Marshal(list)
}

// listed is never nil: the page expects a list, if only an empty one.
func listed(p []Preset) []Preset { return append([]Preset{}, p...) }
