// The scenes and their parameter tables, as scenes.json lists them.

let loading = null;

/** Loads scenes.json once for all elements of a page: {scenes, deck}; a failure may be tried again. */
export function scenes(base) {
  loading ??= load(new URL('scenes.json', base)).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(url) {
  const response = await fetch(url).catch(() => null);
  if (!response && url.origin !== location.origin) {
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
  reading ??= fetch(new URL('texts.json', import.meta.url)).then((response) => response.json()).catch(() => {
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

/** The address of a scene's picture in a theme: light, or dark. */
export const posterOf = ({ id }, theme) => new URL(`posters/${id}-${theme === 'dark' ? 'dark' : 'light'}.webp`, import.meta.url).href;
