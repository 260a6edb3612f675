// The menu of a talk: its deck, to be put in order and shared, what stands side by
// side, and what the keys do.

import { copyable } from './copy.js';
import { h } from './dom.js';
import { plain } from './format.js';
import { page } from './place.js';
import { format } from './url.js';

const HELP = [
  ['Page Up, Page Down, arrows', 'previous, next step'],
  ['1 to 9, Home, End', 'that step, the first, the last'],
  ['Space, R', 'pause or run, restart'],
  ['+ −', 'move the slider'],
  ['H', 'hold the cloud; again: let go'],
  ['S', 'side by side'],
  ['B', 'black screen'],
  ['F', 'fill the screen'],
  ['D', 'this menu'],
  ['P, Esc', 'end'],
];

/** Builds the menu of a Talk. Returns {node, open(), show()}; show brings it up to date. */
export function menu(talk) {
  const list = h('ol', { className: 'deck' });
  const link = copyable('Link to this talk', 2);
  const pair = pairPart(talk);
  const node = h('dialog', { className: 'talk', 'aria-labelledby': 'talk-title' },
    h('header', {}, h('h3', { id: 'talk-title', textContent: 'The talk' }), button('✕', () => node.close(), 'Close')),
    list,
    h('p', { className: 'row' }, button('Add what is on screen', () => change([...talk.steps, now(talk)], talk.steps.length + 1)),
      button('Back to the built-in talk', () => { talk.forget(); fill(); })),
    h('h4', { textContent: 'Link to this talk' }), link.node,
    pair.node,
    h('p', { className: 'row' }, button('Fill the screen', () => talk.do('fill')), button('End the talk', () => talk.do('end'))),
    h('h4', { textContent: 'Keys' }),
    h('dl', {}, ...HELP.flatMap(([key, what]) => [h('dt', {}, h('kbd', { textContent: key })), h('dd', { textContent: what })])));
  node.addEventListener('click', (event) => {
    if (event.target === node) node.close(); // the backdrop
  });

  const change = (steps, at) => {
    talk.edit(steps, at);
    fill();
  };
  // Moves or, without a place, removes step i; what was pressed keeps the focus, so that it can be pressed again.
  const move = (i, to, name) => {
    const steps = [...talk.steps];
    const [step] = steps.splice(i, 1);
    if (to !== undefined) steps.splice(to, 0, step);
    const shown = talk.steps[talk.at - 1];
    change(steps, steps.indexOf(shown) + 1);
    const buttons = list.children[to ?? Math.min(i, steps.length - 1)]?.querySelectorAll('button') ?? [];
    const next = [...buttons].find((b) => b.name === name && !b.disabled) ?? [...buttons].find((b) => b.name !== 'go' && !b.disabled);
    (next ?? node.querySelector('button')).focus();
  };
  const say = (i, key, input) => { // the other fields stay as they are, with the focus in one of them
    talk.edit(talk.steps.map((step, k) => (k === i ? { ...step, [key]: input.value } : step)));
    input.value = talk.steps[i][key];
    share();
  };
  const share = () => link.show(page + format({ present: '1', deck: talk.deck }, [], {}));
  const row = (step, i, all) => {
    const field = (key, label) => {
      const input = h('input', { type: 'text', name: key, value: step[key], placeholder: label, 'aria-label': `${label}, step ${i + 1}` });
      input.addEventListener('change', () => say(i, key, input));
      return input;
    };
    const tool = (name, text, label, act, disabled = false) => Object.assign(button(text, act, `${label} step ${i + 1}`), { name, disabled });
    const go = Object.assign(button(`${i + 1}. ${title(talk, step)}`, () => {
      talk.go(i + 1);
      mark();
    }), { name: 'go', className: 'go' });
    return h('li', {}, h('div', { className: 'row' }, go,
      tool('up', '↑', 'Move up', () => move(i, i - 1, 'up'), i === 0),
      tool('down', '↓', 'Move down', () => move(i, i + 1, 'down'), i === all.length - 1),
      tool('remove', '✕', 'Remove', () => move(i, undefined, 'remove'), all.length === 1)),
    field('text', 'Sentence'), field('try', 'What to try'));
  };
  const mark = () => [...list.children].forEach((li, i) => {
    if (i + 1 === talk.at) li.setAttribute('aria-current', 'step');
    else li.removeAttribute('aria-current');
  });
  const fill = () => {
    list.replaceChildren(...talk.steps.map(row));
    mark();
    share();
  };

  return {
    node,
    open() {
      fill();
      pair.show();
      if (!node.open) node.showModal();
    },
    show() {
      if (node.open) pair.show();
    },
  };
}

function button(text, act, label = '') {
  const node = h('button', { type: 'button', textContent: text });
  if (label) node.setAttribute('aria-label', label);
  node.addEventListener('click', act);
  return node;
}

// The scene's title and what is set: “Label noise · λ 0.3 | 0.9”.
function title({ scenes }, { scene, values, beside }) {
  const spec = scenes.find((s) => s.id === scene);
  const shown = spec.params.filter((p) => p.group === 'main' && p.key in values)
    .map((p) => `${p.symbol || p.label} ${plain(values[p.key])}${beside && p.key in beside ? ` | ${plain(beside[p.key])}` : ''}`);
  return [spec.title.split(':')[0], ...shown].join(' · ');
}

// What is on screen as a step.
function now({ demo, pair }) {
  const params = demo.spec.params.filter((p) => p.key !== 'paused');
  const values = Object.fromEntries(params.filter((p) => demo.values[p.key] !== p.default || p.key in (pair.beside ?? {}))
    .map((p) => [p.key, demo.values[p.key]]));
  return { scene: demo.spec.id, values, beside: pair.beside, text: '', try: '' };
}

// Whether there are two pictures, and in what they may differ.
function pairPart(talk) {
  const on = h('input', { type: 'checkbox' });
  const differ = h('select', { 'aria-label': 'They differ in' });
  const names = h('label', {}, 'differing in ', differ);
  on.addEventListener('change', () => {
    talk.do('beside');
    show();
  });
  differ.addEventListener('change', () => {
    talk.pair.linked = differ.value !== '';
    if (talk.pair.linked) talk.pair.differs = new Set(differ.value.split(','));
  });
  function show() {
    on.checked = talk.pair.on;
    names.hidden = !talk.pair.on;
    const params = talk.demo.spec.params.filter((p) => p.group === 'main');
    const { differs } = talk.pair;
    const chosen = talk.pair.linked ? [...differs].join() : '';
    const options = [...params.map((p) => [p.key, p.label]), ['', 'anything: not linked']];
    if (!options.some(([key]) => key === chosen)) options.unshift([chosen, [...differs].join(', ')]);
    differ.replaceChildren(...options.map(([value, text]) => h('option', { value, textContent: text })));
    differ.value = chosen;
  }
  const node = h('p', { className: 'row' }, h('label', {}, on, ' Side by side'), names);
  return { node, show };
}
