const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiateStreaming(fetch('/wasm/empty.wasm'), go.importObject);
go.run(instance);
