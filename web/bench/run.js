// Prints the throughput of the peer: node web/bench/run.js
import { createEnsemble, stepDirect, stepS1, stepExact, throughput } from './peer.js';

const WALKERS = 10000;
const LR = 0.05;
const MU = 0.5;
const SECONDS = 1.4; // 0.2 s a round

function rate(step, S) {
  const ens = createEnsemble({ walkers: WALKERS, seed: 1, a: [1, 0.3, 0.5], sigma: 1, start: [1, -1] });
  return throughput(step, ens, LR, MU, S, SECONDS);
}

console.log(`${WALKERS} walkers, million walker-steps/s (median of 7 rounds)`);
console.log(`S = 1     stepS1 ${rate(stepS1, 1).toFixed(1)}`);
for (const S of [8, 64, 1024]) {
  const direct = rate(stepDirect, S).toFixed(S < 100 ? 2 : 3);
  console.log(`S = ${String(S).padEnd(5)} stepDirect ${direct}  stepExact ${rate(stepExact, S).toFixed(1)}`);
}
