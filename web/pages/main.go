// Pages writes into the pages of the site what the scenes say of themselves: index.html is
// a template, which gets its gallery, the steps of the talk, the references and the list of
// scenes that the demo needs. It also writes one small HTML page per scene. Who gets the
// address of such a page in a message sees the scene's title, caption and picture; who opens
// it is led to the demo.
//
// Usage:
//
//	go run ./web/pages -dir dist -site https://example.org/ -source https://example.org/repository/
//
// Previews want the absolute address of a picture: site is the address of dist/. Without
// it they are relative, which only some understand. source is the address before a path in
// the repository; without it there are no links to code.
package main

import (
	_ "embed"
	"errors"
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
var text string

var page = template.Must(template.New("scene").Parse(text))

func main() {
	dir := flag.String("dir", "dist", "the built site")
	site := flag.String("site", "", "the address at which dist/ will be found, such as https://example.org/demo/")
	source := flag.String("source", "", "the address before a path in the repository, with a slash at its end")
	flag.Parse()
	if err := run(*dir, *site, *source); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

// run writes the pages of all scenes, and completes the first page.
func run(dir, site, source string) error {
	index := filepath.Join(dir, "index.html")
	front, err := template.ParseFiles(index)
	if err != nil {
		return err
	}
	if err := create(index, func(w io.Writer) error { return open(w, front, source) }); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "scenes"), 0o777); err != nil {
		return err
	}
	for _, info := range scenes.All() {
		name := filepath.Join(dir, "scenes", info.ID+".html")
		if err := create(name, func(w io.Writer) error { return write(w, info, site) }); err != nil {
			return err
		}
	}
	return nil
}

func create(name string, fill func(w io.Writer) error) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(fill(file), file.Close())
}

// scene is a scene in the gallery, with the two parts of its title: a name, and in one
// line what the scene is about.
type scene struct{ ID, Name, Line string }

func sceneOf(info scenes.Info) scene {
	name, line, _ := strings.Cut(info.Title, ": ")
	return scene{info.ID, name, line}
}

func gallery(list []scenes.Info) []scene {
	var all []scene
	for _, info := range list {
		all = append(all, sceneOf(info))
	}
	return all
}

// step is a step of the built-in talk.
type step struct {
	At    int // in the talk, from 1
	Scene scene
	scenes.Step
}

// reference is a work, with the scenes that rest on it.
type reference struct {
	scenes.Work
	Scenes []scene
}

// open writes the first page.
func open(w io.Writer, front *template.Template, source string) error {
	var steps []step
	for i, s := range scenes.Story() {
		info, ok := scenes.Find(s.Scene)
		if !ok {
			return fmt.Errorf("the talk has no scene %q", s.Scene)
		}
		steps = append(steps, step{i + 1, sceneOf(info), s})
	}
	var references []reference
	for _, r := range scenes.References() {
		references = append(references, reference{r.Work, gallery(r.Scenes)})
	}
	list, err := scenes.Catalogue()
	if err != nil {
		return err
	}
	return front.Execute(w, struct {
		Scenes     []scene
		Steps      []step
		References []reference
		Source     string
		List       template.JS // scenes.json
	}{gallery(scenes.All()), steps, references, source, template.JS(list)})
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
