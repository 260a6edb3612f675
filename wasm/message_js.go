package main

import "syscall/js"

// message is a message to the stage; which fields count depends on kind.
type message struct {
	kind, scene, theme, format, workers, phase string
	id, at, n                                  int
	text, x, y, dy                             float64
	on, resume                                 bool
	values                                     map[string]any
}

// readMessage reads a message whose shape messages.js has checked. Package
// encoding/json would do it too, but make the page larger and later.
func readMessage(m js.Value) message {
	text := func(key string) string {
		if v := m.Get(key); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	number := func(key string) float64 {
		if v := m.Get(key); v.Type() == js.TypeNumber {
			return v.Float()
		}
		return 0
	}
	return message{
		kind: text("type"), scene: text("scene"), theme: text("theme"), format: text("format"),
		workers: text("workers"), phase: text("phase"),
		id: int(number("id")), at: int(number("at")), n: int(number("n")),
		text: number("text"), x: number("x"), y: number("y"), dy: number("dy"),
		on: m.Get("on").Truthy(), resume: m.Get("resume").Truthy(),
		values: readValues(m.Get("values")),
	}
}

// readValues reads parameter values by key; nil if there are none.
func readValues(v js.Value) map[string]any {
	if v.Type() != js.TypeObject {
		return nil
	}
	values := map[string]any{}
	entries := js.Global().Get("Object").Call("entries", v)
	for i := range entries.Length() {
		entry := entries.Index(i)
		switch v := entry.Index(1); v.Type() {
		case js.TypeNumber:
			values[entry.Index(0).String()] = v.Float()
		case js.TypeString:
			values[entry.Index(0).String()] = v.String()
		}
	}
	return values
}
