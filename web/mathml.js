// Formulas: MathML from text, and the font that it needs.

import { at } from './place.js';

const MATHML = 'http://www.w3.org/1998/Math/MathML';
const FAMILY = 'sgdnoise Math'; // page.css and styles.js name it, too

/**
 * The <math> elements that a text consists of, for insertion into the document. A text that is
 * no well-formed MathML is named in the console, and gives none.
 */
export function formulas(text) {
  const root = new DOMParser().parseFromString(`<mrow xmlns="${MATHML}">${text}</mrow>`, 'application/xml').documentElement;
  const all = [...root.querySelectorAll('*')];
  const blocks = [...root.children];
  if (all.some((e) => e.namespaceURI !== MATHML) || blocks.some((e) => e.localName !== 'math') || root.namespaceURI !== MATHML) {
    console.warn(`sgd-noise: left out a formula that is no MathML: ${text.slice(0, 80)}`);
    return [];
  }
  return blocks.map((e) => document.importNode(e, true));
}

/**
 * Loads the font of the formulas, unless the page has it, when a node with formulas comes near the
 * viewport: nobody waits for it before. Without it the system's own has to do.
 */
export function loadMathFontFor(node) {
  if (!node.querySelector('math')) return;
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((e) => e.isIntersecting)) return;
    seen.disconnect();
    loadMathFont().catch(() => {}); // formulas stand in what the system has
  });
  seen.observe(node);
}

// A shadow root cannot declare a font. It comes as data because a page that embeds the element allows
// connections to our host, not fonts.
async function loadMathFont() {
  if ([...document.fonts].some(({ family }) => family.replaceAll('"', '') === FAMILY)) return;
  const font = fetch(at('sgdnoise-math.woff2')).then((response) => response.arrayBuffer());
  const face = new FontFace(FAMILY, await font);
  document.fonts.add(await face.load());
}
