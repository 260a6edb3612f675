// Begins to load the simulation, and its stage, and then the rest of the page of the site, which
// shows them at once. The stage finds the program here, and so does every later one.
//
// What was tried to show the first picture early, in Chromium on two cores without a graphics
// card, where both are busy all the time: what anything takes of them until then, the picture is
// later by half. ./build.sh bench -only loading prints what is left.
//
// - One function init in Go for all scenes was optimised by V8 as if it were a loop, because Go's
//   wasm jumps by one: 60 ms of a core, and half a second where cores are scarce (scenes/scene.go).
// - Four samples per pixel, depth and stencil: as long as all the rest of a picture (stage.js).
// - No garbage collection until half a second after the first picture: 70 ms before it, 20 after.
//   No package encoding/json: 20 ms. A matrix expanded once for all learning rates, not for each
//   that is tried on the way to a limit: 20 ms (engine/theory/limits.go).
// - No inlining in what runs once, such as Ebitengine's compiler of shaders: 40 ms (build.sh).
// - A page shown bit by bit, or progress that is told while it is quick: every change is a page
//   composed anew, up to 0.1 s. So page and picture come together (wait.css).
// - A frame with an address: as long as it loads, the browser shows that by something that moves,
//   and composes its window for it some six times more: 0.05 s. One that is empty never loads.
// - Controls that are built before the picture: 70 ms; now they come with it (demo.js).
// - Every file: 10 ms. So modules that load together are one, style sheets too, and what can wait
//   until the simulation has been asked for is asked for then.
// - A worker to load the program keeps the page's thread free, but needs 0.1 s to begin.
// - No gain: a script before all others, or async, which begins the download 50 ms earlier; no
//   icon; a WebGL context that is made while the program comes, because to wait for it holds up
//   the thread that feeds the compiler; shapes as textured triangles, with Ebitengine's own shader
//   and none to compile (wasm/screen_mesh.go), because the texture has to be made.

import { h } from './dom.js';
import { at, stage } from './place.js';
import { begin } from './program.js';

// While a frame loads, a browser's window shows that by something that moves, and is composed
// anew for that, again and again. So this one is empty, thus loaded at once, and the stage put
// in; a stage that reloads itself is put in again.
function filled() {
  const frame = h('iframe', { slot: 'stage', tabIndex: -1 });
  frame.addEventListener('load', () => {
    const page = frame.contentDocument;
    page.documentElement.lang = 'en';
    page.head.append(
      h('title', { textContent: 'Stage of sgd-noise' }),
      h('link', { rel: 'stylesheet', href: at('stage.css?__BUILD__') }),
      h('script', { type: 'module', src: at('stage.js?__BUILD__') }),
    );
  });
  return frame;
}

document.documentElement.dataset.shown = 'nothing'; // yet (wait.css, page.js)
if (new URLSearchParams(location.search).get('view') !== 'demo') {
  globalThis.simulation = begin();
  globalThis.simulation.module.catch(() => { delete globalThis.simulation; }); // may be tried again
  const frame = self.origin === 'null' ? h('iframe', { slot: 'stage', tabIndex: -1, ...stage }) : filled(); // a sandboxed page may not look into a frame
  document.querySelector('sgd-noise').append(frame);
  addEventListener('message', function hear(event) {
    if (event.source !== frame.contentWindow) return;
    frame.hello = event; // frame.js, which may be there later only, reads it
    removeEventListener('message', hear);
  });
}

import('./page.js'); // that it isn't in the page itself lets the program come first
