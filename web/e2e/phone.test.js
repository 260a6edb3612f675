// A phone: 390 × 844, fingers. What overlaps or is too small there, see layout.test.js.

import assert from 'node:assert/strict';
import { Demo, LIGHT, PHONE } from './demo.js';
import { onPage } from './harness.js';

/** A finger that goes down, moves in steps, and lifts. */
async function swipe(page, from, to) {
  const client = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', from);
  for (let i = 1; i <= 10; i++) {
    await touch('touchMove', { x: from.x + ((to.x - from.x) * i) / 10, y: from.y + ((to.y - from.y) * i) / 10 });
  }
  await touch('touchEnd');
  await client.detach();
}

const scrolled = (page) => page.evaluate(() => scrollY);

onPage('the picture on a phone', { url: `?${LIGHT}&paused=1`, ...PHONE }, async (page) => {
  const demo = await Demo.ready(page);
  const picture = await demo.area();
  assert.ok(picture.x >= 0 && picture.x + picture.width <= 390, 'all of the picture is seen');
  assert.ok(picture.width > 340 && picture.height > 380, `it is ${picture.width} × ${picture.height}`);
  assert.ok((await demo.slider('lr').boundingBox()).y >= picture.y + picture.height, 'λ is below it');
});

onPage('fingers', { url: `?${LIGHT}&paused=1`, ...PHONE }, async (page) => {
  const demo = await Demo.ready(page);
  const thumb = await demo.thumb('lr');
  const { x, width } = await demo.slider('lr').boundingBox();
  await swipe(page, thumb, { x: x + 0.4 * width, y: thumb.y });
  await demo.until(([el]) => el.report.values.lr < 0.5);
  await page.waitForFunction(() => Number(new URLSearchParams(location.search).get('lr')) < 0.5);
  assert.equal(await scrolled(page), 0, 'a finger on the slider moves the slider');

  const ring = await demo.ring();
  await swipe(page, ring, { x: ring.x + 40, y: ring.y + 60 });
  await demo.until(([el]) => el.report.values.start1 > -1.7 && el.report.values.start2 < 1.2);
  assert.equal(await scrolled(page), 0, 'a finger on the ring moves the ring');

  const { start1 } = await demo.get('values');
  const ground = await demo.ground();
  await swipe(page, { x: ground.x, y: ground.y + 150 }, { x: ground.x, y: ground.y });
  await page.waitForFunction(() => scrollY > 80);
  assert.equal((await demo.call('set', {})).values.start1, start1, 'a finger elsewhere on the picture scrolls the page');
});
