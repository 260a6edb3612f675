// A demo that nobody sees costs nothing, and one at rest next to nothing.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage } from './harness.js';

const SPELL = 3000; // ms
const IDLE = 0.1; // of the work while running: what the browser itself does

// The milliseconds of all tasks of the page's process in one spell.
async function work(page, devtools) {
  const reading = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * metrics.find((m) => m.name === 'TaskDuration').value;
  };
  await page.waitForTimeout(500); // what is under way comes to its end
  const before = await reading();
  await page.waitForTimeout(SPELL);
  return await reading() - before;
}

onPage('out of sight and at rest no work is done', { url: `?${LIGHT}` }, async (page) => {
  const demo = await Demo.ready(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const running = await work(page, devtools);

  await page.evaluate(() => {
    document.body.style.paddingBottom = '4000px';
    scrollTo(0, 3000);
  });
  const before = (await demo.get('report')).tick;
  const hidden = await work(page, devtools);
  assert.ok((await demo.get('report')).tick - before < 60, 'steps are taken out of sight');
  assert.ok(hidden < IDLE * running, `${hidden} ms of work in ${SPELL} ms out of sight, ${running} ms in view`);

  await page.evaluate(() => scrollTo(0, 0));
  await demo.until(([el, tick]) => el.report.tick > tick, (await demo.get('report')).tick); // it goes on
  await demo.call('pause');
  await demo.reported('paused', 1);
  await page.waitForTimeout(2000); // the simulated limits
  const paused = await work(page, devtools);
  assert.ok(paused < IDLE * running, `${paused} ms of work in ${SPELL} ms at rest, ${running} ms while running`);
});
