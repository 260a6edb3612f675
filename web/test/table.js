// Parameter rows and random input for the tests.

import { readFileSync } from 'node:fs';

const { scenes } = JSON.parse(readFileSync(new URL('scenes.json', import.meta.url)));

export const params = scenes[0].params;
export const param = (key) => params.find((p) => p.key === key);

/** A small generator with a fixed seed (Marsaglia's xorshift32): the same numbers in every run. */
export function randomness(seed) {
  let s = seed;
  const next = () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  const pick = (list) => list[below(list.length)];
  const text = (n) => Array.from({ length: below(n) }, () => String.fromCodePoint(pick([below(128), below(0xd800), 0x1f600 + below(60)]))).join('');
  return { next, below, pick, text };
}
