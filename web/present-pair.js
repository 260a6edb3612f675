// Two pictures side by side: the same scene, seed and steps, so the same noise. What
// is moved in one moves in the other, but for the parameters in which they differ.

import { h } from './dom.js';
import { sheet } from './present-styles.js';
import { sheet as demoSheet } from './styles.js';

export class Pair {
  differs = new Set(); // keys
  linked = true;
  #place;
  #first;
  #scenes;
  #make;
  #second = null;
  #host = null;
  #running = false; // both go on when the second is ready

  /** first is the demo that is there already; make(place, part, heard) makes the other one. */
  constructor(place, first, scenes, make) {
    this.#place = place;
    this.#first = first;
    this.#scenes = scenes;
    this.#make = make;
  }

  get on() {
    return this.#second !== null;
  }

  /** The values in which the second differs; null if there is none. */
  get beside() {
    if (!this.on) return null;
    const here = this.#first.values;
    return Object.fromEntries(Object.entries(this.#second.values).filter(([key, v]) => key !== 'paused' && v !== here[key]));
  }

  /** Calls act for each demo. */
  each(act) {
    [this.#first, this.#second].filter(Boolean).forEach(act);
  }

  /** Shows the second picture; beside = its values where they differ. */
  begin(beside) {
    const keys = Object.keys(beside);
    this.differs = new Set(keys.length > 0 ? keys : [this.#first.spec.params[0].key]);
    this.linked = true;
    const { spec, values } = this.#first;
    const all = { ...values, ...beside };
    this.#running = Number(values.paused) === 0;
    this.#first.ask({ paused: 1 }, 'talk', true);
    if (this.#second && this.#second.spec.id === spec.id) {
      this.#second.ask({ ...all, paused: 1 }, 'talk', true);
      this.#together();
      return;
    }
    if (!this.#second) this.#build();
    this.#second.open(this.#scenes, spec.id, {});
    this.#second.choose(spec.id, { ...all, paused: 1 }, 'talk');
    this.#second.see(true);
    this.#second.start();
    if (this.#second.report) this.#together();
  }

  end() {
    this.#second?.stop();
    this.#first.beside = false;
    this.#host?.remove();
    this.#second = this.#host = null;
    delete this.#place.dataset.pair;
  }

  /** Mirrors what is moved, and keeps the steps together. */
  heard(demo, type, detail) {
    if (!this.on) return;
    const other = demo === this.#first ? this.#second : this.#first;
    if (type === 'change' && ['control', 'picture'].includes(detail.source)) this.#mirror(other, detail);
    if (type === 'report') this.#align();
    if (type === 'ready' && demo === this.#second) this.#together();
  }

  #build() {
    this.#host = h('div', { className: 'second' });
    const shadow = this.#host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [demoSheet, sheet];
    this.#place.append(this.#host);
    this.#place.dataset.pair = '';
    this.#first.beside = true;
    this.#second = this.#make(shadow, 'second', (type, detail) => this.heard(this.#second, type, detail));
    this.#second.beside = true;
  }

  #mirror(other, { values, done }) {
    const same = Object.entries(values).filter(([key]) => key !== 'theme' && key !== 'paused' && this.linked && !this.differs.has(key));
    if (same.length > 0) other.ask(Object.fromEntries(same), 'talk', done);
  }

  // Both begin anew at the same time.
  #together() {
    this.each((demo) => demo.command({ type: 'reset' }));
    if (this.#running) this.each((demo) => demo.ask({ paused: 0 }, 'talk', true));
  }

  // At rest they have taken equally many steps: the noise has been the same.
  #align() {
    const [a, b] = [this.#first.report, this.#second?.report];
    if (!a || !b || a.scene !== b.scene || Number(a.values.paused) !== 1 || Number(b.values.paused) !== 1 || this.#aligning) return;
    const behind = a.tick - b.tick;
    if (behind === 0) return;
    this.#aligning = true;
    (behind > 0 ? this.#second : this.#first).command({ type: 'step', n: Math.abs(behind) })
      .catch(() => {}).finally(() => { this.#aligning = false; });
  }

  #aligning = false;
}
