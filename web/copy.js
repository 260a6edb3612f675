// Texts to be copied.

import { h, setText } from './dom.js';

/** A field with a text and a button that copies it: {node, show(text)}. */
export function copyable(label, lines, text = '') {
  const field = h('textarea', { className: 'copyable', readOnly: true, rows: lines, spellcheck: false, 'aria-label': label });
  const button = h('button', { type: 'button', className: 'copy', textContent: 'Copy' });
  const said = h('span', { className: 'said', role: 'status' });
  field.value = text;
  field.addEventListener('focus', () => field.select());
  button.addEventListener('click', async () => setText(said, await copied(field) ? 'Copied.' : 'The browser did not allow it. The text is selected: copy it with the keyboard.'));
  return {
    node: h('div', { className: 'copy-box' }, field, h('p', { className: 'row' }, button, said)),
    show(other) {
      field.value = other;
      setText(said, '');
    },
  };
}

// Frames of other origins may not use the clipboard; the old way still works there.
async function copied(field) {
  if (document.featurePolicy?.allowsFeature('clipboard-write') ?? true) {
    const done = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    if (done) return true;
  }
  field.focus(); // selects
  return document.execCommand('copy');
}
