// The JavaScript that the engine is measured against: the same update, written
// for V8 as well as we know how. It is part of the benchmark, not of the product.
//
// Model. x ~ N(0, A), A = L L' (2 x 2), y = u'x + eps, eps ~ N(0, sigma^2), and
// v = w - u, so that the minibatch gradient is g = (1/S) sum x_i (x_i.v - eps_i).
// One step of heavy ball for every walker: m <- mu m + g, v <- v - lr m.
//
// Speed. A step reads the generator's four words into locals and inlines it and
// the ziggurat's fast path (hence the same lines in several kernels). No hot loop
// contains a call: one in the ziggurat's slow path, taken once in eighty draws,
// was measurably slower. What the fast path cannot settle goes on a list, which a
// second, plain function works off after the loop.

// Ziggurat of 256 layers (Marsaglia & Tsang 2000; layer and value from disjoint
// bits as in Doornik 2005). Layer i lies under EDGE[i+1]; left of EDGE[i] it is
// wholly below the density. The last layer is the base strip with the tail.
const LAYERS = 256;
const TAIL = 3.6541528853610088;
const AREA = 0.00492867323399;
const EDGE = new Float64Array(LAYERS + 1);
const DENSITY = new Float64Array(LAYERS + 1);
const SCALE = new Float64Array(LAYERS); // signed 24-bit integer to abscissa
const INNER = new Float64Array(LAYERS); // EDGE without its last entry: i & 255 needs no bounds check
const TWO_M32 = 2 ** -32;

function density(x) {
  return Math.exp(-0.5 * x * x);
}

function buildZiggurat() {
  EDGE[LAYERS] = AREA / density(TAIL);
  EDGE[LAYERS - 1] = TAIL;
  for (let i = LAYERS - 2; i > 0; i--) {
    EDGE[i] = Math.sqrt(-2 * Math.log(AREA / EDGE[i + 1] + density(EDGE[i + 1])));
  }
  for (let i = 0; i <= LAYERS; i++) DENSITY[i] = density(EDGE[i]);
  for (let i = 0; i < LAYERS; i++) {
    SCALE[i] = EDGE[i + 1] * 2 ** -23;
    INNER[i] = EDGE[i];
  }
}
buildZiggurat();

// sfc32 (Doty-Humphrey, PractRand): 128 bits of state, the last word a counter.
function next32(state) {
  const a = state[0], b = state[1], c = state[2], d = state[3];
  const t = (a + b + d) | 0;
  state[3] = (d + 1) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = (c + (c << 3)) | 0;
  state[2] = ((c << 21 | c >>> 11) + t) | 0;
  return t;
}

// Uniform on the open interval (0, 1).
function uniform(state) {
  return ((next32(state) >>> 0) + 0.5) * TWO_M32;
}

// fromWord makes a normal of a generator word, drawing more only when it must.
function fromWord(state, t) {
  const i = t & 255;
  const x = (t >> 8) * SCALE[i];
  return Math.abs(x) < INNER[i] ? x : normalSlow(state, i, x);
}

function normal(state) {
  return fromWord(state, next32(state));
}

// normalSlow finishes the 1.2 % of draws that leave the inner rectangle of layer i.
function normalSlow(state, i, x) {
  if (i === LAYERS - 1) return normalTail(state, x < 0);
  const y = DENSITY[i + 1] + uniform(state) * (DENSITY[i] - DENSITY[i + 1]);
  return y < density(x) ? x : normal(state);
}

function normalTail(state, negative) {
  let x, y;
  do {
    x = -Math.log(uniform(state)) / TAIL;
    y = -Math.log(uniform(state));
  } while (y + y < x * x);
  return negative ? -(TAIL + x) : TAIL + x;
}

/**
 * Fills out[0..n) with standard normals (24-bit resolution within a layer).
 * n is rounded up to an even number, for which out must have room.
 * @param {Int32Array} state generator state, see createEnsemble
 * @param {Float64Array} out
 * @param {number} n
 * @param {Int32Array} list scratch, at least 2 n + 2 long
 */
