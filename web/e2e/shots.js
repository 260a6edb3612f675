// Pictures of the page for people to look at: SHOTS=folder node web/e2e/shots.js
// Both scenes, on a desk and on a phone, light and dark, and one of each further state.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Demo } from './demo.js';
import { DESKTOP, onPage } from './harness.js';

const FOLDER = process.env.SHOTS ?? 'shots';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

mkdirSync(FOLDER, { recursive: true });

async function shoot(page, name, options) {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), ...options });
}

for (const [size, context] of [['desktop', { viewport: DESKTOP }], ['phone', PHONE]]) {
  for (const colorScheme of ['light', 'dark']) {
    for (const scene of ['label-noise', 'real-data']) {
      const name = `${scene}-${size}-${colorScheme}`;
      onPage(name, { url: `?v=1&scene=${scene}&paused=1&walkers=5000`, colorScheme, ...context }, async (page) => {
        const demo = await Demo.ready(page);
        await demo.stepUntil((report) => report.status === 'stationary' && report.steps > 20, 200, 20);
        await page.waitForTimeout(1500); // the sentence follows within a second
        await shoot(page, name);
        await shoot(page, `${name}-all`, { fullPage: true });
      });
    }
  }
}

for (const [name, query] of [
  ['transient', 'walkers=5000'], ['no-error-bars', 'lr=1.15'], ['heavy-tailed', 'lr=1.6'], ['diverged', 'lr=3.5'], ['bad-link', 'lr=abc&batch=-3&scene=nope&foo=1'],
  ['all-approximations', 'show-sde=yes&show-general=yes&batch=1&lr=0.4'],
]) {
  onPage(name, { url: `?v=1&paused=1&${query}` }, async (page) => {
    const demo = await Demo.ready(page);
    await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted !== null);
    await demo.call('step', name === 'transient' ? 4 : 120);
    await page.waitForTimeout(1500);
    await shoot(page, name);
  });
}
