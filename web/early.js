// Begins to load the simulation, and its stage, and then the rest of the page of the site, which
// shows them at once. The stage finds the program here, and so does every later one.
//
// What was tried to show the first picture early, in Chromium on two cores without a graphics
// card, where it is a race for the two: the program takes a third of a second of one, pages that
// are composed take most of the other. ./build.sh bench -only loading prints what is left.
//
// - One function init in Go for all scenes was optimised by V8 as if it were a loop, because Go's
//   wasm jumps by one: 60 ms of a core, and half a second where cores are scarce (scenes/scene.go).
// - Four samples per pixel, depth and stencil: as long as all the rest of a picture (stage.js).
// - No garbage collection until half a second after the first picture: 70 ms before it, 20 after.
//   No package encoding/json: 20 ms. A matrix expanded once for all learning rates, not for each
//   that is tried on the way to a limit: 20 ms (engine/theory/limits.go).
// - Progress that is counted, sent and shown while it is quick: every word is a page composed
//   anew, up to 0.1 s. The same goes for a heading that comes after the page (scenes.json within).
// - Controls that are built before the picture: 70 ms; now they come with it (demo.js).
// - One file of modules that load together, and an iframe that begins first: 0.1 s.
// - A worker to load the program keeps the page's thread free, but needs 0.1 s to begin.
// - No gain: a script before all others, or async, which begins the download 50 ms earlier; all
//   modules in one file; no icon; a WebGL context that is made while the program comes, because
//   to wait for it holds up the thread that feeds the compiler.

import { h } from './dom.js';
import { at } from './place.js';
import { begin } from './program.js';

// While a frame loads, a browser's window shows that by something that moves, and is composed
// anew for that, again and again. So this one is empty, thus loaded at once, and the stage put
// in; a stage that reloads itself is put in again.
function stage() {
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
  const frame = stage();
  document.querySelector('sgd-noise').append(frame);
  addEventListener('message', function hear(event) {
    if (event.source !== frame.contentWindow) return;
    frame.hello = event; // frame.js, which may be there later only, reads it
    removeEventListener('message', hear);
  });
}

import('./page.js'); // that it isn't in the page itself lets the program come first
