// A talk: the demo fills the screen, and keys, a presenter's remote among them, go
// through the steps of a deck (PRESENT.md), wherever the focus is. A step may show two
// pictures side by side. Loaded when somebody presents.

import { formatDeck, parseDeck, sentence } from './deck.js';
import { h } from './dom.js';
import { actionOf } from './keys.js';
import { menu } from './present-menu.js';
import { Pair } from './present-pair.js';
import { awake, screenFill } from './present-screen.js';
import { slide } from './present-slide.js';
import { sheet } from './present-styles.js';
import { complete } from './url.js';

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

// What keys do in a talk, apart from digits, which go to the step of that number.
const KEYS = {
  PageDown: 'next', ArrowRight: 'next', ArrowDown: 'next', PageUp: 'previous', ArrowLeft: 'previous', ArrowUp: 'previous',
  Home: 'first', End: 'last', Escape: 'end', p: 'end', P: 'end', s: 'beside', S: 'beside', f: 'fill', F: 'fill',
  b: 'blank', B: 'blank', '.': 'blank', '?': 'menu', d: 'menu', D: 'menu', '+': 'more', '=': 'more', '-': 'less',
};
const DIGIT = /^[1-9]$/;
const ALL = [...Object.keys(KEYS), ...'123456789'];

export class Talk {
  on = false;
  begun = false; // ever
  at = 0; // step, from 1 on; 0: none, what is shown is not of the deck
  steps = [];
  #own = false; // the deck isn't the built-in one
  #place;
  #shadow;
  #demo;
  #list;
  #emit;
  #pair;
  #slide;
  #menu;
  #awake = awake();
  #fill = screenFill(() => this.end());
  #gap = h('div'); // keeps the demo's place in the page

