// What there is to say of a scene below its picture: its formula, things to try,
// the figures of the paper that it shows, and its source. All of it from scenes.json and texts.json.

import { h } from './dom.js';
import { formulas } from './mathml.js';
import { active, figureName } from './presets.js';

const NOTHING = { formula: '', try: [], figures: [], code: '' };

/**
 * Builds the text of a scene; texts are its part of texts.json, if that is there. apply(preset) is called when the reader asks for a preset; with brief only
 * the source is named, with a button that calls take(). Returns {node, show(values)}: show marks what is set, and returns the figure
 * of the paper that it is, or null.
 */
export function about(spec, texts, brief, { apply, take }) {
  const said = { ...NOTHING, ...texts };
  const pressable = [];
  const button = (preset, ...content) => {
    const node = h('button', { type: 'button', 'aria-pressed': 'false' }, ...content);
    node.addEventListener('click', () => apply(preset));
    pressable.push({ preset, node });
    return node;
  };
  const parts = brief ? [] : [
    part('tries', 'Things to try', said.try.map((t) => h('li', {}, h('p', { textContent: t.text }), button(t, t.label)))),
    formula(said.formula),
    part('figures', 'Figures of the paper', said.figures.map((f) => h('li', {}, button(f, badge(f), ` ${f.label}`), h('p', { textContent: f.text })))),
  ];
  const node = h('section', { className: 'about', 'aria-label': 'About this scene' }, ...parts,
    h('p', { className: 'source' }, `Source: ${spec.source}`, ...code(said.code)), ...(brief ? [share(take)] : []));

  return {
    node,
    show(values) {
      const now = pressable.filter(({ preset, node: b }) => {
        const on = active(spec.params, preset, values);
        if (b.getAttribute('aria-pressed') !== String(on)) b.setAttribute('aria-pressed', on);
        return on;
      });
      return now.find(({ preset }) => preset.figure)?.preset ?? null;
    },
  };
}

function share(take) {
  const node = h('button', { type: 'button', className: 'share', textContent: 'Share' });
  node.addEventListener('click', take);
  return node;
}

export const badge = (figure) => h('b', { className: 'badge', textContent: figureName(figure) });

const part = (name, title, items) => (items.length === 0 ? ''
  : h('div', { className: name }, h('h3', { textContent: title }), h('ul', {}, ...items)));

const code = (address) => (address ? ['. Code: ', h('a', { href: address, textContent: address.split('/').pop() })] : []);

function formula(text) {
  const blocks = formulas(text);
  return blocks.length === 0 ? '' : h('div', {}, h('h3', { textContent: 'The formula' }), h('div', { className: 'formula' }, ...blocks));
}
