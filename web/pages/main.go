// Pages writes one small HTML page per scene. Who gets the address of such a page in a
// message sees the scene's title, caption and picture; who opens it is led to the demo.
//
// Usage:
//
//	go run ./web/pages -dir dist/scenes -site https://example.org/
//
// Previews want the absolute address of a picture: site is the address of dist/. Without
// it they are relative, which only some understand.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sgdnoise/scenes"
)

//go:embed scene.html
var source string

var page = template.Must(template.New("scene").Parse(source))

func main() {
	dir := flag.String("dir", "dist/scenes", "the folder to write to")
	site := flag.String("site", "", "the address at which dist/ will be found, such as https://example.org/demo/")
	flag.Parse()
	if err := run(*dir, *site); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

// run writes the pages of all scenes.
func run(dir, site string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, info := range scenes.All() {
		file, err := os.Create(filepath.Join(dir, info.ID+".html"))
		if err != nil {
			return err
		}
		if err := write(file, info, site); err != nil {
			file.Close()
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}

// write writes the page of a scene.
func write(w io.Writer, info scenes.Info, site string) error {
	if site == "" {
		site = "../"
	}
	return page.Execute(w, struct {
		scenes.Info
		Site string // ends in a slash
	}{info, strings.TrimSuffix(site, "/") + "/"})
}
