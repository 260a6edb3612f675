// The dialog "Share and save": a link to what is shown, the picture and its numbers as
// files, how to cite it, and the lines that put it on another page. It is loaded when
// it is first asked for.

import { bibTeX } from './cite.js';
import { copyable } from './copy.js';
import { h, setText } from './dom.js';
import { embedPart } from './embed.js';
import { fileName, save, signed } from './files.js';
import { at, host, linkTo, page } from './place.js';
import { sheet } from './take-styles.js';
import { format } from './url.js';

/**
 * Opens the dialog in the root of a demo. shown = {spec, values, theme, controls, snapshot(format)}: what is
 * there now; snapshot returns a Promise of a file's content.
 */
export function take(root, shown) {
  const { paused, ...values } = shown.values; // the walkers begin anew elsewhere: whether they rest here doesn't matter
  const subject = { ...shown, values };
  const { adoptedStyleSheets } = root.getRootNode();
  if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  const parts = {
    link: ['Link', linkPart(subject)],
    files: ['Files', filesPart(subject)],
    cite: ['Cite', citePart(subject)],
    embed: ['Embed', embedPart(subject, address(subject), host)],
  };
  const dialog = frame(parts);
  root.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  dialog.querySelector('.tabs input').focus();
}

// The address of the page that shows the same.
const address = ({ spec, values }) => page + format({ scene: spec.id }, spec.params, values);

function frame(parts) {
  const close = h('button', { type: 'button', className: 'quiet close', textContent: '✕', 'aria-label': 'Close' });
  const tabs = Object.entries(parts).map(([name, [label, part]], i) => {
    const input = h('input', { type: 'radio', name: 'take', value: name, checked: i === 0 });
    part.hidden = i > 0;
    input.addEventListener('change', () => {
      for (const [other, [, node]] of Object.entries(parts)) node.hidden = other !== name;
    });
    return h('label', {}, input, h('span', { textContent: label }));
  });
  const dialog = h('dialog', { className: 'take', 'aria-labelledby': 'take-title' },
    h('header', {}, h('h3', { id: 'take-title', textContent: 'Share and save' }), close),
    h('fieldset', { className: 'tabs' }, h('legend', { className: 'unseen', textContent: 'What to take along' }), ...tabs),
    ...Object.values(parts).map(([, part]) => part));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  return dialog;
}

function linkPart(subject) {
  const { spec, values } = subject;
  const url = linkTo(spec.id, format({}, spec.params, values));
  const part = h('section', { 'aria-label': 'Link' },
    h('p', { textContent: 'Opens this scene with these settings. Its walkers begin anew.' }), copyable('Link', 3, url).node);
  if (navigator.share) {
    const share = h('button', { type: 'button', textContent: 'Share …' });
    share.addEventListener('click', () => navigator.share({ title: subject.spec.title, url }).catch(() => {})); // or changed one's mind
    part.querySelector('.row').prepend(share);
  }
  return part;
}

const FILES = [
  ['Picture', 'as it is now, with all labels', [['SVG', 'svg'], ['PNG', 'png']]],
  ['Readings', 'theory, measurement and error of each', [['CSV', 'csv'], ['JSON', 'json']]],
  ['Walkers', 'where each of them is now', [['CSV', 'walkers.csv'], ['JSON', 'walkers.json']]],
];

function filesPart(subject) {
  const said = h('p', { className: 'said', role: 'status' });
  const offer = h('div');
  const button = (what, label, kind) => {
    const node = h('button', { type: 'button', textContent: label, 'aria-label': `${what} as ${label}` });
    node.addEventListener('click', () => give(subject, kind, said, offer));
    return node;
  };
  const rows = FILES.map(([what, text, kinds]) => h('div', { className: 'file' },
    h('p', {}, h('b', { textContent: what }), ` ${text}`), ...kinds.map(([label, kind]) => button(what, label, kind))));
  return h('section', { 'aria-label': 'Files' }, ...rows, said, offer,
    h('p', { className: 'hint', textContent: 'Each file is of the moment in which you ask for it, and names the address of its settings.' }));
}

async function give(subject, kind, said, offer) {
  setText(said, 'One moment …');
  offer.replaceChildren();
  try {
    const blob = signed(kind, await subject.snapshot(kind), address(subject));
    const name = fileName(subject.spec, subject.values, kind);
    save(name, blob);
    setText(said, `Saved as ${name}`);
    if (self !== top) offer.append(await inPlace(blob, name));
  } catch (error) {
    setText(said, error.message);
  }
}

// A sandboxed frame may be refused downloads, and nothing tells it so.
async function inPlace(blob, name) {
  const content = blob.type === 'image/png'
    ? h('img', { src: await dataURL(blob), alt: name })
    : copyable(name, 6, await blob.text()).node;
  const text = blob.type === 'image/png' ? 'No file? Here is the picture itself' : 'No file? Here is its text';
  return h('details', { open: origin === 'null' }, h('summary', { textContent: text }), content);
}

const dataURL = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

function citePart(subject) {
  const entries = copyable('BibTeX', 12);
  const part = h('section', { 'aria-label': 'Cite' }, h('p', { textContent: `Source: ${subject.spec.source}` }), entries.node);
  fetch(at('cite.bib')).then((response) => (response.ok ? response.text() : Promise.reject()))
    .then((own) => entries.show(bibTeX(own, subject.spec, address(subject))))
    .catch(() => entries.show('% The entries could not be loaded.'));
  return part;
}
