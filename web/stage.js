// The stage: the page in the iframe in which the simulation runs. It brings up
// Go, and passes messages between the element's port and Go (PROTOCOL.md).

import { atMostEvery } from './dom.js';
import { isHandshake, VERSION } from './handshake.js';
import { accept, TO_STAGE } from './messages.js';
import { at } from './place.js';
import { begin, load } from './program.js';
import './stage-context.js';
import { crew } from './stage-crew.js';
import { gate } from './stage-gate.js';
import { input } from './stage-input.js';
import { overlay } from './stage-labels.js';
import { rasterise } from './stage-png.js';
import './stage-styles.js';

const PATIENCE = 1000; // ms
const NOTEWORTHY = 100; // ms between two words on progress
const NO_WEBGL2 = 'This picture needs WebGL 2, which this browser does not have or does not allow. '
  + 'Another browser may show it, or this one with hardware acceleration switched on.';

const frames = gate();
const pictures = new Set(); // ids of png snapshots: Go draws them as svg
let port = null;
let receive = null; // Go's ear, once it has one
let waiting = [];
let asked = 0; // the newest command
let answered = 0; // the newest that a report includes
const snapshots = new Set(); // ids that no answer has come to

const owe = () => frames.owe(answered < asked || snapshots.size > 0);

globalThis.sgdnoise = {
  emit: (message) => fromGo(message),
  report: (ack, json) => fromGo({ type: 'report', ack, report: JSON.parse(json) }),
  labels: (lines) => queueMicrotask(() => showLabels(lines)), // when Go has given the picture to the graphics card
  rest: () => frames.rest(),
  stopped: () => fail(hasWebGL2() ? 'The simulation has stopped.' : NO_WEBGL2),
  crew: crew({
    module: () => load('worker.wasm'),
    runtime: async () => (await fetch(at('wasm_exec.js?__BUILD__'))).text(),
  }),
  hear(listener) {
    receive = listener;
    const said = waiting;
    waiting = [];
    return said;
  },
};

const showLabels = overlay(document.body);

/** Hands a message to Go; returns whether it hit something in the picture. */
function toGo(message) {
  if (!receive) {
    if (message.type !== 'pointer' && message.type !== 'wheel') waiting.push(message);
    return false;
  }
  const hit = receive(message) === true;
  frames.wake();
  return hit;
}

const post = (message) => port?.postMessage(message);

function fromGo(message) {
  if (message.type === 'report') {
    answered = message.ack;
    owe();
    name(message.report.sentence);
  }
  if (snapshots.delete(message.id)) owe();
  if (message.type === 'snapshot' && pictures.delete(message.id)) {
    rasterise(message.data).then(
      (data) => post({ ...message, mime: 'image/png', data }),
      () => post({ type: 'error', id: message.id, message: 'The picture could not be turned into a PNG; ask for "svg".', fatal: false }),
    );
    return;
  }
  post(message);
}

function fromElement(message) {
  if (!accept(TO_STAGE, message)) return;
  if (message.type === 'init' || message.type === 'theme') paint(message.theme);
  if (message.type === 'visible') frames.see(message.visible);
  if (message.type === 'keys') {
    keys.shortcuts(message.keys);
    return;
  }
  if (message.type === 'snapshot') snapshots.add(message.id);
  else if (message.id) asked = message.id;
  owe();
  if (message.type === 'snapshot' && message.format === 'png') {
    pictures.add(message.id);
    toGo({ ...message, format: 'svg' });
    return;
  }
  toGo(message);
}

function paint(theme) {
  document.documentElement.dataset.theme = theme;
  document.documentElement.style.colorScheme = theme === 'dark' ? 'dark' : 'light';
}

// Ebitengine's canvas comes as the first tab stop of its page and without a name.
// Nothing can be done in it by keyboard that the controls can't do, so Tab passes.
const canvas = () => document.querySelector('canvas');
new MutationObserver(() => {
  if (!canvas()) return;
  canvas().tabIndex = -1;
  canvas().setAttribute('role', 'img');
}).observe(document.body, { childList: true });

// The sentence of the report is the picture in words.
const name = atMostEvery(1000, (sentence) => canvas()?.setAttribute('aria-label', sentence));

function say(sentence, ...more) {
  const box = document.createElement('div');
  box.className = 'message';
  const text = document.createElement('p');
  text.setAttribute('role', 'alert');
  text.textContent = sentence;
  box.append(text, ...more);
  document.body.append(box);
}

function fail(sentence) {
  const again = document.createElement('button');
  again.textContent = 'Try again';
  again.addEventListener('click', () => location.reload());
  say(sentence, again);
  post({ type: 'error', message: sentence, fatal: true });
}

function hasWebGL2() {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow few at a time
  return context !== null;
}

// The page around may have begun it already (early.js).
function handed() {
  try {
    return parent.simulation;
  } catch {
    return undefined; // another site's
  }
}

// What takes longest begins first: it goes on while the element says hello.
function prepare() {
  const simulation = handed() ?? begin();
  const program = Promise.all([simulation.module, import('./wasm_exec.js?__BUILD__')]);
  program.catch(() => {}); // run says so, once there is somebody to hear it
  return { simulation, program };
}

// Ebitengine finds out by itself whether there is WebGL 2. To ask before it takes up to a
// third of a second, so it is done only to spare the rest of a long download.
async function run({ simulation, program }) {
  simulation.follow(atMostEvery(NOTEWORTHY, (loaded, total) => post({ type: 'progress', loaded, total })));
  const late = new Promise((done) => { setTimeout(() => done('late'), PATIENCE); });
  try {
    if (await Promise.race([program, late]) === 'late' && !hasWebGL2()) {
      simulation.stop();
      fail(NO_WEBGL2);
      return;
    }
    const [module] = await program;
    const go = new globalThis.Go();
    go.env = { GOGC: 'off' }; // until the first picture: it comes a tenth of a second earlier
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    receive = null; // a program that has ended must not be called
    globalThis.sgdnoise.stopped();
  } catch (error) {
    fail(error.message);
  }
}

// A change of the pixel density (zoom, another screen) asks for a new canvas.
matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => location.reload(), { once: true });
addEventListener('resize', () => frames.wake());

addEventListener('message', (event) => {
  if (port || event.source !== parent || !isHandshake(event.data, 'connect') || event.ports.length !== 1) return;
  [port] = event.ports;
  port.onmessage = ({ data }) => {
    fromElement(data);
    if (prepared) run(prepared); // with what it is to show in hand
    prepared = null;
  };
});

let prepared = null;
let keys = null;
if (parent === window) {
  say('This is only the stage of a demo. Open index.html to see it.');
} else {
  prepared = prepare();
  keys = input({ send: toGo, onKey: (key) => post({ type: 'key', key }) });
  parent.postMessage({ sgdnoise: VERSION, type: 'hello' }, '*');
}
