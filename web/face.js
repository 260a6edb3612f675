// What a reader sees of a demo besides the picture: heading, controls, readouts, what
// is to be known of the scene, notices, and the list of keys.

import { about } from './about.js';
import { texts } from './catalogue.js';
import { h } from './dom.js';
import { helpDialog, shortcut } from './keys.js';
import { loadMathFontFor } from './mathml.js';
import { heading, panel } from './panel.js';

const MAX_NOTICES = 6;

export class Face {
  root;
  #on;
  #spec = null;
  #only = null;
  #panel = null;
  #about = null;
  #notices = [];
  #help = helpDialog();
  #fallback = h('div', { className: 'fallback', hidden: true }, h('slot')); // what the page's author says instead
  #heading;

  /**
   * picture is the node of the picture. on has what a reader does: scene(id), theme(name), take(), ask(key, value,
   * done), preset(preset), and act(action) for all that has a button or a key.
   */
  constructor(picture, on) {
    this.#on = on;
    this.#heading = heading({ onScene: on.scene, onTheme: on.theme, onTake: on.take, onHelp: () => on.act('help') });
    this.root = h('div', { className: 'root' }, this.#heading.node, picture,
      h('div', { className: 'panel' }), this.#heading.caption, h('div', { className: 'more' }),
      h('div', { className: 'about' }), this.#fallback, this.#help);
    this.root.addEventListener('keydown', (event) => {
      const action = shortcut(event);
      if (!action) return;
      event.preventDefault();
      on.act(action);
    });
  }

  /** Begins with a scene of the list: its heading, and room for its controls; only = keys of those to show, or null for all. */
  open(scenes, spec, only, theme) {
    this.#spec = spec;
    this.#only = only;
    this.root.toggleAttribute('data-brief', only !== null);
    this.root.dataset.controls = only?.includes('none') ? 'none' : 'some';
    this.#heading.show(scenes, spec, theme, only === null);
  }

  /** Builds the controls. */
  build() {
    const act = (action) => () => this.#on.act(action);
    this.#panel = panel(this.#spec, this.#only, {
      ask: this.#on.ask, toggle: act('toggle'), step: act('step'), reset: act('reset'), hold: act('hold'),
    });
    this.#replace('panel', this.#panel.node);
    this.#replace('more', this.#panel.more);
    this.#tell();
    this.#panel.notices(this.#notices);
  }

  /** Adds the texts; a page that chooses the controls tells the story itself, and is spared them. */
  async tellMore() {
    const spec = this.#spec;
    if (this.#only !== null) return;
    const more = (await texts())[spec.id];
    if (this.#spec === spec && this.#only === null) this.#tell(more);
  }

  #tell(more) {
    this.#about = about(this.#spec, more, this.#only !== null, { apply: this.#on.preset, take: this.#on.take });
    this.#replace('about', this.#about.node);
    loadMathFontFor(this.#about.node);
  }

  #replace(name, node) {
    this.root.querySelector(`:scope > .${name}`).replaceWith(node);
  }

  /** Shows values; started says whether there is a stage. */
  values(values, started) {
    this.#panel?.values(values, started);
    this.#heading.figure(this.#about?.show(values) ?? null);
  }

  /** Shows a report, beside an earlier one that is held or null. */
  report(report, held) {
    this.#panel?.report(report, held);
  }

  /** Shows sentences below the others. */
  complain(messages) {
    this.#notices = [...new Set([...this.#notices, ...messages])].slice(-MAX_NOTICES);
    this.#panel?.notices(this.#notices);
  }

  clearNotices() {
    this.#notices = [];
    this.#panel?.notices([]);
  }

  /** Shows the theme chosen, and in it what it comes to. */
  paint(theme, resolved) {
    this.root.dataset.theme = resolved;
    this.#heading.theme(theme);
  }

  /** Whether the page's author speaks instead. */
  set silent(on) {
    this.#fallback.hidden = !on;
  }

  help() {
    this.#help.showModal();
  }

  /** Moves the focus to the button that pauses. */
  focusPlay() {
    this.#panel?.play.focus({ preventScroll: true });
  }
}