export function fillNormals(state, out, n, list) {
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let m = 0;
  for (let j = 0; j < n; j += 2) {
    const t0 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t0) | 0;
    const t1 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t1) | 0;
    const i0 = t0 & 255, i1 = t1 & 255;
    const x0 = (t0 >> 8) * SCALE[i0], x1 = (t1 >> 8) * SCALE[i1];
    out[j] = x0; out[j + 1] = x1;
    if (Math.abs(x0) >= INNER[i0]) { list[m] = j; list[m + 1] = t0; m += 2; }
    if (Math.abs(x1) >= INNER[i1]) { list[m] = j + 1; list[m + 1] = t1; m += 2; }
  }
  state[0] = a; state[1] = b; state[2] = c; state[3] = d;
  for (let k = 0; k < m; k += 2) out[list[k]] = fromWord(state, list[k + 1]);
}

const TILE = 256; // walkers per batch of normals in stepExact: 3 columns of 2 kB stay in L1

/**
 * Makes an ensemble of independent walkers, all at start with zero momentum.
 * @param {object} p
 * @param {number} p.walkers
 * @param {number} p.seed any 32-bit integer
 * @param {number[]} p.a [a11, a12, a22] of the feature covariance A, positive definite
 * @param {number} p.sigma standard deviation of the label noise
 * @param {number[]} p.start [v1, v2], the initial w - u
 * @returns columns v1, v2 (w - u) and m1, m2 (momentum), generator state, and constants
 * @throws {RangeError} if A is not positive definite
 */
export function createEnsemble({ walkers, seed, a: [a11, a12, a22], sigma, start }) {
  if (!(a11 > 0 && a11 * a22 > a12 * a12)) throw new RangeError('A must be positive definite');
  const l11 = Math.sqrt(a11), l21 = a12 / l11;
  const state = new Int32Array([seed, 0x9e3779b9, 0x243f6a88, 1]);
  for (let i = 0; i < 20; i++) next32(state); // mix the seed into every word
  return {
    v1: new Float64Array(walkers).fill(start[0]),
    v2: new Float64Array(walkers).fill(start[1]),
    m1: new Float64Array(walkers),
    m2: new Float64Array(walkers),
    state,
    sum: new Float64Array(2),
    batch: new Float64Array(3 * TILE),
    chi: new Float64Array(TILE),
    list: new Int32Array(Math.max(4 * walkers, 6 * TILE + 2)), // unfinished draws
    l11, l21, l22: Math.sqrt(a22 - l21 * l21), sigma,
  };
}

/** One step of every walker with a single sample each (S = 1). */
export function stepS1(ens, lr, mu) {
  const { v1, v2, m1, m2, state, list, l11, l21, l22, sigma } = ens;
  const n = v1.length;
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let m = 0;
  for (let k = 0; k < n; k++) {
    const t0 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t0) | 0;
    const t1 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t1) | 0;
    const t2 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t2) | 0;
    const i0 = t0 & 255, i1 = t1 & 255, i2 = t2 & 255;
    const z1 = (t0 >> 8) * SCALE[i0], z2 = (t1 >> 8) * SCALE[i1], e = (t2 >> 8) * SCALE[i2];
    if (Math.abs(z1) >= INNER[i0] || Math.abs(z2) >= INNER[i1] || Math.abs(e) >= INNER[i2]) {
      list[m] = k; list[m + 1] = t0; list[m + 2] = t1; list[m + 3] = t2; m += 4;
      continue;
    }
    const x1 = l11 * z1, x2 = l21 * z1 + l22 * z2;
    const p = v1[k], q = v2[k];
    const r = x1 * p + x2 * q - sigma * e;
    const h1 = mu * m1[k] + x1 * r, h2 = mu * m2[k] + x2 * r;
    m1[k] = h1; m2[k] = h2;
    v1[k] = p - lr * h1; v2[k] = q - lr * h2;
  }
  state[0] = a; state[1] = b; state[2] = c; state[3] = d;
  finishS1(ens, lr, mu, m);
}

// finishS1 moves the listed walkers, whose words need the ziggurat's slow path.
function finishS1(ens, lr, mu, m) {
  const { v1, v2, state, list, l11, l21, l22, sigma } = ens;
  for (let j = 0; j < m; j += 4) {
    const k = list[j];
    const z1 = fromWord(state, list[j + 1]), z2 = fromWord(state, list[j + 2]), e = fromWord(state, list[j + 3]);
    const x1 = l11 * z1, x2 = l21 * z1 + l22 * z2;
    const r = x1 * v1[k] + x2 * v2[k] - sigma * e;
    heavyBall(ens, k, lr, mu, x1 * r, x2 * r);
  }
}

