// Begins to load the simulation, and its stage, and tells it what to show, which the address says;
// the rest of the page follows when the picture is there, and takes over. The stage finds the
// program here, and so does every later one.
//
// What was tried to show the first picture early, in Chromium on two cores without a graphics
// card, where both are busy all the time: what anything takes of them until then, the picture is
// later by half. ./build.sh bench -only loading prints what is left.
//
// - One function init in Go for all scenes was optimised by V8 as if it were a loop, because Go's
//   wasm jumps by one: 60 ms of a core, and half a second where cores are scarce (scenes/scene.go).
// - Four samples per pixel, depth and stencil: as long as all the rest of a picture (stage-context.js).
// - No garbage collection until half a second after the first picture: 70 ms before it, 20 after.
//   No package encoding/json: 20 ms. A matrix expanded once for all learning rates, not for each
//   that is tried on the way to a limit: 20 ms (engine/theory/limits.go).
// - No inlining in what runs once, such as Ebitengine's compiler of shaders: 40 ms (build.sh).
// - A page shown bit by bit, or progress that is told while it is quick: every change is a page
//   composed anew, up to 0.1 s. So page and picture come together (wait.css).
// - A frame with an address: as long as it loads, the browser shows that by something that moves,
//   and composes its window for it some six times more: 0.05 s. One that is empty never loads.
// - The page's own scripts, and controls that are built before the picture: 60 and 70 ms.
// - Every file: 10 ms. So modules that load together are one, style sheets too, and that of the
//   stage is part of its program.
// - Labels as an object each, colours by fmt and the ends of a surface's ramp for each of its
//   shades: together 70 ms of a core, because V8 optimised what did that (wasm/overlay_js.go).
// - A worker to load the program keeps the page's thread free, but needs 0.1 s to begin.
// - No gain: a script before all others, or async, which begins the download 50 ms earlier; no
//   icon; a WebGL context that is made while the program comes, because to wait for it holds up
//   the thread that feeds the compiler; shapes as textured triangles, with Ebitengine's own shader
//   and none to compile (wasm/screen_mesh.go), because the texture has to be made; one shader for
//   shapes and pictures, and those made beforehand (Ebitengine's shaderprecomp); the frame put in
//   only when the program is on its way; room on the stack for a whole frame at once.

import { h, SOON } from './dom.js';
import { answer, isHandshake } from './handshake.js';
import { at, stage } from './place.js';
import { begin } from './program.js';
import { resolved } from './theme.js';
import { parse } from './url.js';

const { page: wanted, values } = parse(location.search);
const demo = document.querySelector('sgd-noise');
const show = (what) => { document.documentElement.dataset.shown = what; }; // wait.css, page.js
const frame = () => new Promise((begun) => { requestAnimationFrame(begun); });

// While a frame loads, a browser's window shows that by something that moves, and is composed
// anew for that, again and again. So this one is empty, thus loaded at once, and the stage put
// in; a stage that reloads itself is put in again. A sandboxed page may not look into a frame.
function place() {
  const empty = self.origin !== 'null';
  const iframe = h('iframe', { slot: 'stage', tabIndex: -1, ...(empty ? {} : stage) });
  if (empty) iframe.addEventListener('load', () => fill(iframe.contentDocument));
  demo.append(iframe);
  return iframe;
}

function fill(page) {
  page.documentElement.lang = 'en';
  page.head.append(h('title', { textContent: 'Stage of sgd-noise' }), h('script', { type: 'module', src: at('stage.js?__BUILD__') }));
}

// What the element, which has no attributes but its scene, would ask of the stage; where the address
// says more, only the element can tell.
const simple = Object.keys(wanted).every((key) => key === 'v' || key === 'scene')
  && (wanted.scene === undefined || document.querySelector(`.gallery a[href$="scene=${CSS.escape(wanted.scene)}"]`) !== null);
function wish() {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    scene: wanted.scene ?? demo.getAttribute('scene'), values: { ...(still && { paused: 1 }), ...values }, theme: resolved('auto', demo),
  };
}

// Speaks to the stage until the element does, which takes the line from the iframe (frame.js).
// heard() is called when there is a picture, or something is in the way of one.
function speak(iframe, heard) {
  addEventListener('message', function hear({ data, source }) {
    if (iframe.line === null) removeEventListener('message', hear);
    else if (source === iframe.contentWindow && isHandshake(data, 'hello')) iframe.line = open(source);
  });
  function open(window) {
    if (!simple) return { port: answer(window) };
    const line = { port: answer(window), init: wish(), said: [] };
    line.port.onmessage = ({ data }) => {
      if (['ready', 'change', 'error'].includes(data.type)) line.said.push(data); // all else comes again
      if (data.type === 'ready' || data.type === 'error') heard();
    };
    line.port.postMessage({ type: 'init', id: 0, ...line.init });
    return line;
  }
}

// The rest of the page. Until there is a picture the processor has enough to do, except where
// the network is what takes long.
let rest = null;
function follow() {
  rest ??= import('./page.js').catch((error) => {
    show('alone'); // nothing more will come
    throw error;
  });
}

async function pictured() {
  if (document.documentElement.dataset.shown === 'nothing') show('demo');
  for (let i = 0; i < 2; i++) await frame(); // so that it is on the screen
  follow();
}

show('nothing'); // yet
if (wanted.view === 'demo') {
  follow();
} else {
  const simulation = begin();
  globalThis.simulation = simulation;
  let compiled = false;
  simulation.module.then(() => { compiled = true; }, () => {
    delete globalThis.simulation; // it may be tried again
    follow();
  });
  speak(place(), pictured);
  if (!simple) follow();
  setTimeout(() => { if (!compiled) follow(); }, SOON / 2);
  setTimeout(follow, SOON);
}
