// Where a value sits on its slider. Positions run from 0 to 1 between the
// parameter's min and max, on the scale that its table row names.

/** Number of fine steps from one end of a slider to the other. */
export const FINE_STEPS = 200;
const COARSE = 20; // fine steps in a coarse one

const clamp = (x, lo, hi) => Math.min(Math.max(x, lo), hi);

/** Position in [0, 1] of a value; values outside the range sit at its ends. */
export function toPosition({ min, max, scale }, value) {
  const v = clamp(value, min, max);
  return scale === 'linear' ? (v - min) / (max - min) : Math.log(v / min) / Math.log(max / min);
}

/** Position of zero if it lies between the ends: from there the bar of the slider is drawn. Otherwise null. */
export const zeroPosition = (param) => (param.min < 0 && param.max > 0 ? toPosition(param, 0) : null);

/** Value at a position, rounded to what a slider offers: 3 digits, whole numbers, powers of two. */
export function toValue(param, position) {
  const { min, max, scale } = param;
  const p = clamp(position, 0, 1);
  if (p === 0) return min;
  if (p === 1) return max;
  const v = scale === 'linear' ? min + p * (max - min) : min * (max / min) ** p;
  return clamp(round(param, v), min, max);
}

function round({ scale, integer, min, max }, v) {
  if (scale === 'powers-of-two') {
    const power = 2 ** Math.round(Math.log2(v));
    // the upper end need not be a power of two
    return Math.abs(Math.log(max / v)) < Math.abs(Math.log(power / v)) ? max : power;
  }
  if (integer) return Math.round(scale === 'log' ? Number(v.toPrecision(3)) : v);
  if (scale === 'log') return Number(v.toPrecision(3));
  // near zero on a linear scale the digits count from the whole range
  const unit = 10 ** (Math.floor(Math.log10(Math.max(Math.abs(min), Math.abs(max)))) - 2);
  return Number((Math.round(v / unit) * unit).toPrecision(12)) || 0; // no −0
}

/** The value some fine steps away; it differs from value unless the end is reached. */
export function nudge(param, value, steps) {
  const direction = Math.sign(steps);
  const at = toPosition(param, value);
  for (let n = Math.abs(steps); n <= 2 * FINE_STEPS; n++) {
    const next = toValue(param, at + (direction * n) / FINE_STEPS);
    if ((next - value) * direction > 0) return next;
  }
  return direction > 0 ? param.max : param.min;
}

/** The value that a key moves a slider to, or undefined for other keys. */
export function keyValue(param, value, key) {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return nudge(param, value, 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return nudge(param, value, -1);
    case 'PageUp':
      return nudge(param, value, COARSE);
    case 'PageDown':
      return nudge(param, value, -COARSE);
    case 'Home':
      return param.min;
    case 'End':
      return param.max;
    default:
      return undefined;
  }
}

/** Some numbers are names rather than amounts (a seed): a slider cannot pick one of a million. */
export const hasSlider = ({ scale, integer, min, max }) => !(integer && scale === 'linear' && max - min > 1e6);