function heavyBall(ens, k, lr, mu, g1, g2) {
  const h1 = mu * ens.m1[k] + g1, h2 = mu * ens.m2[k] + g2;
  ens.m1[k] = h1; ens.m2[k] = h2;
  ens.v1[k] -= lr * h1; ens.v2[k] -= lr * h2;
}

/**
 * One step of every walker, drawing all S samples. The sum runs in whitened
 * coordinates (x = L z), so that L is applied once per walker, not per sample.
 */
export function stepDirect(ens, lr, mu, S) {
  if (ens.list.length < 3 * S) ens.list = new Int32Array(3 * S);
  const { v1, v2, m1, m2, sum, l11, l21, l22 } = ens;
  const n = v1.length, k11 = l11 / S, k21 = l21 / S, k22 = l22 / S;
  for (let k = 0; k < n; k++) {
    const p = v1[k], q = v2[k];
    sumSamples(ens, l11 * p + l21 * q, l22 * q, S);
    const g1 = sum[0], g2 = sum[1];
    const h1 = mu * m1[k] + k11 * g1, h2 = mu * m2[k] + (k21 * g1 + k22 * g2);
    m1[k] = h1; m2[k] = h2;
    v1[k] = p - lr * h1; v2[k] = q - lr * h2;
  }
}

// sumSamples sets ens.sum to the sum of z (z.p - sigma e) over S samples.
function sumSamples(ens, p1, p2, S) {
  const { state, list, sum, sigma } = ens;
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let g1 = 0, g2 = 0, m = 0;
  for (let s = 0; s < S; s++) {
    const t0 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t0) | 0;
    const t1 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t1) | 0;
    const t2 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t2) | 0;
    const i0 = t0 & 255, i1 = t1 & 255, i2 = t2 & 255;
    const z1 = (t0 >> 8) * SCALE[i0], z2 = (t1 >> 8) * SCALE[i1], e = (t2 >> 8) * SCALE[i2];
    if (Math.abs(z1) >= INNER[i0] || Math.abs(z2) >= INNER[i1] || Math.abs(e) >= INNER[i2]) {
      list[m] = t0; list[m + 1] = t1; list[m + 2] = t2; m += 3;
      continue;
    }
    const r = z1 * p1 + z2 * p2 - sigma * e;
    g1 += z1 * r;
    g2 += z2 * r;
  }
  state[0] = a; state[1] = b; state[2] = c; state[3] = d;
  sum[0] = g1; sum[1] = g2;
  if (m > 0) finishSamples(ens, p1, p2, m);
}

// finishSamples adds the listed samples, whose words need the slow path, to ens.sum.
function finishSamples(ens, p1, p2, m) {
  const { state, list, sum, sigma } = ens;
  for (let j = 0; j < m; j += 3) {
    const z1 = fromWord(state, list[j]), z2 = fromWord(state, list[j + 1]), e = fromWord(state, list[j + 2]);
    const r = z1 * p1 + z2 * p2 - sigma * e;
    sum[0] += z1 * r;
    sum[1] += z2 * r;
  }
}

// The square root of a chi-square variable is sqrt(2 g (1 + f x)^3), f = 1/sqrt(9 g),
// g = dof/2 - 1/3, with x normal, accepted if ln u < h(x) (Marsaglia & Tsang 2000).
// SQUEEZE: with t = f x, h = -3 g t^4 (integral of s^3/(1 + t s) over 0 < s < 1), so
// h >= -1.2711 g t^4 for t >= -1/2; and u < 1 - y implies ln u < -y. This bound is
// tighter than the published 0.0331 x^4, and fails less often the larger g is.
const SQUEEZE = 1.2711;

// chiSlow decides a pair (x, u) that failed the squeeze, and goes on until one is accepted.
function chiSlow(state, g, f, x, u) {
  for (;;) {
    const c = 1 + f * x;
    if (c > 0) {
      const c3 = c * c * c;
      if (Math.log(u) < 0.5 * x * x + g * (1 - c3 + Math.log(c3))) return Math.sqrt(2 * g * c3);
    }
    x = normal(state);
    u = uniform(state);
  }
}

