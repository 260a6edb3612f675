// Keyboard shortcuts. They work only while the focus is inside the element or its
// stage, and never where a key already means something to the focused control.

import { h } from './dom.js';

const ACTIONS = { ' ': 'toggle', r: 'reset', R: 'reset', '.': 'step', h: 'hold', H: 'hold', p: 'present', P: 'present', '?': 'help' };

/** The keys that are shortcuts. */
export const SHORTCUTS = Object.keys(ACTIONS);

/** Keys as the help lists them. */
const HELP = [
  ['Space', 'play or pause'],
  ['R', 'restart from the start point'],
  ['.', 'one step'],
  ['H', 'hold the cloud and its numbers for comparison; again: let go'],
  ['P', 'present: fill the screen, for a lecture'],
  ['← →', 'move the focused slider finely'],
  ['Page Up, Page Down', 'move it coarsely'],
  ['Home, End', 'move it to its ends'],
  ['Esc', 'give the mouse wheel back to the page'],
  ['?', 'this list'],
];

/** The action of a key, whoever pressed it; undefined if it has none. */
export const actionOf = (key) => ACTIONS[key];

/** The action that a keydown event asks for, or undefined if it belongs to the focused control. */
export function shortcut(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  const target = event.composedPath()[0];
  if (target.closest?.('dialog, select, textarea, input[type="number"]')) return undefined;
  if (event.key === ' ' && target.closest?.('button, summary, a, input[type="checkbox"]')) return undefined;
  return actionOf(event.key);
}

/** A dialog that lists the keys. */
export function helpDialog() {
  const close = h('button', { type: 'submit', textContent: 'Close' });
  return h('dialog', { className: 'help', 'aria-labelledby': 'help-title' },
    h('form', { method: 'dialog' },
      h('h3', { id: 'help-title', textContent: 'Keys' }),
      h('dl', {}, ...HELP.flatMap(([key, what]) => [h('dt', {}, h('kbd', { textContent: key })), h('dd', { textContent: what })])),
      h('p', { className: 'hint', textContent: 'In the picture: drag the start point and the λ handle on the ruler. Click the picture to zoom with the wheel.' }),
      close));
}
