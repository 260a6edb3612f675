// The place of the picture: a cover with a Run button, then progress, then the
// stage in an iframe; or a sentence that says why there is no picture.

import { h, setText, SOON } from './dom.js';
import { answer, isHandshake } from './handshake.js';

const RELOADS = 3; // in WINDOW ms: more is a storm of lost WebGL contexts
const WINDOW = 30_000;
const PATIENCE = 20_000; // ms until a stage that says nothing counts as missing

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export class Frame {
  #stage;
  #early;
  #iframe = null;
  #hellos = [];
  #density = 0;
  #timer = 0;
  #quick = 0; // a timer, as long as nothing is said
  #progress = null;
  #onLine;
  #onFail;

  /**
   * stage is what makes an iframe the stage (place.js); early is an iframe in the slot "stage" that is it already (early.js), or null; onLine(line) gets a fresh port at every (re)load of it
   * as {port}, where early.js has used it with what it asked for and heard, {port, init, said};
   * onRun() is called when the user presses the button on the cover, onFail(sentence) when the stage was given up.
   */
  constructor(stage, { early, onLine, onRun, onFail }) {
    this.#stage = stage;
    this.#early = early;
    this.#onLine = onLine;
    this.#onFail = onFail;
    this.button = h('button', { type: 'button', className: 'run', textContent: '▶ Run' });
    this.button.addEventListener('click', onRun);
    this.bar = h('progress', { 'aria-label': 'Loading', hidden: true });
    this.text = h('p', { className: 'cover-text' });
    this.poster = h('img', { className: 'poster', alt: '', loading: 'lazy', decoding: 'async' });
    this.poster.addEventListener('load', () => { this.cover.dataset.poster = 'yes'; });
    this.poster.addEventListener('error', () => { delete this.cover.dataset.poster; }); // the host of the page may not allow it
    this.cover = h('div', { className: 'cover' }, h('div', { className: 'emblem', 'aria-hidden': 'true' }), this.poster,
      this.button, this.bar, this.text);
    this.node = h('div', { className: 'stage' }, this.cover);
  }

  /** The window of the stage, to recognise its messages by. */
  get window() {
    return this.#iframe?.contentWindow ?? null;
  }

  get started() {
    return this.#iframe !== null;
  }

  /** Shows a picture on the cover. */
  pose(url) {
    if (this.poster.src !== url) this.poster.src = url;
  }

  /** Loads the stage. */
  start(title) {
    if (this.started) return;
    this.#hellos = [];
    this.#wait();
    addEventListener('message', this.#hello);
    this.#timer = setTimeout(() => this.fail('The picture did not load: the frame stayed silent. Is it blocked here?'), PATIENCE);
    // Tab passes by: what can be done in the picture, the controls can do
    this.#iframe = this.#early ?? h('iframe', { tabIndex: -1, ...this.#stage });
    this.#early = null;
    this.#iframe.title = title;
    this.node.prepend(this.#iframe.isConnected ? h('slot', { name: 'stage' }) : this.#iframe);
    const { line } = this.#iframe;
    this.#iframe.line = null; // early.js is silent from now on
    if (line) this.#connect(line);
  }

  /** Removes the stage and shows the cover again. */
  stop(sentence = '', button = '▶ Run') {
    removeEventListener('message', this.#hello);
    clearTimeout(this.#timer);
    clearTimeout(this.#quick);
    this.#iframe?.remove();
    this.#iframe = null;
    delete this.node.dataset.ready;
    this.bar.hidden = true;
    this.button.hidden = false;
    setText(this.button, button);
    setText(this.text, sentence);
  }

  /** Shows why there is no picture, and offers another try. */
  fail(sentence) {
    this.text.setAttribute('role', 'alert');
    this.stop(sentence, 'Try again');
    this.#onFail(sentence);
  }

  /** Shows how many bytes of the download have come. */
  progress(loaded, total) {
    this.#progress = [loaded, total];
    if (!this.#quick) this.#tell(...this.#progress);
  }

  #tell(loaded, total) {
    this.bar.value = loaded / total;
    setText(this.text, loaded < total ? `Loading the simulation, ${megabytes(loaded)} of ${megabytes(total)} MB` : 'Starting the simulation …');
  }

  /** Uncovers the stage: its picture, or a message with a button that Tab must reach. */
  show(message = false) {
    clearTimeout(this.#quick);
    this.node.dataset.ready = message ? 'message' : 'picture';
    this.#iframe.tabIndex = message ? 0 : -1;
    setText(this.text, '');
  }

  #wait() {
    delete this.node.dataset.ready;
    this.button.hidden = true;
    this.text.removeAttribute('role'); // progress is not announced, the bar can be asked
    setText(this.text, '');
    this.#progress = null;
    clearTimeout(this.#quick);
    this.#quick = setTimeout(() => {
      this.#quick = 0;
      this.bar.hidden = false;
      this.bar.removeAttribute('value');
      if (this.#progress) this.#tell(...this.#progress);
      else setText(this.text, 'Loading the simulation …');
    }, SOON);
  }

  set title(title) {
    if (this.#iframe) this.#iframe.title = title;
  }

  // The stage says hello whenever it loads, also after it lost its WebGL context.
  #hello = (event) => {
    if (this.window && event.source === this.window && isHandshake(event.data, 'hello')) this.#connect({ port: answer(this.window) });
  };

  #connect(line) {
    clearTimeout(this.#timer);
    if (this.#storm()) {
      this.fail(`The picture lost its graphics more than ${RELOADS} times within half a minute, so it was stopped. Close other pages with 3-D graphics, then try again.`);
      return;
    }
    this.#wait();
    this.#onLine(line);
  }

  // A reload that follows a change of the pixel density is the stage's own wish and doesn't count.
  #storm() {
    const now = performance.now();
    if (devicePixelRatio !== this.#density) this.#hellos = [];
    this.#density = devicePixelRatio;
    this.#hellos = [...this.#hellos.filter((t) => now - t < WINDOW), now];
    return this.#hellos.length > RELOADS + 1;
  }
}