/**
 * One step of every walker from the exact law of the minibatch gradient, at a
 * cost independent of S, as the engine does it (engine/problem/gaussianmove.go):
 * with p = L'v, s^2 = sigma^2 + |p|^2, chi^2 ~ chi-square(S) and zeta ~ N(0, I),
 * the gradient is (1/S) L (chi^2 p + chi (s zeta - p p'zeta / (sigma + s))).
 * A single sample is cheaper as it is.
 */
export function stepExact(ens, lr, mu, S) {
  if (S < 2) {
    stepDirect(ens, lr, mu, S);
    return;
  }
  const n = ens.v1.length;
  for (let from = 0; from < n; from += TILE) {
    const len = Math.min(TILE, n - from);
    fillNormals(ens.state, ens.batch, 3 * len, ens.list);
    fillChi(ens.state, ens.chi, ens.batch, len, S, ens.list);
    exactTile(ens, lr, mu, S, from, len);
  }
}

// fillChi sets out[k] to a chi variable of dof degrees, from the normal z[3 k].
function fillChi(state, out, z, n, dof, list) {
  const g = dof / 2 - 1 / 3, f = 1 / Math.sqrt(9 * g), squeeze = SQUEEZE / (81 * g), scale = Math.sqrt(2 * g);
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let m = 0;
  for (let k = 0, j = 0; k < n; k++, j += 3) {
    const t0 = (a + b + d) | 0; d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21 | c >>> 11) + t0) | 0;
    const x = z[j], v = 1 + f * x, x2 = x * x;
    const u = ((t0 >>> 0) + 0.5) * TWO_M32;
    out[k] = scale * v * Math.sqrt(v);
    if (v < 0.5 || u >= 1 - squeeze * x2 * x2) { list[m] = k; list[m + 1] = t0; m += 2; }
  }
  state[0] = a; state[1] = b; state[2] = c; state[3] = d;
  for (let k = 0; k < m; k += 2) {
    const i = list[k];
    out[i] = chiSlow(state, g, f, z[3 * i], ((list[k + 1] >>> 0) + 0.5) * TWO_M32);
  }
}

function exactTile(ens, lr, mu, S, from, len) {
  const { v1, v2, m1, m2, batch, chi, l11, l21, l22, sigma } = ens;
  const k11 = l11 / S, k21 = l21 / S, k22 = l22 / S;
  const variance = sigma * sigma, above = sigma + Number.MIN_VALUE;
  for (let i = 0, k = from, j = 0; i < len; i++, k++, j += 3) {
    const root = chi[i], z1 = batch[j + 1], z2 = batch[j + 2];
    const p = v1[k], q = v2[k];
    const p1 = l11 * p + l21 * q, p2 = l22 * q;
    const s = Math.sqrt(variance + p1 * p1 + p2 * p2);
    const along = root * root - root * (p1 * z1 + p2 * z2) / (above + s), around = root * s;
    const g1 = along * p1 + around * z1, g2 = along * p2 + around * z2;
    const h1 = mu * m1[k] + k11 * g1, h2 = mu * m2[k] + (k21 * g1 + k22 * g2);
    m1[k] = h1; m2[k] = h2;
    v1[k] = p - lr * h1; v2[k] = q - lr * h2;
  }
}

const ROUNDS = 7;

/**
 * Million walker-steps per second: the median of seven rounds, together lasting
 * `seconds`, after one round of warm-up.
 */
export function throughput(step, ens, lr, mu, S, seconds) {
  const round = 1000 * seconds / ROUNDS;
  const rates = [];
  for (let r = 0; r <= ROUNDS; r++) {
    const begin = performance.now();
    let elapsed = 0, steps = 0;
    do {
      step(ens, lr, mu, S);
      steps++;
      elapsed = performance.now() - begin;
    } while (elapsed < round);
    if (r > 0) rates.push(steps * ens.v1.length / elapsed / 1000);
  }
  return rates.sort((x, y) => x - y)[(ROUNDS - 1) / 2];
}
