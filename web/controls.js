// One control per parameter, built from its row in the parameter table: a slider
// with a number box, a checkbox or a menu. All of them are native inputs.

import { h, setText } from './dom.js';
import { plain } from './format.js';
import { hasSlider, keyValue, toPosition, toValue, zeroPosition } from './slider.js';

const SLIDER_KEYS = /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/;

/**
 * Builds the control of a parameter. ask(key, value, done) is called when the user
 * moves it; done is true when the slider is released or a value committed.
 * Returns {node, show(value), hint(text)}.
 */
export function control(param, ask) {
  if (param.kind === 'number') return numberControl(param, ask);
  return isSwitch(param) ? switchControl(param, ask) : menuControl(param, ask);
}

const isSwitch = ({ options }) => options.length === 2 && options[0] === 'no' && options[1] === 'yes';

const name = ({ label, symbol, unit }) => [
  h('span', { textContent: label }),
  ...(symbol && !label.endsWith(symbol) ? [' ', h('i', { textContent: symbol })] : []),
  ...(unit ? [h('span', { className: 'unit', textContent: ` ${unit}` })] : []),
];

function numberControl(param, ask) {
  const { key, label, min, max, unit } = param;
  const id = `p-${key}`;
  const range = `${plain(min)} to ${plain(max)}${unit ? ` ${unit}` : ''}`;
  const hint = h('p', { className: 'hint', id: `${id}-hint`, textContent: param.doc });
  const box = h('input', {
    type: 'number', className: 'box', id: `${id}-box`, min, max, step: 'any', title: range,
    'aria-label': `${label}, ${range}`,
  });
  const slider = hasSlider(param) && h('input', {
    type: 'range', id, min: 0, max: 1, step: 'any', 'aria-describedby': hint.id,
  });
  let value = param.default;
  let held = false; // the thumb follows the finger, not the reports

  const show = (v) => {
    value = v;
    if (!box.matches(':focus') || !box.dataset.edited) box.value = plain(v);
    if (!slider) return;
    const text = `${label} ${plain(v)}${unit ? ` ${unit}` : ''}`;
    if (slider.getAttribute('aria-valuetext') !== text) slider.setAttribute('aria-valuetext', text);
    if (!held) slider.value = toPosition(param, v);
    slider.style.setProperty('--fill', slider.value);
  };
  const move = (v, done) => {
    delete box.dataset.edited;
    show(v);
    ask(key, v, done);
  };

  const zero = zeroPosition(param);
  if (slider && zero !== null) slider.style.setProperty('--from', `calc(10px + ${zero} * (100% - 20px))`);
  if (slider) connectSlider(slider, param, () => value, move, (h) => { held = h; });
  connectBox(box, param, () => value, move, (raw) => ask(key, raw, true));
  const node = h('div', { className: `control${slider ? '' : ' plain'}` },
    h('label', { htmlFor: slider ? id : box.id, title: param.doc }, ...name(param)), ...(slider ? [slider] : []), box, hint);
  node.dataset.key = key;
  return { node, show, hint: (text) => setText(hint, text) };
}

function connectSlider(slider, param, current, move, hold) {
  slider.addEventListener('pointerdown', () => hold(true));
  slider.addEventListener('input', () => move(toValue(param, slider.valueAsNumber), false));
  slider.addEventListener('change', () => {
    hold(false);
    move(toValue(param, slider.valueAsNumber), true);
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur']) {
    slider.addEventListener(end, () => hold(false));
  }
  slider.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = keyValue(param, current(), event.key);
    if (next === undefined) return;
    event.preventDefault();
    if (next !== current()) move(next, false);
  });
  slider.addEventListener('keyup', (event) => {
    if (SLIDER_KEYS.test(event.key)) move(current(), true);
  });
}

function connectBox(box, param, current, move, ask) {
  box.addEventListener('input', () => { box.dataset.edited = 'yes'; });
  box.addEventListener('change', () => {
    delete box.dataset.edited;
    if (box.value === '') box.value = plain(current());
    else ask(box.value); // as typed: the stage judges it and says what is wrong
  });
  box.addEventListener('blur', () => {
    delete box.dataset.edited;
    box.value = plain(current());
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const next = hasSlider(param) ? keyValue(param, current(), event.key)
      : current() + (event.key === 'ArrowUp' ? 1 : -1);
    move(next, false);
  });
  box.addEventListener('keyup', (event) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') move(current(), true);
  });
}

function switchControl(param, ask) {
  const input = h('input', { type: 'checkbox', id: `p-${param.key}` });
  input.addEventListener('change', () => ask(param.key, input.checked ? 'yes' : 'no', true));
  const node = h('label', { className: 'switch', title: param.doc }, input,
    h('span', { className: 'swatch', 'aria-hidden': 'true' }), h('span', {}, ...name(param)));
  node.dataset.key = param.key;
  return { node, show: (v) => { input.checked = v === 'yes'; }, hint() {} };
}

function menuControl(param, ask) {
  const select = h('select', { id: `p-${param.key}`, 'aria-describedby': `p-${param.key}-hint` },
    ...param.options.map((o) => h('option', { value: o, textContent: o.replaceAll('-', ' ') })));
  select.addEventListener('change', () => ask(param.key, select.value, true));
  const hint = h('p', { className: 'hint', id: `p-${param.key}-hint`, textContent: param.doc });
  const node = h('div', { className: 'control menu' },
    h('label', { htmlFor: select.id, title: param.doc }, ...name(param)), select, hint);
  node.dataset.key = param.key;
  return { node, show: (v) => { select.value = v; }, hint: (text) => setText(hint, text) };
}
