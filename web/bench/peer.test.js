import assert from 'node:assert/strict';
import test from 'node:test';
import { createEnsemble, fillNormals, stepDirect, stepS1, stepExact } from './peer.js';

const A = [1, 0.3, 0.5];
const ERRORS = 4; // standard errors allowed everywhere

function meanAndError(values) {
  let mean = 0, square = 0;
  for (const x of values) mean += x / values.length;
  for (const x of values) square += (x - mean) ** 2;
  return { mean, error: Math.sqrt(square / (values.length - 1) / values.length) };
}

function assertMean(name, values, want) {
  const { mean, error } = meanAndError(values);
  assert.ok(Math.abs(mean - want) <= ERRORS * error,
    `${name}: ${mean}, want ${want}, standard error ${error}`);
}

// Stationary covariance [s11, s12, s22] of w for label noise and fresh data
// (Ziyin et al. 2022, Theorem 2), in the eigenbasis of A:
// G = 2(1-mu) - ((1-mu)/(1+mu) + 1/S) lr A, tau = Tr[lr A G^-1],
// Sigma = sigma^2 lr / (S (1 - tau/S)) G^-1.
function stationary(lr, mu, S, sigma) {
  const [a11, a12, a22] = A;
  const half = (a11 - a22) / 2, radius = Math.hypot(half, a12), middle = (a11 + a22) / 2;
  const inverseG = (eig) => 1 / (2 * (1 - mu) - ((1 - mu) / (1 + mu) + 1 / S) * lr * eig);
  const high = inverseG(middle + radius), low = inverseG(middle - radius);
  const tau = lr * ((middle + radius) * high + (middle - radius) * low);
  const factor = sigma ** 2 * lr / (S * (1 - tau / S));
  const even = (high + low) / 2, odd = (high - low) / 2;
  return [even + odd * half / radius, odd * a12 / radius, even - odd * half / radius].map((x) => factor * x);
}

test('moments and quantiles of the normals', () => {
  const n = 1 << 22;
  const ens = createEnsemble({ walkers: 1, seed: 7, a: A, sigma: 1, start: [0, 0] });
  const z = new Float64Array(n);
  fillNormals(ens.state, z, n, new Int32Array(2 * n + 2));
  const moments = [0, 1, 0, 3, 0, 15, 0, 105];
  moments.forEach((want, k) => assertMean(`E z^${k + 1}`, z.map((x) => x ** (k + 1)), want));
  assertMean('E z_t z_t+1', z.subarray(1).map((x, i) => x * z[i]), 0);
  const outside = { 1: 0.31731050786291, 2: 0.04550026389636, 3: 0.0026997960632602 };
  for (const [edge, want] of Object.entries(outside)) {
    assertMean(`P(|z| > ${edge})`, z.map((x) => Number(Math.abs(x) > edge)), want);
  }
});

test('the far tail of the normals', () => {
  const n = 1 << 18, batches = 256;
  const ens = createEnsemble({ walkers: 1, seed: 8, a: A, sigma: 1, start: [0, 0] });
  const z = new Float64Array(n), list = new Int32Array(2 * n + 2);
  let beyond4 = 0, beyond45 = 0;
  for (let b = 0; b < batches; b++) {
    fillNormals(ens.state, z, n, list);
    for (let i = 0; i < n; i++) {
      if (Math.abs(z[i]) > 4) beyond4++;
      if (Math.abs(z[i]) > 4.5) beyond45++;
    }
  }
  for (const [count, p] of [[beyond4, 6.3342483666240e-5], [beyond45, 6.7953462494601e-6]]) {
    const want = n * batches * p;
    assert.ok(Math.abs(count - want) <= ERRORS * Math.sqrt(want), `${count} draws, want ${want}`);
  }
});

// Burn-in leaves less than 1e-6 of the start; walkers are independent, so the
// spread of their time averages gives the standard error.
function checkStationary(step, lr, mu, S) {
  const walkers = 4000, burn = 250, snapshots = 25, every = 4, sigma = 0.8;
  const ens = createEnsemble({ walkers, seed: 100 + S, a: A, sigma, start: [0.5, -0.5] });
  const average = [0, 1, 2].map(() => new Float64Array(walkers));
  for (let t = 0; t < burn; t++) step(ens, lr, mu, S);
  for (let t = 0; t < snapshots; t++) {
    for (let r = 0; r < every; r++) step(ens, lr, mu, S);
    for (let k = 0; k < walkers; k++) {
      const p = ens.v1[k], q = ens.v2[k];
      average[0][k] += p * p / snapshots;
      average[1][k] += p * q / snapshots;
      average[2][k] += q * q / snapshots;
    }
  }
  assertMean('E v1', ens.v1, 0);
  assertMean('E v2', ens.v2, 0);
  const want = stationary(lr, mu, S, sigma);
  ['11', '12', '22'].forEach((name, i) => assertMean(`Sigma ${name}`, average[i], want[i]));
}

const REGIMES = [{ S: 1, lr: 0.06, mu: 0.5 }, { S: 4, lr: 0.2, mu: 0.5 }, { S: 64, lr: 0.6, mu: 0.3 }];
for (const { S, lr, mu } of REGIMES) {
  const steps = S === 1 ? { stepS1, stepDirect, stepExact } : { stepDirect, stepExact };
  for (const [name, step] of Object.entries(steps)) {
    test(`${name} has the stationary covariance of the closed form at S = ${S}`, () => checkStationary(step, lr, mu, S));
  }
}

// With lr = 1, mu = 0 one step from v leaves v - g. Moments of g up to order four
// see the whole law of T, not only its second moments.
function gradientMoments(step, S, seed) {
  const ens = createEnsemble({ walkers: 200000, seed, a: A, sigma: 0.5, start: [0.7, -1.1] });
  step(ens, 1, 0, S);
  const powers = [[1, 0], [0, 1], [2, 0], [1, 1], [0, 2], [3, 0], [2, 1], [0, 3], [4, 0], [2, 2], [0, 4]];
  return powers.map(([i, j]) => ({
    name: `E g1^${i} g2^${j}`,
    ...meanAndError(ens.v1.map((p, k) => (0.7 - p) ** i * (-1.1 - ens.v2[k]) ** j)),
  }));
}

const PAIRS = [[stepS1, 1], [stepExact, 2], [stepExact, 4], [stepExact, 16], [stepExact, 64]];
for (const [step, S] of PAIRS) {
  test(`stepDirect and ${step.name} draw gradients of the same law at S = ${S}`, () => {
    const direct = gradientMoments(stepDirect, S, 11);
    const other = gradientMoments(step, S, 12);
    direct.forEach((d, i) => {
      const o = other[i];
      assert.ok(Math.abs(d.mean - o.mean) <= ERRORS * Math.hypot(d.error, o.error),
        `${d.name}: direct ${d.mean} (${d.error}), ${step.name} ${o.mean} (${o.error})`);
    });
  });
}

test('a covariance that is not positive definite is refused', () => {
  assert.throws(() => createEnsemble({ walkers: 1, seed: 1, a: [1, 1, 1], sigma: 1, start: [0, 0] }), RangeError);
});
