// The page around the demo: keeps its address and its text in step with it. It uses
// the element as any other page would.

import './sgd-noise.js';
import { complete, format, parse, VERSION } from './url.js';
import { atMostEvery, setText, SOON } from './dom.js';
import { loadMathFontFor } from './mathml.js';
import { host } from './place.js';

const TURN = 500; // ms
const PAUSE = 500; // ms between two replacements of the address

const demo = document.querySelector('sgd-noise');
const home = demo.getAttribute('scene'); // of an address that names none
const title = document.title;
const around = document.querySelectorAll('.top, main > [id]:not(#demo)'); // the demo
const embed = document.querySelector('#embed');
const example = embed.textContent.replaceAll('https://HOST/', host);
let page = {}; // the reserved part of the address
let shown = location.search; // the address that what is shown has
let touched = false; // nothing is written before the reader does something

// change is pushState or replaceState.
function put(change, address) {
  if (address === location.search) return;
  try {
    history[change](null, '', address);
    shown = location.search;
  } catch {
    // a sandboxed frame may not; the demo works without an address
  }
}

function write(change) {
  if (demo.spec) put(change, format(page, demo.spec.params, demo.values));
}

const replace = atMostEvery(PAUSE, () => write('replaceState'));

// A drag is one entry of the history: made by its first change, final with its last.
let dragging = false;

function record(done) {
  touched = true;
  page.scene = demo.scene;
  if (!dragging) write('pushState');
  else if (done) write('replaceState');
  else replace();
  dragging = !done;
}

function apply(attribute, value) {
  if (value === undefined) demo.removeAttribute(attribute);
  else demo.setAttribute(attribute, value);
}

function paint(theme) {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else if (theme === 'projector') document.documentElement.dataset.theme = 'light';
  else delete document.documentElement.dataset.theme;
}

function dress() {
  document.documentElement.dataset.view = page.view === 'demo' ? 'demo' : 'article';
  paint(page.theme);
  apply('theme', page.theme);
  apply('controls', page.controls);
  apply('workers', page.workers);
  apply('deck', page.deck);
  if (page.view === 'demo' && page.autoplay === undefined) demo.removeAttribute('autoplay'); // in a frame it waits for a click
}

// What the page says beside the demo: the story of a scene where it has one, and else where to find it.
function tell(scene) {
  for (const node of document.querySelectorAll('[data-scene]')) {
    node.hidden = node.dataset.scene === 'other' ? scene === home : scene !== node.dataset.scene;
  }
  const other = scene !== home && demo.spec;
  setText(embed, other ? example.replace(/<sgd-noise[^>]*>/, `<sgd-noise scene="${other.id}">`) : example);
  document.title = other ? `${other.title} – ${title}` : title;
}

// Presents what the address says: from the first step, unless it names a scene or a step.
async function present() {
  const { present: at, scene, deck = '' } = page;
  if (at === undefined) demo.endPresent();
  else await demo.present({ at: Number(at) || (scene === undefined ? 1 : 0), deck });
}

// The element tells of all other mistakes in an address.
function complain(sentence) {
  const p = document.createElement('p');
  p.className = 'notice';
  p.setAttribute('role', 'status');
  p.textContent = sentence;
  demo.before(p);
}

// Once, before the element has read its attributes: what the address says.
function begin() {
  const state = parse(location.search);
  page = state.page;
  dress();
  if (!demo.hasAttribute('autoplay')) show('demo');
  tell(page.scene ?? home);
  if (page.view !== undefined && page.view !== 'demo') complain(`view: “${page.view.slice(0, 40)}” is unknown; there is only demo`);
  if (page.v !== undefined && page.v !== VERSION) complain(`This link is of version ${page.v.slice(0, 12)} of the demo, this page of version ${VERSION}: some of it may be read in another way.`);
  if (page.scene !== undefined) demo.setAttribute('scene', page.scene);
  if (page.present !== undefined) restore(state.values);
  else if (Object.keys(state.values).length > 0) demo.set(state.values);
}

// What the address says becomes what is shown. A step of a talk has values of its own; what became of them counts.
let restoring = false;
async function restore(values) {
  restoring = true;
  const { scene: named, present: presented } = page;
  try {
    await present();
    if (presented !== undefined && named === undefined) return; // a step, as it is
    const scene = named ?? home;
    if (scene !== demo.scene) demo.scene = scene;
    demo.set(complete(demo.spec?.params ?? [], values));
  } finally {
    restoring = false;
  }
}

// Back and Forward, but not from one section of the page to another.
addEventListener('popstate', () => {
  if (location.search === shown) return;
  shown = location.search;
  const state = parse(shown);
  page = state.page;
  dress();
  restore(state.values);
});

// Shows what a link of the page names; how the reader wants to see it stays.
function go({ scene, present: at, deck }) {
  touched = true;
  page = { ...page, scene, present: at, deck };
  put('pushState', format(page, [], {}));
  dress();
  restore({});
}

// The page is shown with the picture that it begins with, or SOON (wait.css); what stands below
// waits until the demo has had its turn.
const show = (what) => { document.documentElement.dataset.shown = what; };
const soon = setTimeout(show, Math.max(0, SOON - performance.now()), 'demo');
const turn = () => new Promise((over) => { setTimeout(over, TURN); });
demo.addEventListener('ready', async () => {
  await turn();
  const { open } = await import('./gallery.js');
  open(demo, go);
}, { once: true });
for (const type of ['ready', 'error']) {
  demo.addEventListener(type, async () => {
    clearTimeout(soon);
    show('demo');
    await turn();
    show('all');
  }, { once: true });
}

demo.addEventListener('present', ({ detail: { on, at, deck } }) => {
  for (const node of around) node.inert = on;
  document.documentElement.toggleAttribute('data-presenting', on);
  const before = page.present;
  page = { ...page, scene: demo.scene, present: on ? String(at) : undefined, deck: deck || undefined };
  touched = true;
  if (restoring) return;
  if (before === page.present) replace();
  else write('pushState');
});

demo.addEventListener('ready', () => tell(demo.scene)); // an address may name a scene that doesn't exist

demo.addEventListener('change', ({ detail: { values, source, done } }) => {
  tell(demo.scene);
  if (values.theme !== undefined && source === 'control') {
    page.theme = values.theme === 'auto' ? undefined : values.theme;
    paint(page.theme);
  }
  if (['set', 'attribute', 'talk'].includes(source)) return;
  // how one looks at it is no step to go back to
  const looks = ['paused', 'theme', ...demo.spec.params.filter((p) => p.group === 'view').map((p) => p.key)];
  if (Object.keys(values).some((key) => !looks.includes(key))) {
    record(done);
  } else {
    touched = true;
    page.scene = demo.scene;
    replace();
  }
});

// The report may differ from what was asked for: out of range, or changed by a script.
demo.addEventListener('report', () => {
  if (touched) replace();
});

loadMathFontFor(document.querySelector('article'));
begin();
