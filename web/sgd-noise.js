// <sgd-noise scene="label-noise" lr="0.5" batch="4" controls="lr,batch" theme="auto" workers="2" autoplay>
//
// The custom element: attributes, properties, methods and events. Every parameter
// key of the scene is an attribute too. Nothing heavy is loaded before a click on
// Run or, with autoplay, before the element comes near the viewport.
//
// Events: "ready" {scene}, "change" {values, source, done}, "report" (a report),
// "error" {message, messages, fatal}, each in event.detail. The source of a change
// is "control", "picture", "attribute", "set" or "talk"; done is false during a drag. "present" {on, at, deck} says
// that a lecture began, went on to another step, or ended.

import { scenes } from './catalogue.js';
import { Demo } from './demo.js';
import { h } from './dom.js';
import { FORMATS } from './messages.js';
import { stage } from './place.js';
import { sheet } from './styles.js';

const MOST_STEPS = 1_000_000; // in one command, so that a slip of the pen ends some day
const OWN = ['scene', 'controls', 'theme', 'autoplay', 'deck', 'workers'];

// What no message can carry goes as text, so that the stage can say what is wrong with it.
function sendable(value) {
  if (typeof value === 'boolean') return Number(value);
  return Number.isFinite(value) ? value : String(value);
}

export class SgdNoise extends HTMLElement {
  #demo;
  #place = h('div', { className: 'place' });
  #talk = null; // a Talk, once there was one
  #seen = false;
  #early = this.querySelector(':scope > [slot="stage"]'); // a stage that lies here already (early.js)
  #near = false;
  #attributes = new MutationObserver((records) => this.#changed(records));
  #approach = new IntersectionObserver((entries) => this.#approached(entries.at(-1).isIntersecting), { rootMargin: '100px' });
  #sight = new IntersectionObserver((entries) => this.#look(entries.at(-1).isIntersecting));

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.#place);
    this.#demo = new Demo(this.#place, stage, {
      early: this.#early,
      emit: (type, detail) => {
        this.dispatchEvent(new CustomEvent(type, { detail }));
        this.#talk?.heard(this.#demo, type, detail);
      },
      load: () => this.#load(),
      present: () => this.present(),
    });
    this.#attributes.observe(this, { attributes: true }); // also while it is in no page
  }

  connectedCallback() {
    if (!this.#early) this.#demo.paint(this.getAttribute('theme')); // it opens at once
    this.#approach.observe(this);
    this.#sight.observe(this);
    this.#approached(this.#near || this.#inView());
    if (!this.spec) this.#load();
  }

  disconnectedCallback() {
    this.#approach.disconnect();
    this.#sight.disconnect();
    this.#talk?.end();
    this.#demo.stop();
    this.#near = false;
  }

  /** The present scene and its parameter table: {id, title, caption, source, params}; null until it is loaded. */
  get spec() {
    this.#flush();
    return this.#demo.spec;
  }

  /** The id of the scene. Setting it is setting the attribute. */
  get scene() {
    return this.spec?.id ?? this.getAttribute('scene') ?? '';
  }

  set scene(id) {
    this.setAttribute('scene', id);
  }

  /** The theme: auto, light, dark or projector. Setting it is setting the attribute. */
  get theme() {
    this.#flush();
    return this.#demo.theme;
  }

  set theme(name) {
    this.setAttribute('theme', name);
  }

  /** The values by parameter key: numbers, or strings for choices. Defaults until the stage reports. */
  get values() {
    this.#flush();
    return this.#demo.values;
  }

  /** The last report, plain data (PROTOCOL.md); null before the first. */
  get report() {
    return this.#demo.report;
  }

  /** Changes values. The Promise resolves with the first report that includes them, clamped if need be. */
  set(values) {
    this.#flush();
    const list = Object.entries({ ...values }).map(([key, v]) => [key, sendable(v)]);
    return this.#demo.ask(Object.fromEntries(list), 'set', true);
  }

  /** Lets the simulation run, and loads it if that has not happened. */
  play() {
    this.#flush();
    return this.#demo.play('set');
  }

  pause() {
    return this.set({ paused: 1 });
  }

  /** Takes n SGD steps, also while paused. */
  step(n = 1) {
    if (!Number.isInteger(n) || n < 0 || n > MOST_STEPS) {
      return Promise.reject(new RangeError(`step: “${String(n).slice(0, 40)}” is not a whole number from 0 to ${MOST_STEPS}`));
    }
    this.#flush();
    return this.#demo.command({ type: 'step', n });
  }

  /** Puts all walkers back on the start point and begins again from the seed. */
  reset() {
    this.#flush();
    return this.#demo.command({ type: 'reset' });
  }

  /** A Promise of the picture ("png": a data URL, "svg": text), its numbers ("csv", "json") or its walkers ("walkers.csv", "walkers.json"), as text. */
  snapshot(format) {
    if (!FORMATS.includes(format)) {
      return Promise.reject(new TypeError(`snapshot: “${format}” is not a format; there are ${FORMATS.join(', ')}`));
    }
    this.#flush();
    return this.#demo.command({ type: 'snapshot', format });
  }

  /**
   * Fills the screen for a lecture: at step "at" of a deck (PRESENT.md), from 1 on, or with what is shown now; the
   * deck is the latest one, that of the attribute, or the built-in one. Returns a Promise that is fulfilled when it is done.
   */
  async present({ at = 0, deck } = {}) {
    const [{ Talk }, list] = await Promise.all([import('./present.js'), scenes()]);
    this.#flush();
    if (!this.spec) this.#open(list);
    this.#talk ??= new Talk(this.shadowRoot, this.#place, this.#demo, list, {
      second: (place, hooks) => new Demo(place, stage, { load() {}, ...hooks }),
      emit: (detail) => {
        this.#look(this.#seen);
        this.dispatchEvent(new CustomEvent('present', { detail }));
      },
    });
    this.#talk.begin(at, deck ?? (this.#talk.begun ? undefined : this.getAttribute('deck') ?? ''));
  }

  /** Ends a lecture: the demo is in its page again. */
  endPresent() {
    this.#talk?.end();
  }

  /** True while it fills the screen. */
  get presenting() {
    return this.#talk?.on ?? false;
  }

  async #load() {
    try {
      const list = await scenes();
      if (!this.#demo.spec) this.#open(list);
    } catch (error) {
      this.#demo.fail(error.message);
      return;
    }
    this.#startIfNear();
  }

  #open(list) {
    this.#attributes.takeRecords(); // all attributes are read now
    this.#demo.build(this.#controls());
    this.#demo.theme = this.getAttribute('theme') ?? 'auto';
    this.#demo.employ(this.getAttribute('workers'));
    this.#demo.eager = this.hasAttribute('autoplay');
    this.#demo.open(list.scenes, this.getAttribute('scene'), this.#given());
  }

  // What fills the screen is seen, wherever the page would have it.
  #look(seen) {
    this.#seen = seen;
    this.#demo.see(seen || this.presenting);
  }

  #given() {
    return Object.fromEntries([...this.attributes].filter((a) => !OWN.includes(a.name)).map((a) => [a.name, a.value]));
  }

  #controls() {
    return this.getAttribute('controls')?.split(',').map((key) => key.trim()) ?? null;
  }

  #approached(near) {
    this.#near = near;
    this.#startIfNear();
  }

  // The observer says so, too, but only after the first picture of the page. A frame in another
  // page doesn't know where that shows it.
  #inView() {
    if (this.#early) return true;
    const [box] = self === top && this.hasAttribute('autoplay') ? this.getClientRects() : [];
    return box !== undefined && box.bottom > 0 && box.top < innerHeight;
  }

  #startIfNear() {
    if (this.#near && this.hasAttribute('autoplay')) this.#demo.offer();
  }

  // Applies attribute changes that the browser has not delivered yet, so that calls act in their order.
  #flush() {
    this.#changed(this.#attributes.takeRecords());
  }

  #changed(records) {
    const { spec } = this.#demo;
    if (!spec || records.length === 0) return; // without a scene they are read when it is loaded
    const names = new Set(records.map((r) => r.attributeName));
    if (names.has('theme')) this.#demo.paint(this.getAttribute('theme'));
    if (names.has('workers')) this.#demo.employ(this.getAttribute('workers'));
    if (names.has('controls')) this.#demo.build(this.#controls());
    if (names.has('autoplay')) this.#startIfNear();
    if (names.has('scene')) {
      this.#demo.choose(this.getAttribute('scene'), this.#given(), 'attribute');
      return;
    }
    const params = spec.params.filter((p) => names.has(p.key));
    if (params.length === 0) return;
    this.#demo.ask(Object.fromEntries(params.map((p) => [p.key, this.getAttribute(p.key) ?? p.default])), 'attribute', true);
  }
}

customElements.define('sgd-noise', SgdNoise);
