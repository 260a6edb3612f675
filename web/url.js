// The state of the page as a query string: ?v=1&scene=label-noise&lr=0.5. The
// strings come from strangers; what they mean is for the stage to judge.

/** Keys that belong to the page and are no parameters. */
export const RESERVED = ['scene', 'view', 'controls', 'theme', 'present', 'deck', 'autoplay', 'workers', 'v'];

/** Version of the address, its key v. */
export const VERSION = '1';

const MAX_PAIRS = 64;
const MAX_LENGTH = 200;
const MAX_DECK = 6000; // characters: with the rest of an address, what every server and browser takes

/** Splits a query string into {page, values}: reserved keys and all the others, both as strings. */
export function parse(search) {
  const page = Object.create(null); // a stranger's key may be "__proto__"
  const values = Object.create(null);
  for (const [key, value] of [...new URLSearchParams(search)].slice(0, MAX_PAIRS)) {
    const target = RESERVED.includes(key) ? page : values;
    target[key.slice(0, MAX_LENGTH)] = value.slice(0, key === 'deck' ? MAX_DECK : MAX_LENGTH);
  }
  return { page, values };
}

/** The query string of a state: the version, the page's keys, and the values that differ from the defaults. */
export function format(page, params, values) {
  const query = new URLSearchParams({ v: VERSION });
  for (const key of RESERVED) {
    if (key !== 'v' && page[key] !== undefined && page[key] !== '') query.set(key, page[key]);
  }
  for (const [key, value] of unusual(params, values)) query.set(key, value);
  return `?${query}`.replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%2F', '/').replaceAll('%3D', '='); // readable, and as legal
}

/** The values that differ from the defaults: pairs of key and text, in the order of the table. */
export const unusual = (params, values) => params.filter(({ key, default: usual }) => values[key] !== undefined && values[key] !== usual)
  .map(({ key }) => [key, text(values[key])]);

// Ten digits restore any picture; more would only lengthen the link.
const text = (value) => (typeof value === 'number' ? String(Number(value.toPrecision(10))) : value);

/**
 * All values of a table: those given, and the defaults for the rest; unknown keys stay, to be complained about.
 * Whether it runs is the reader's choice: nothing starts to move because an address doesn't say so.
 */
export const complete = (params, given) => ({
  ...Object.fromEntries(params.filter((p) => p.key !== 'paused').map((p) => [p.key, p.default])), ...given,
});
