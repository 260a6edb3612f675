// Command size prints what the code of each dependency takes of a program in
// WebAssembly, beside what it takes of a smaller one:
//
//	go run ./wasm/bench/size program.wasm smaller.wasm
//
// Both must have been linked with names, so without -ldflags=-s. The bytes are
// those of the functions, unpacked; what comes to a dependency in tables, types and
// strings can't be told apart and stands in a row of its own.
package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"
)

// few is how many bytes a dependency must take or add to have its own row.
const few = 50_000

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: size program.wasm smaller.wasm")
	}
	var programs [2]map[string]int
	for i, name := range os.Args[1:] {
		file, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		if programs[i], err = sizes(file); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
	}
	table(os.Stdout, programs[0], programs[1])
}

// table writes the larger rows, those that grew most first, and the sum.
func table(w io.Writer, program, smaller map[string]int) {
	var names []string
	var rest, restGrown, sum, sumGrown int
	for name, n := range program {
		grown := n - smaller[name]
		sum, sumGrown = sum+n, sumGrown+grown
		if n < few && grown < few {
			rest, restGrown = rest+n, restGrown+grown
			continue
		}
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(program[b]-smaller[b]-program[a]+smaller[a], program[b]-program[a], cmp.Compare(a, b))
	})
	row := func(name string, n, grown int) { fmt.Fprintf(w, "%-32s %12d %+12d\n", name, n, grown) }
	for _, name := range names {
		row(name, program[name], program[name]-smaller[name])
	}
	row("others", rest, restGrown)
	row("together", sum, sumGrown)
}

// sizes returns the bytes of a program by dependency. It fails if the file is no
// program or has no names.
func sizes(file []byte) (map[string]int, error) {
	if len(file) < 8 || string(file[:4]) != "\x00asm" {
		return nil, errors.New("no WebAssembly")
	}
	var code []int // bytes of the functions
	var names map[int]string
	imported, data := 0, 0
	for rest := (reader{file[8:]}); len(rest.b) > 0; {
		id := rest.take(1)[0]
		section := reader{rest.take(rest.number())}
		switch id {
		case 0:
			if string(section.text()) == "name" {
				names = section.functionNames()
			}
		case 2:
			imported = section.imports()
		case 10:
			for range section.number() {
				n := section.number()
				section.take(n)
				code = append(code, n)
			}
		case 11:
			data = len(section.b)
		}
	}
	if names == nil {
		return nil, errors.New("no names: it was linked with -s")
	}
	by := map[string]int{"tables, types and strings": data}
	for i, n := range code {
		by[dependency(names[imported+i])] += n
	}
	return by, nil
}

// dependency names what a function belongs to. The linker writes _ for /.
func dependency(function string) string {
	parts := strings.FieldsFunc(function, func(r rune) bool { return r == '_' })
	switch {
	case strings.HasPrefix(function, "main."):
		return "wasm"
	case parts[0] == "sgdnoise" || parts[0] == "go" || parts[0] == "encoding" || parts[0] == "image":
		return name(parts, 2)
	case strings.HasPrefix(function, "github.com_"):
		return name(parts, 3)
	}
	return name(parts, 1)
}

// name joins the first n parts of a path, without what follows the package.
func name(parts []string, n int) string {
	path := strings.Join(parts[:min(n, len(parts))], "/")
	dir, base := "", path
	if k := strings.LastIndexByte(path, '/'); k >= 0 {
		dir, base = path[:k+1], path[k+1:]
	} else if strings.HasPrefix(path, "gonum.org") || strings.HasPrefix(path, "golang.org") {
		return path
	}
	base, _, _ = strings.Cut(base, ".")
	return dir + base
}

// reader reads the parts of a file in order.
type reader struct{ b []byte }

func (r *reader) take(n int) []byte {
	part := r.b[:n]
	r.b = r.b[n:]
	return part
}

func (r *reader) number() int {
	n, size := binary.Uvarint(r.b)
	r.take(size)
	return int(n)
}

func (r *reader) text() []byte { return r.take(r.number()) }

// imports returns how many functions are imported; Go imports nothing else.
func (r *reader) imports() int {
	n := r.number()
	for range n {
		r.text()
		r.text()
		r.take(1)
		r.number()
	}
	return n
}

// functionNames is the subsection of names that tells those of functions.
func (r *reader) functionNames() map[int]string {
	names := map[int]string{}
	for len(r.b) > 0 {
		id := r.take(1)[0]
		part := reader{r.take(r.number())}
		if id != 1 {
			continue
		}
		for range part.number() {
			k := part.number()
			names[k] = string(part.text())
		}
	}
	return names
}
