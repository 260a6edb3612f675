// The TensorFlow.js that the engine is measured against: the same update as peer.js on
// its WebAssembly backend, as somebody who knows the library writes it: whole tensors,
// no reading back, tidied memory. It is part of the benchmark, not of the product.

const { tf } = globalThis; // from the library's own scripts

/** Brings up the WebAssembly backend; folder is where its binaries lie. */
export async function ready(folder) {
  tf.wasm.setWasmPaths(folder);
  await tf.setBackend('wasm');
  await tf.ready();
}

/** Walkers in columns, as createEnsemble of peer.js makes them. */
export function createTensors({ walkers, a: [a11, a12, a22], sigma, start }) {
  const l11 = Math.sqrt(a11), l21 = a12 / l11;
  return {
    v1: tf.fill([1, walkers], start[0]), v2: tf.fill([1, walkers], start[1]),
    m1: tf.zeros([1, walkers]), m2: tf.zeros([1, walkers]),
    l11, l21, l22: Math.sqrt(a22 - l21 * l21), sigma, walkers,
  };
}

/** One step of every walker: m <- mu m + g, v <- v - lr m, with all S samples drawn. */
export function stepTensors(ens, lr, mu, S) {
  const { v1, v2, m1, m2, l11, l21, l22, sigma, walkers } = ens;
  const next = tf.tidy(() => {
    const [z1, z2, e] = [0, 0, 0].map(() => tf.randomNormal([S, walkers]));
    const p1 = tf.add(tf.mul(l11, v1), tf.mul(l21, v2));
    const p2 = tf.mul(l22, v2);
    const r = tf.sub(tf.add(tf.mul(z1, p1), tf.mul(z2, p2)), tf.mul(sigma, e));
    const h1 = tf.sum(tf.mul(z1, r), 0, true), h2 = tf.sum(tf.mul(z2, r), 0, true);
    const n1 = tf.add(tf.mul(mu, m1), tf.mul(l11 / S, h1));
    const n2 = tf.add(tf.mul(mu, m2), tf.add(tf.mul(l21 / S, h1), tf.mul(l22 / S, h2)));
    return { m1: n1, m2: n2, v1: tf.sub(v1, tf.mul(lr, n1)), v2: tf.sub(v2, tf.mul(lr, n2)) };
  });
  tf.dispose([v1, v2, m1, m2]);
  Object.assign(ens, next);
}
