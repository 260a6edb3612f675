// A million walkers: workers move them, and the page goes on as if they were few.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { Demo, drag, staffed } from './demo.js';
import { build, onPage, pixelsApart } from './harness.js';

const MANY = { walkers: 1e6, seed: 3 };
const STEPS = 25;
const slower = (report) => report.notes.filter((note) => note.includes('more slowly'));

onPage('a million walkers in workers', { url: `?${new URLSearchParams({ v: 1, ...MANY, paused: 1, workers: 2 })}` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted !== null);
  const shown = await demo.call('step', STEPS);
  assert.equal(shown.tick, STEPS);
  await staffed(page, 2);
  assert.deepEqual(slower(shown), []);

  // One thread finds the same. (Only functions such as exp differ between machines, in their last bit.)
  const flags = Object.entries(MANY).flatMap(([key, value]) => [`-${key}`, String(value)]);
  const said = JSON.parse(execFileSync(build('scenes/cmd/sgdnoise'), ['run', 'label-noise', '-burn', '0', '-steps', String(STEPS), '-json', ...flags]));
  for (const [i, here] of shown.readings.entries()) {
    for (const key of ['measured', 'stderr']) {
      const there = said.readings[i][key];
      const same = here[key] === null || there === null ? here[key] === there : Math.abs(here[key] - there) <= 1e-12 * Math.abs(there);
      assert.ok(same, `${here.name}: ${key} ${here[key]} in the page, ${there} on the command line`);
    }
  }
  assert.ok(shown.readings.filter((r) => r.measured !== null).length >= 6);
  const still = await demo.picture();

  await demo.call('play');
  await demo.until(([el, tick]) => el.report.tick > tick, STEPS + 10);
  assert.ok(await pixelsApart(still, await demo.picture()) > 100);

  // A slider acts while steps are under way, and leaves the cloud where it is.
  const from = await demo.thumb('lr');
  const before = await demo.get('report');
  await drag(page, from, { x: from.x - 60, y: from.y });
  await demo.until(([el, lr]) => el.report.values.lr < 0.9 * lr, before.values.lr);
  const after = await demo.get('report');
  assert.ok(after.tick > before.tick);
  assert.equal(after.walkers, MANY.walkers);

  // Without them the page does it, and says so; fewer walkers need no help.
  await demo.element.evaluate((el) => { el.setAttribute('workers', '0'); });
  await demo.until(([el]) => el.report.notes.some((note) => note.includes('more slowly')));
  assert.deepEqual(slower(await demo.call('set', { walkers: 1000 })), []);
});
