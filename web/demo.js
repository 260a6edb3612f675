// One demo at work inside a shadow root: the values, the stage, the controls, and
// the way between them. The element of sgd-noise.js is its public face.

import { choose, posterOf } from './catalogue.js';
import { SOON } from './dom.js';
import { Face } from './face.js';
import { Frame } from './frame.js';
import { actionOf, SHORTCUTS } from './keys.js';
import { Link } from './link.js';
import { seat } from './live.js';
import { accept, TO_ELEMENT } from './messages.js';
import { at } from './place.js';
import { settings } from './presets.js';
import { follow, resolved, THEMES } from './theme.js';
import { Values } from './values.js';

const WHILE = 2000; // ms that texts wait for it
const stillness = matchMedia('(prefers-reduced-motion: reduce)');

export class Demo {
  spec = null;
  report = null;
  theme = 'auto';
  held = null; // an earlier report, for comparison
  #scenes = [];
  #only = null;
  #visible = false;
  #workers = '';
  #eager = false;
  #shown = () => {};
  #picture = new Promise((done) => { this.#shown = done; }); // the first
  #bare = true; // without controls yet
  #values = new Values();
  #face;
  #frame;
  #line = null; // to a stage that is there before the scene is known
  #lost = false; // the list of scenes
  #talk = null; // while it is part of one: {part, keys, key(key)}
  #emit;
  #present;
  #link = new Link((message) => this.#on[message.type](message));
  #seat = seat(() => this.park());

