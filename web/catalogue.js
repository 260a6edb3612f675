// The scenes and their parameter tables, as scenes.json lists them.

import { at } from './place.js';

let loading = null;

/**
 * Loads scenes.json once for all elements of a page: {scenes, deck}; a failure may be tried again. The site's
 * own page has it inside, so that its first picture is complete.
 */
export function scenes() {
  const inside = document.getElementById('scenes.json');
  loading ??= inside ? Promise.resolve(JSON.parse(inside.textContent)) : load(at('scenes.json')).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(url) {
  const response = await fetch(url).catch(() => null);
  if (!response && new URL(url).origin !== location.origin) {
    console.error(`sgd-noise: ${url} could not be read from ${location.origin}. For pages of other origins its host must send Access-Control-Allow-Origin: *, and their Content-Security-Policy must name it in connect-src.`);
  }
  if (!response?.ok) {
    throw new Error(`The list of scenes could not be loaded (${response ? `status ${response.status}` : 'no answer'}).`);
  }
  return response.json();
}

let reading = null;

/** Loads texts.json once, what stands below each scene's picture: {id: {formula, try, figures}}; {} if it can't be had now. */
export function texts() {
  reading ??= fetch(at('texts.json')).then((response) => response.json()).catch(() => {
    reading = null;
    return {};
  });
  return reading;
}

/** The scene with the given id, or the first one with a sentence about the unknown id. */
export function choose(list, id) {
  const found = list.find((s) => s.id === id);
  if (found || !id) return { scene: found ?? list[0], notice: '' };
  const known = list.map((s) => s.id).join(', ');
  return {
    scene: list[0],
    notice: `scene: “${id.slice(0, 60)}” is unknown; known scenes: ${known}; showing ${list[0].id}`,
  };
}

/** The name of a scene's picture in a theme: dark, or light for all others. */
export const posterOf = ({ id }, theme) => `posters/${id}-${theme === 'dark' ? 'dark' : 'light'}.webp`;
