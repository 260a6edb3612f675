// Begins to load the simulation, and its stage, before the rest of the page of the site, which
// shows them at once. The stage finds the program here, and so does every later one.

import { h } from './dom.js';
import { stage } from './place.js';
import { begin } from './program.js';

if (new URLSearchParams(location.search).get('view') !== 'demo') {
  globalThis.simulation = begin();
  globalThis.simulation.module.catch(() => { delete globalThis.simulation; }); // may be tried again
  const frame = h('iframe', { slot: 'stage', tabIndex: -1, ...stage });
  document.querySelector('sgd-noise').append(frame);
  addEventListener('message', function hear(event) {
    if (event.source !== frame.contentWindow) return;
    frame.hello = event; // frame.js, which may be there later only, reads it
    removeEventListener('message', hear);
  });
}
