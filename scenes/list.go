package scenes

import (
	"encoding/json"
	"strings"

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
// source is the address before a path in the repository, with a slash at its end; if that
// is known, each scene has a link to its code.
func Texts(source string) ([]byte, error) {
	type text struct {
		Formula string   `json:"formula"`
		Try     []Preset `json:"try"`
		Figures []Preset `json:"figures"`
		Code    string   `json:"code,omitempty"`
	}
	texts := map[string]text{}
	for _, i := range registry {
		code := ""
		if source != "" {
			code = source + "scenes/" + fileOf(i.ID)
		}
		texts[i.ID] = text{i.Formula, listed(i.Try), listed(i.Figures), code}
	}
	return json.Marshal(texts)
}

// fileOf names the file of a scene.
func fileOf(id string) string { return strings.ReplaceAll(id, "-", "") + ".go" }

// listed is never nil: the page expects a list, if only an empty one.
func listed(p []Preset) []Preset { return append([]Preset{}, p...) }
