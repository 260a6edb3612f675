// Command worker is the engine without a screen, for a Web Worker: it makes a
// function of JavaScript that answers requests (web/stage-crew.js).
package main

import (
	"syscall/js"

	"sgdnoise/engine/work"
)

func main() {
	var w work.Worker
	bytes := js.Global().Get("Uint8Array")
	js.Global().Set("answer", js.FuncOf(func(_ js.Value, args []js.Value) any {
		request := make([]byte, args[0].Length())
		js.CopyBytesToGo(request, args[0])
		answer := w.Answer(request)
		out := bytes.New(len(answer))
		js.CopyBytesToJS(out, answer)
		return out
	}))
	select {}
}
