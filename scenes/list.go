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
		Source  string      `json:"source"`
		Params  param.Table `json:"params"`
	}
	list := struct {
		Version int   `json:"version"`
		Scenes  []row `json:"scenes"`
	}{Version: 1}
	for _, i := range registry {
		list.Scenes = append(list.Scenes, row{i.ID, i.Title, i.Caption, i.Source, i.Params})
	}
	return json.MarshalIndent(list, "", " ")
}
