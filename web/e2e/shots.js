// Pictures of the page for people to look at: SHOTS=folder node web/e2e/shots.js
// one of each state of the first scene. For all scenes see layout.test.js.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Demo } from './demo.js';
import { DESKTOP, onPage } from './harness.js';

const FOLDER = process.env.SHOTS ?? 'shots';

mkdirSync(FOLDER, { recursive: true });

for (const [name, query] of [
  ['transient', 'walkers=5000'], ['no-error-bars', 'lr=1.15'], ['heavy-tailed', 'lr=1.6'], ['diverged', 'lr=3.5'], ['bad-link', 'lr=abc&batch=-3&scene=nope&foo=1'],
  ['all-approximations', 'show-sde=yes&show-general=yes&batch=1&lr=0.4'],
]) {
  onPage(name, { url: `?v=1&paused=1&${query}` }, async (page) => {
    const demo = await Demo.ready(page);
    await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted !== null);
    await demo.call('step', name === 'transient' ? 4 : 120);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  });
}