  /**
   * place holds the demo, in shadow; list = {scenes, deck}; second(place, hooks) makes another demo;
   * emit({on, at, deck}) tells the page.
   */
  constructor(shadow, place, demo, list, { second, emit }) {
    this.#shadow = shadow;
    this.#place = place;
    this.#demo = demo;
    this.#list = list;
    this.#emit = emit;
    this.#pair = new Pair(place, demo, list.scenes, (inner, part, heard) => {
      const other = second(inner, {
        emit: (type, detail) => heard(type, detail),
        present: () => this.end(),
      });
      other.perform(this.#part(part));
      return other;
    });
    this.#slide = slide({ do: (action) => this.do(action) });
    this.#menu = menu(this);
    this.use('');
  }

  /** The deck as text; empty for the built-in one. */
  get deck() {
    return this.#own ? formatDeck(this.steps) : '';
  }

  get scenes() {
    return this.#list.scenes;
  }

  get demo() {
    return this.#demo;
  }

  get pair() {
    return this.#pair;
  }

  /** Takes another deck, given as text; an empty or useless one stands for the built-in one. */
  use(text) {
    const { steps, complaints } = parseDeck(text ?? '', this.#list.scenes);
    this.#own = steps.length > 0;
    this.steps = this.#own ? steps : this.#list.deck.map((step) => ({ beside: null, ...step }));
    return complaints;
  }

  /** Changes the deck: a list of steps; at is the step that is shown. */
  edit(steps, at = this.at) {
    this.#own = true;
    this.steps = steps.map((step) => ({ ...step, text: sentence(step.text), try: sentence(step.try) }));
    this.at = Math.min(at, steps.length);
    this.#changed();
  }

  /** Goes back to the built-in deck. */
  forget() {
    this.use('');
    this.at = 0;
    this.#changed();
  }

  /** Fills the screen, at a step or, with 0, with what is shown. deck is text, or undefined for the present one. */
  begin(at, deck) {
    const complaints = deck === undefined ? [] : this.use(deck);
    if (!this.on) this.#enter();
    if (at > 0) this.go(at);
    else this.#changed();
    if (complaints.length > 0) this.#demo.complain(complaints);
  }

  /** Gives the screen back. */
  end() {
    if (!this.on) return;
    this.on = false;
    removeEventListener('keydown', this.#keydown, true);
    removeEventListener('resize', this.#resize);
    this.#pair.end();
    this.#menu.node.close();
    this.#menu.node.remove();
    this.#slide.node.remove();
    this.#slide.bar.remove();
    this.#demo.perform(null);
    this.#place.hidePopover?.();
    this.#place.removeAttribute('popover');
    delete this.#place.dataset.blank;
    this.#gap.remove();
    this.#awake.release();
    this.#fill.leave();
    this.#emit({ on: false, at: this.at, deck: this.deck });
  }

  /** Shows step n, counted from 1. */
  go(n) {
    this.at = Math.min(Math.max(Math.round(n) || 1, 1), this.steps.length);
    const { scene, values, beside } = this.steps[this.at - 1];
    const now = stillness.matches ? {} : { paused: 0 };
    if (scene === this.#demo.spec?.id) {
      if (this.#demo.held) this.#demo.act('hold');
      this.#demo.ask({ ...complete(this.#demo.spec.params, values), ...now }, 'talk', true);
    } else {
      this.#demo.choose(scene, { ...values, ...now }, 'talk');
    }
    this.#demo.start();
    if (beside) this.#pair.begin(beside);
    else this.#pair.end();
    this.#changed();
  }

  /** Does what a key or a button is for. */
  do(action) {
    switch (action) {
      case 'next': return this.at < this.steps.length && this.go(this.at + 1);
      case 'previous': return this.at > 1 && this.go(this.at - 1);
      case 'first': return this.go(1);
      case 'last': return this.go(this.steps.length);
      case 'end': return this.end();
      case 'fill': return this.#fill.toggle();
      case 'blank': return this.#place.toggleAttribute('data-blank');
      case 'menu': return this.#menu.open();
      case 'beside': return this.#beside();
      case 'more': return this.#nudge('ArrowRight');
      case 'less': return this.#nudge('ArrowLeft');
      default: return this.#pair.each((demo) => demo.act(action));
    }
  }

  /** What the demo tells the world. */
  heard(demo, type, detail) {
    if (!this.on) return;
    this.#pair.heard(demo, type, detail);
    if (type === 'change' || type === 'report') this.#show();
  }

  #enter() {
    this.on = this.begun = true;
    this.#gap.style.height = `${this.#demo.height}px`;
    this.#place.after(this.#gap);
    if (!this.#shadow.adoptedStyleSheets.includes(sheet)) this.#shadow.adoptedStyleSheets.push(sheet);
    this.#place.append(this.#slide.node, this.#slide.bar, this.#menu.node);
    this.#place.popover = 'manual';
    this.#place.showPopover?.(); // above everything, whatever the page's own layers
    this.#demo.perform(this.#part('first'));
    this.#demo.start();
    this.#awake.keep();
    this.#fill.enter();
    addEventListener('keydown', this.#keydown, true);
    addEventListener('resize', this.#resize);
  }

  #part(part) {
    return { part, keys: ALL, key: (key) => this.#key(key) };
  }

  #changed() {
    this.#show();
    this.#emit({ on: this.on, at: this.at, deck: this.deck });
  }

  #show() {
    this.#slide.show(this);
    this.#menu.show();
  }

  #beside() {
    if (this.#pair.on) this.#pair.end();
    else this.#pair.begin({});
    this.#show();
  }

  // As if the key were pressed on the focused slider or the first one: the arrows go through the deck.
  #nudge(key) {
    const root = this.#shadow.activeElement?.shadowRoot ?? this.#shadow;
    const slider = root.activeElement?.matches('input[type="range"]') ? root.activeElement : this.#shadow.querySelector('.main input[type="range"]');
    for (const type of ['keydown', 'keyup']) slider?.dispatchEvent(new KeyboardEvent(type, { key }));
  }

  #key(key) {
    if (DIGIT.test(key)) {
      if (Number(key) <= this.steps.length) this.go(Number(key));
    } else {
      const action = KEYS[key] ?? actionOf(key);
      if (action) this.do(action);
    }
  }

  #resize = () => this.#pair.each((demo) => demo.resize());

  #keydown = (event) => {
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
    const path = event.composedPath();
    if (path.some((node) => node.localName === 'dialog')) return;
    if (!ALL.includes(event.key) && !actionOf(event.key)) return;
    if (event.key === ' ' && path[0].closest?.('button, select')) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || KEYS[event.key] === 'more' || KEYS[event.key] === 'less') this.#key(event.key);
  };
}
