// Begins to load the simulation together with the page of the site, which shows it at once.
// The stage finds it here, and so does every later one.

import { begin } from './program.js';

if (new URLSearchParams(location.search).get('view') !== 'demo') {
  globalThis.simulation = begin();
  globalThis.simulation.module.catch(() => { delete globalThis.simulation; }); // may be tried again
}
