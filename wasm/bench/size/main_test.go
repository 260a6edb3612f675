package main

import (
	"strings"
	"testing"
)

// section is a section of a program; all lengths in the tests fit into a byte.
func section(id byte, content string) string {
	return string([]byte{id, byte(len(content))}) + content
}

func text(s string) string { return string([]byte{byte(len(s))}) + s }

func program(sections ...string) []byte {
	return []byte("\x00asm\x01\x00\x00\x00" + strings.Join(sections, ""))
}

func TestSizes(t *testing.T) {
	imports := section(2, "\x01"+text("go")+text("f")+"\x00\x00")
	code := section(10, "\x04"+text("a")+text("bb")+text("ccc")+text("dddd"))
	data := section(11, "12345")
	names := section(0, text("name")+section(1, "\x05"+
		"\x00"+text("go.f")+
		"\x01"+text("sgdnoise_scenes_plot.SVG")+"\x02"+text("sgdnoise_scenes.Open")+
		"\x03"+text("main.main")+"\x04"+text("fmt.Println")))
	got, err := sizes(program(imports, code, data, names))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"sgdnoise/scenes": 3, "wasm": 3, "fmt": 4, "tables, types and strings": 5}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %d bytes, want %d", name, got[name], n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("rows %v", got)
	}
	for _, bad := range [][]byte{nil, []byte("nothing of this kind"), program(imports, code)} {
		if _, err := sizes(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestDependency(t *testing.T) {
	for function, want := range map[string]string{
		"github.com_hajimehoshi_ebiten_v2_internal_ui.Run":  "github.com/hajimehoshi/ebiten",
		"gonum.org_v1_gonum_mathext.Digamma":                "gonum.org",
		"encoding_json.__encodeState_.marshal":              "encoding/json",
		"runtime.mallocgc":                                  "runtime",
		"wasm_pc_f_loop":                                    "wasm",
		"sgdnoise_engine_theory.__tensors_.evolution.func1": "sgdnoise/engine",
	} {
		if got := dependency(function); got != want {
			t.Errorf("%s belongs to %q, want %q", function, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	var out strings.Builder
	table(&out, map[string]int{"a": 90_000, "b": 80_000, "c": 1}, map[string]int{"a": 80_000})
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	var first []string
	for _, line := range lines {
		first = append(first, strings.Join(strings.Fields(line), " "))
	}
	want := "b 80000 +80000|a 90000 +10000|others 1 +1|together 170001 +90001"
	if got := strings.Join(first, "|"); got != want {
		t.Errorf("table %s, want %s", got, want)
	}
}
