package scenes

import (
	"encoding/json"

	"sgdnoise/engine/param"
)

// Catalogue is what a page must know of the scenes before any of them runs:
// it becomes scenes.json. What it may show later is in [Texts].
func Catalogue() ([]byte, error) {
	type row struct {
		ID      string      `json:"id"`
		Title   string      `json:"title"`
		Caption string      `json:"caption"`
		Source  string      `json:"source"`
		Params  param.Table `json:"params"`
	}
	list := struct {
		Version int    `json:"version"`
		Scenes  []row  `json:"scenes"`
		Deck    []Step `json:"deck"`
	}{Version: 1, Deck: Story()}
	for _, i := range registry {
		list.Scenes = append(list.Scenes, row{i.ID, i.Title, i.Caption, i.Source, i.Params})
	}
	return json.Marshal(list)
}

// Texts is what stands below the picture of each scene, by id: it becomes texts.json.
func Texts() ([]byte, error) {
	type text struct {
		Formula string   `json:"formula"`
		Try     []Preset `json:"try"`
		Figures []Preset `json:"figures"`
	}
	texts := map[string]text{}
	for _, i := range registry {
		texts[i.ID] = text{i.Formula, listed(i.Try), listed(i.Figures)}
	}
	return json.Marshal(texts)
}

// listed is never nil: the page expects a list, if only an empty one.
func listed(p []Preset) []Preset { return append([]Preset{}, p...) }
