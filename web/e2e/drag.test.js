// From the slider to the picture and back: a mouse drag moves everything that shows
// the value, and the address restores it.

import assert from 'node:assert/strict';
import { Demo, drag, LIGHT } from './demo.js';
import { onPage, pixelsApart } from './harness.js';

// All places that show λ agree on it; returns it.
async function shownEverywhere(page, demo) {
  const { lr } = await demo.get('values');
  await demo.reported('lr', lr);
  await page.waitForFunction((value) => (new URLSearchParams(location.search).get('lr') ?? '0.8') === String(value), lr);
  assert.equal(await demo.box('lr').inputValue(), String(lr));
  assert.match(await demo.slider('lr').getAttribute('aria-valuetext'), new RegExp(` ${String(lr).replace('.', '\\.')}$`));
  return lr;
}

onPage('a drag of the λ slider', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.stepUntil((report) => report.status === 'stationary', 200);
  const before = { picture: await demo.picture(), table: await demo.text('table.main'), address: page.url() };
  assert.equal(await pixelsApart(before.picture, await demo.picture()), 0, 'a paused picture is at rest');

  const from = await demo.thumb('lr');
  await drag(page, from, { x: from.x + 25, y: from.y }, async () => {
    const { lr } = await demo.get('values');
    assert.ok(lr > 0.8, `while the mouse is down, λ = ${lr}`);
    await demo.reported('lr', lr); // it acts before the release
  });
  const lr = await shownEverywhere(page, demo);
  assert.ok(lr > 0.8 && lr < 2, `λ = ${lr}`);
  assert.ok(await pixelsApart(before.picture, await demo.picture()) > 300, 'the picture changed');
  assert.notEqual(await demo.text('table.main'), before.table, 'the readouts changed');
  const link = page.url();

  await page.goBack();
  assert.equal(page.url(), before.address, 'one drag is one entry of the history');
  await demo.reported('lr', 0.8);
  assert.equal(await shownEverywhere(page, demo), 0.8);
  await page.goForward();
  await demo.reported('lr', lr);
  assert.equal(await shownEverywhere(page, demo), lr);

  const other = await page.context().newPage();
  await other.goto(link);
  const pasted = await Demo.ready(other);
  assert.equal(await shownEverywhere(other, pasted), lr, 'a pasted link restores λ');
  assert.deepEqual(await pasted.get('values'), await demo.get('values'), 'and everything else');
});

onPage('drags in the picture', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.call('step', 30);
  let picture = await demo.picture();
  const before = await demo.slider('lr').inputValue();
  await drag(page, await demo.ruler(0.3), await demo.ruler(0.2), async () => {
    await demo.until(([el]) => el.report.values.lr < 0.6);
  });
  const lr = await shownEverywhere(page, demo);
  assert.ok(lr > 0.1 && lr < 0.6, `λ = ${lr} from the ruler`);
  assert.ok(Number(await demo.slider('lr').inputValue()) < Number(before), 'the slider followed');
  assert.ok(await pixelsApart(picture, await demo.picture()) > 300, 'the picture changed');

  picture = await demo.picture();
  const ring = await demo.ring();
  await drag(page, ring, { x: ring.x + 60, y: ring.y + 40 }, async () => {
    await demo.until(([el]) => el.report.values.start1 > -1.7 && el.report.values.start2 < 1.4);
  });
  await demo.until(([el]) => ['start1', 'start2'].every((key) => Math.abs(el.report.values[key] - el.values[key]) < 1e-9
    && new URLSearchParams(location.search).get(key) === String(el.values[key])
    && el.shadowRoot.querySelector(`#p-${key}-box`).value === String(el.values[key])));
  const { start1, start2 } = await demo.get('values');
  const moved = await demo.ring();
  assert.ok(Math.hypot(moved.x - ring.x - 60, moved.y - ring.y - 40) < 3, `at (${start1}, ${start2}) the ring lies where it was let go`);
  assert.equal((await demo.get('report')).tick, 0, 'a new start point is a new run');
  assert.ok(await pixelsApart(picture, await demo.picture()) > 300, 'the picture changed');

  await page.goBack();
  await demo.reported('start1', -1.9);
  await demo.reported('lr', lr);
});
