// Which theme a demo has: its own, or that of the page around it.

import { h } from './dom.js';

/** What the attribute may say. */
export const THEMES = ['auto', 'light', 'dark', 'projector'];

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The theme of a name; auto is what the page around the element is: light, unless it says that it can be dark. */
export function resolved(name, host) {
  if (name !== 'auto') return name;
  const schemes = getComputedStyle(host).colorScheme;
  return schemes.includes('dark') && (dark.matches || !schemes.includes('light')) ? 'dark' : 'light';
}

/** Calls act when the reader's system changes between light and dark, or the page around this place does. */
export function follow(place, act) {
  dark.addEventListener('change', act);
  // its colour depends on the scheme (styles.js), and its transition is the only event that tells
  const probe = h('span', { className: 'scheme', 'aria-hidden': 'true' });
  probe.addEventListener('transitionrun', act);
  place.append(probe);
}
