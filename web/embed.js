// The lines that put what is shown on another page, with a preview that is the thing itself.

import { posterOf } from './catalogue.js';
import { copyable } from './copy.js';
import { h } from './dom.js';
import { format, unusual } from './url.js';

const COLUMN = 720; // px, a usual column of text
const CHOOSABLE = ['main', 'problem', 'approximations']; // groups of parameters

/** Builds the part of the dialog. subject as in take.js; link is the address of the same on our page, base where we lie. */
export function embedPart(subject, link, base) {
  const code = copyable('Lines for your page', 7);
  const preview = h('sgd-noise');
  preview.style.setProperty('--sgd-noise-padding', 'initial'); // not that of the page around the dialog
  const options = optionsFor(subject);
  const update = () => {
    const chosen = options.read();
    dress(preview, subject, chosen);
    const height = Math.ceil(preview.getBoundingClientRect().height); // 0 while nobody sees it
    code.show(chosen.form === 'frame' ? frameLines(subject, chosen, height, base) : elementLines(subject, chosen, height, link, base));
  };
  options.node.addEventListener('input', update);
  new ResizeObserver(update).observe(preview);
  return h('section', { className: 'embed', 'aria-label': 'Embed' }, options.node, code.node,
    h('div', { className: 'preview-box' }, h('h4', { textContent: 'Preview' }), h('div', { className: 'preview' }, preview)));
}

function optionsFor({ spec, theme, controls }) {
  const select = (name, label, list, value) => {
    const node = h('select', { name }, ...list.map(([v, textContent]) => h('option', { value: v, textContent })));
    node.value = value;
    return h('label', {}, `${label} `, node);
  };
  const boxes = spec.params.filter((p) => CHOOSABLE.includes(p.group)).map((p) => h('label', { className: 'check' },
    h('input', { type: 'checkbox', name: 'key', value: p.key, checked: controls ? controls.includes(p.key) : p.group === 'main' }), ` ${p.label}`));
  const width = h('input', { type: 'number', name: 'width', min: 280, max: 1600, step: 10, value: COLUMN, required: true });
  const keys = h('fieldset', { className: 'keys' }, h('legend', { className: 'unseen', textContent: 'Controls' }), ...boxes);
  const node = h('form', { className: 'options' },
    select('form', 'As', [['element', 'an element'], ['frame', 'a plain frame']], 'element'),
    select('controls', 'Controls', [['some', 'these'], ['none', 'none'], ['all', 'all, and the text']], controls?.includes('none') ? 'none' : 'some'), keys,
    select('theme', 'Theme', [['auto', 'that of the page'], ['light', 'light'], ['dark', 'dark']], theme),
    select('start', 'Starts', [['click', 'at a click'], ['near', 'when it comes into view']], 'click'),
    h('label', {}, 'Width at most, px ', width));
  node.addEventListener('submit', (event) => event.preventDefault());
  return {
    node,
    read() {
      const data = new FormData(node);
      keys.hidden = data.get('controls') !== 'some';
      const some = data.getAll('key').join(',') || 'none';
      return {
        form: data.get('form'),
        controls: { all: null, none: 'none', some }[data.get('controls')],
        theme: data.get('theme') === 'auto' ? null : data.get('theme'),
        near: data.get('start') === 'near',
        width: width.validity.valid ? width.valueAsNumber : COLUMN,
      };
    },
  };
}

// What the snippet sets, except that the preview always waits for a click.
function attributes({ spec, values }, { controls, theme, near }) {
  return [['scene', spec.id], ...unusual(spec.params, values),
    ...Object.entries({ controls, theme, autoplay: near ? '' : null }).filter(([, value]) => value !== null)];
}

function dress(preview, subject, chosen) {
  const wanted = new Map(attributes(subject, { ...chosen, near: false }));
  for (const name of preview.getAttributeNames()) {
    if (!wanted.has(name) && name !== 'style') preview.removeAttribute(name);
  }
  for (const [name, value] of wanted) {
    if (preview.getAttribute(name) !== value) preview.setAttribute(name, value);
  }
  preview.style.maxWidth = `${chosen.width}px`;
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const tag = (name, list) => `<${name}${list.map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}="${escaped(value)}"`)).join('')}>`;

// The height is kept from the start, so that the text below stays where it is.
function elementLines(subject, chosen, height, link, base) {
  const { spec } = subject;
  const style = `display: block; max-width: ${chosen.width}px; min-height: ${height}px`;
  return [
    `${tag('script', [['type', 'module'], ['src', new URL('sgd-noise.js', base).href]])}</script>`,
    tag('sgd-noise', [...attributes(subject, chosen), ['style', style]]),
    `${tag('a', [['href', link]])}${tag('img', [['src', new URL(posterOf(spec, chosen.theme ?? 'light'), base).href], ['alt', ''], ['style', 'max-width: 100%']])}<br>${escaped(spec.title)}</a>`,
    '</sgd-noise>',
  ].join('\n');
}

function frameLines({ spec, values }, { controls, theme, near, width }, height, base) {
  const page = { scene: spec.id, view: 'demo', controls: controls ?? undefined, theme: theme ?? undefined, autoplay: near ? '1' : undefined };
  const src = new URL(format(page, spec.params, values), base).href;
  return `${tag('iframe', [['src', src], ['title', spec.title], ['loading', 'lazy'], ['allow', 'fullscreen; clipboard-write'],
    ['style', `width: 100%; max-width: ${width}px; height: ${height}px; border: 0`]])}</iframe>`;
}
