// The place.js of the single file: its files lie in the page that this module is part of, or
// in the one around the stage. Links lead to the site, if that is known.

const inside = globalThis.sgdnoiseInside ?? parent.sgdnoiseInside; // see boot.js

export const at = (name) => inside.addresses[name.replace(/\?.*/, '')];

export const stage = { srcdoc: inside.stage };

export const page = inside.site || location.href.replace(/[?#].*/, '');

export const host = inside.site || 'https://HOST/';

export const linkTo = (scene, query) => (inside.site ? `${inside.site}scenes/${scene}.html${query}` : `${page}${query}&scene=${scene}`);