  /**
   * place is where it goes; stage is what makes an iframe the stage (place.js), and early, if given, one that is it already; emit(type, detail)
   * tells the world; load() tries again to list the scenes; present() begins a talk.
   */
  constructor(place, stage, { early = null, emit, load, present }) {
    this.#emit = emit;
    this.#present = present;
    this.#frame = new Frame(stage, {
      early,
      onLine: (line) => this.#connect(line),
      onFail: (message) => {
        this.#rest();
        this.#link.abort(message, true);
        this.#emit('error', { message, messages: [message], fatal: true });
      },
      onRun: () => (this.spec ? this.#run() : load()),
    });
    this.#face = new Face(this.#frame.node, {
      scene: (id) => this.choose(id, { paused: this.values.paused }, 'control'),
      theme: (name) => this.paint(name, 'control'),
      take: () => this.take(),
      ask: (key, value, done) => this.ask({ [key]: value }, 'control', done),
      preset: (preset) => this.#preset(preset),
      act: (action) => this.act(action),
    });
    place.append(this.#face.root);
    follow(place, () => this.paint(this.theme));
  }

  get values() {
    return this.#values.all;
  }

  /** How high it is, in CSS pixels. */
  get height() {
    return this.#face.root.getBoundingClientRect().height;
  }

  get started() {
    return this.#frame.started;
  }

  /** Shows a scene of the list; given = values by key, of which those that its table lacks are left out. */
  open(scenes, id, given) {
    const { scene, notice } = choose(scenes, id);
    this.#lost = false;
    this.#scenes = scenes;
    this.#face.silent = false;
    this.spec = scene;
    this.report = null;
    this.held = null;
    const known = Object.entries(given).filter(([key]) => scene.params.some((p) => p.key === key));
    this.#values.propose(Object.fromEntries(known));
    if (stillness.matches) this.#values.propose({ paused: 1 });
    this.#values.open(scene.params);
    this.build(this.#only);
    this.paint(this.theme); // now, because it has the page laid out
    if (notice) this.complain([notice]);
    if (this.#link.connected) this.#link.restart(this.#init());
    else if (this.#line) this.#connect(this.#line);
    this.#pose();
  }

  /** Changes to another scene, with its defaults except for the given values. */
  choose(id, given, source) {
    this.#values.forget();
    this.#face.clearNotices();
    this.open(this.#scenes, id, given);
    this.#emit('change', { values: this.values, source, done: true });
  }

  /** Sets how many workers may help, as text; null or nothing for as many as usual. */
  employ(workers) {
    if ((workers ?? '') === this.#workers) return;
    this.#workers = workers ?? '';
    this.#link.tell({ type: 'workers', workers: this.#workers });
  }

  /** Builds the controls; only = keys of those to show, or null for all. Those of a demo that runs unasked come with its picture. */
  build(only) {
    this.#only = only;
    if (!this.spec) return;
    this.#face.open(this.#scenes, this.spec, only, this.theme);
    if (!this.#bare || !this.#eager) this.#furnish();
    else this.#pictured(SOON).then(() => this.#bare && this.#furnish());
    const unknown = only?.filter((key) => key !== 'none' && !this.spec.params.some((p) => p.key === key)) ?? [];
    if (unknown.length > 0) {
      const keys = this.spec.params.map((p) => p.key).join(', ');
      this.complain(unknown.map((key) => `controls: “${key.slice(0, 40)}” is no parameter of this scene; there are ${keys}`));
    }
  }

  #furnish() {
    this.#bare = false;
    this.#face.build();
    this.#pictured(WHILE).then(() => this.#face.tellMore()).then(() => this.#refresh());
    this.#refresh();
    if (this.report) this.#face.report(this.report, this.held);
  }

  /** Loads the stage, if that has not happened; the scene may be known later. */
  start() {
    if (this.started || this.#lost) return;
    this.#seat.take();
    this.#frame.start(this.spec?.title ?? '');
    this.#refresh();
  }

  /** Says that it will start unasked: then a poster would only be in the way of the program. */
  set eager(on) {
    this.#eager = on;
    this.#pose();
  }

  /** Starts unasked, unless so many demos run in sight that one of them would have to stop. */
  offer() {
    if (this.#seat.free()) this.start();
    else this.eager = false;
  }

  /** Ends the stage; the values stay. */
  stop() {
    this.#frame.stop();
    this.#rest();
    this.#link.abort('The demo was taken out of the page.');
  }

  /** Ends the stage because too many run, and shows the poster again. */
  park() {
    this.#frame.stop('Stopped, because others run on this page. It goes on with the same settings; its walkers begin anew.');
    this.#rest();
    this.eager = false;
    this.#link.abort('The demo was stopped, because others run on this page.');
  }

  play(source) {
    this.start();
    return this.ask({ paused: 0 }, source, true);
  }

  /** Asks for values on behalf of source; returns a Promise of the report that includes them. */
  ask(values, source, done) {
    if (source === 'control') this.#face.clearNotices();
    const { id, answer } = this.#link.command({ type: 'set', values });
    this.#values.ask(values, id);
    this.#refresh();
    this.#emit('change', { values, source, done });
    return answer;
  }

  /** Sends step, reset or snapshot; returns a Promise of the answer. */
  command(message) {
    this.start();
    return this.#link.command(message).answer;
  }

  /** Opens the dialog that gives away what is shown: link, files, citation, lines for another page. */
  async take() {
    if (!this.spec) return;
    try {
      const { take } = await import('./take.js');
      take(this.#face.root, {
        spec: this.spec, values: this.values, theme: this.theme, controls: this.#only,
        snapshot: (format) => this.command({ type: 'snapshot', format }),
      });
    } catch {
      this.complain(['What belongs to sharing could not be loaded. Is there a network?']);
    }
  }

  /** Sets the theme: auto, light, dark or projector. */
  paint(name, source) {
    this.theme = THEMES.includes(name) ? name : 'auto';
    if (name && !THEMES.includes(name)) this.complain([`theme: “${name.slice(0, 40)}” is not one of ${THEMES.join(', ')}`]);
    this.#face.paint(this.theme, this.#resolvedTheme());
    this.#link.tell({ type: 'theme', ...this.#look() });
    this.#pose();
    if (source) this.#emit('change', { values: { theme: this.theme }, source, done: true });
  }

  /**
   * Makes it part of a talk, or with null a demo in a page again: it has the theme and the sizes for a lecture
   * hall, and hands keys on. talk = {part, keys, key(key)}; part is its place in the style sheet, keys are those
   * that the stage hands on besides the usual ones.
   */
  perform(talk) {
    this.#talk = talk;
    if (talk && this.started) this.#seat.take(); // the newest stays, whoever comes beside it
    if (talk) this.#face.root.dataset.present = talk.part;
    else delete this.#face.root.dataset.present;
    this.paint(this.theme);
    this.#listen();
  }

  /** Whether it is one of two side by side. */
  set beside(on) {
    this.#face.root.classList.toggle('beside', on);
  }

  /** Asks the stage for text as large as the style sheet says now. */
  resize() {
    this.#link.tell({ type: 'theme', ...this.#look() });
  }

  /** Tells the stage whether it can be seen; out of sight it rests. */
  see(visible) {
    this.#visible = visible;
    this.#seat.see(visible);
    this.#link.tell({ type: 'visible', visible });
  }

  /** Shows that there is no list of scenes, and why. */
  fail(message) {
    this.#lost = true;
    this.#frame.fail(message);
    this.#face.silent = true;
  }

  // The button is gone once it is pressed; its focus moves on to the next of its kind.
  #run() {
    this.play('control');
    this.#face.focusPlay();
  }

  // Shows what it sets; where motion is unwelcome it waits for Run.
  #preset(preset) {
    this.start();
    this.ask({ ...settings(this.spec.params, preset), ...(stillness.matches ? {} : { paused: 0 }) }, 'control', true);
    this.#frame.node.scrollIntoView({ block: 'nearest' });
  }

  #pose() {
    if (this.spec && !this.started && !this.#eager) this.#frame.pose(at(posterOf(this.spec, this.#resolvedTheme())));
  }

  // Fulfilled with the first picture of a demo that runs unasked, or after so many ms.
  #pictured(most) {
    return this.#eager ? Promise.race([this.#picture, new Promise((done) => { setTimeout(done, most); })]) : Promise.resolve();
  }

  #rest() {
    this.#seat.leave();
    this.#line = null;
    this.#link.close();
    this.#refresh();
  }

  #refresh() {
    this.#face.values(this.values, this.started);
  }

  // What the stage must know of the looks: in a talk the least size of text is that of the style sheet.
  #look() {
    const theme = this.#resolvedTheme();
    return this.#talk ? { theme, text: parseFloat(getComputedStyle(this.#face.root).fontSize) } : { theme };
  }

  #listen() {
    this.#link.tell({ type: 'keys', keys: [...SHORTCUTS, ...this.#talk?.keys ?? []] });
  }

  #resolvedTheme() {
    return this.#talk ? 'projector' : resolved(this.theme, this.#face.root.getRootNode().host);
  }

  #init() {
    this.#frame.title = this.spec.title;
    return { scene: this.spec.id, values: this.#values.forStage, ...this.#look(), workers: this.#workers };
  }

  #connect(line) {
    this.#line = this.spec ? null : line;
    if (!this.spec) return;
    this.held = null; // the stage has begun anew, or is taken over
    const { port, init } = line;
    const said = (line.said ?? []).filter((message) => accept(TO_ELEMENT, message));
    for (const { values = {} } of said) this.#values.replace(values); // it may have been dragged
    this.#link.connect(port, { ...this.#init(), resume: init?.scene === this.spec.id });
    said.forEach((message) => this.#link.hear(message));
    this.#listen();
    this.see(this.#visible);
  }

  /** Does what a shortcut or a button of that name does. */
  act(action) {
    const paused = Number(this.values.paused) === 1;
    if (action === 'help') this.#face.help();
    else if (action === 'present') this.#present();
    else if (action === 'hold') this.#hold();
    else if (action === 'reset') this.command({ type: 'reset' });
    else if (action === 'toggle' && (paused || !this.started)) this.play('control');
    else if (action === 'toggle') this.ask({ paused: 1 }, 'control', true);
    else if (action === 'step') {
      if (!paused) this.ask({ paused: 1 }, 'control', true);
      this.command({ type: 'step', n: 1 });
    }
  }

  // Keeps picture and numbers for comparison, or lets go of them.
  #hold() {
    if (!this.report) return;
    this.held = this.held ? null : this.report;
    this.#link.tell({ type: 'hold', on: this.held !== null });
    this.#face.report(this.report, this.held);
  }

  /** Shows sentences about what could not be used. */
  complain(messages) {
    this.#face.complain(messages);
    this.#emit('error', { message: messages.join(' '), messages, fatal: false });
  }

  // What the stage says.
  #on = {
    progress: ({ loaded, total }) => this.#frame.progress(loaded, total),
    ready: ({ scene }) => {
      this.#frame.show();
      this.#shown();
      this.#emit('ready', { scene });
    },
    report: ({ ack, report }) => {
      if (report.scene !== this.spec.id) return; // still of the scene before
      this.report = report;
      this.#values.report(report.values, ack);
      this.#refresh();
      this.#face.report(report, this.held);
      this.#emit('report', report);
    },
    change: ({ values, done }) => {
      this.#values.take(values);
      this.#refresh();
      this.#emit('change', { values, source: 'picture', done });
    },
    notice: ({ messages }) => this.complain(messages),
    key: ({ key }) => (this.#talk ? this.#talk.key(key) : this.act(actionOf(key))),
    error: ({ message, fatal }) => {
      if (fatal) {
        this.#frame.show(true); // the stage says it in its frame, with a button
        this.#link.abort(message, true);
      }
      this.#emit('error', { message, messages: [message], fatal });
    },
    snapshot: () => {},
  };
}
