// Numbers as text.

/** Shown where a number does not exist. */
export const NONE = '–';

const MAX_PLACES = 9;
const minus = (text) => (Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−'));
const raised = (text) => text.replace(/[-\d]/g, (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[c]));

// Digits after the point that show x to so many significant digits; rounding errors count as 0.
const placesFor = (x, digits) => (Number.isFinite(x) && Math.abs(x) > 1e-12 ? digits - 1 - Math.floor(Math.log10(Math.abs(x))) : 0);

/** Decimals that show a prediction to 4 digits, and more only when its error asks for them. */
export const decimals = (prediction, error) => Math.min(Math.max(placesFor(prediction, 4), placesFor(error, 1), 0), MAX_PLACES);

/** The places of kin, or more where they would show nothing of a row's own error: then two digits of it. */
export const enough = (places, error) => (placesFor(error, 1) > places ? Math.min(placesFor(error, 2), MAX_PLACES) : places);

/** A number with fixed decimals; very large ones as a power of ten. */
export function fixed(x, places) {
  if (!Number.isFinite(x)) return NONE;
  if (Math.abs(x) < 1e5) return minus(x.toFixed(places));
  const [mantissa, exponent] = x.toExponential(2).split('e');
  return `${minus(mantissa)} × 10${raised(String(Number(exponent)))}`;
}

/** A number for reading, with so many significant digits. */
export const significant = (x, digits = 4) => fixed(x, Math.min(Math.max(placesFor(x, digits), 0), MAX_PLACES));

/** A deviation in standard errors, with its sign. */
export function deviation(x) {
  if (!Number.isFinite(x)) return NONE;
  if (Math.abs(x) >= 1000) return x > 0 ? '> 1000' : '< −1000';
  return (x < 0 ? '−' : '+') + Math.abs(x).toFixed(1);
}

/** A value as a number box and a spoken slider show it: no more digits than it has. */
export const plain = (x) => (typeof x === 'number' ? String(Number(x.toPrecision(10))) : String(x));
