// The whole page without a mouse: Tab comes by every control, which can be seen to have
// the focus, and what the first scene asks its reader to try is done by keys alone.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage } from './harness.js';

// In the page: what has the focus, and how it looks; every control, in the order of the page.
const tools = () => {
  const children = (e) => [...(e.localName === 'slot' ? e.assignedNodes() : (e.shadowRoot ?? e).children)];
  const all = (e) => [e, ...children(e).flatMap(all)];
  const name = (e) => `${e.localName}${e.id && `#${e.id}`} ${e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent}`.trim().replaceAll(/\s+/g, ' ').slice(0, 60);
  const look = (e) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(e);
    return { outline: outlineStyle === 'none' || parseFloat(outlineWidth) < 1 ? 'none' : `${outlineWidth} ${outlineColor}`, boxShadow };
  };
  globalThis.focused = () => {
    let e = document.activeElement;
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    return e === document.body ? null : e;
  };
  globalThis.controls = () => all(document.body).filter((e) => e.matches('a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])')
    && !e.disabled && e.checkVisibility({ visibilityProperty: true })).map(name);
  const order = new Map(); // in which they had the focus first
  const looks = new Map();
  globalThis.remember = () => { for (const e of all(document.body)) looks.set(e, JSON.stringify(look(e))); };

  globalThis.describeFocus = () => {
    const e = globalThis.focused();
    if (!e) return null;
    const { left, top, right, bottom } = e.getBoundingClientRect();
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) hit = hit.shadowRoot.elementFromPoint(x, y);
    const { outline, boxShadow } = look(e);
    const problems = [];
    if (!(right > left && bottom > top && x > left - 1 && x < right + 1 && y > top - 1 && y < bottom + 1)) problems.push('is off the screen');
    else if (hit !== e && !e.contains(hit) && !hit?.contains(e)) problems.push(`is covered by ${name(hit)}`);
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) problems.push('is invisible');
    if (JSON.stringify({ outline, boxShadow }) === looks.get(e) || outline === 'none' && boxShadow === 'none') problems.push('does not show that it has the focus');
    if (!order.has(e)) order.set(e, order.size);
    return { name: name(e), id: order.get(e), closed: e.localName === 'summary' && !e.parentNode.open, problems };
  };
};

// Presses a key until nothing more of the page has the focus; opens what is folded.
async function walk(page, key) {
  const passed = [];
  for (let i = 0; i < 300; i++) {
    await page.keyboard.press(key);
    const now = await page.evaluate(() => globalThis.describeFocus());
    if (!now || passed.length > 0 && now.id === passed[0].id) return passed;
    passed.push(now);
    if (now.closed) await page.keyboard.press('Enter');
  }
  return assert.fail(`no end by ${key}: ${passed.map((p) => p.name).join(', ')}`);
}

onPage('the whole page by Tab, there and back', { url: `?${LIGHT}&paused=1`, timeout: 180_000 }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.until(([el]) => el.shadowRoot.querySelector('.formula'));
  await page.evaluate(tools);
  await page.evaluate(() => globalThis.remember());
  const there = await walk(page, 'Tab');
  const names = there.map((p) => p.name);
  assert.deepEqual(names, await page.evaluate(() => globalThis.controls()), 'every control, in the order of the page');
  assert.ok(names.length > 40, `${names.length} controls`);
  const wrong = (list) => list.flatMap((p) => p.problems.map((what) => `${p.name} ${what}`));
  assert.deepEqual(wrong(there), []);

  const back = await walk(page, 'Shift+Tab');
  assert.deepEqual(back.map((p) => p.name), names.toReversed());
  assert.deepEqual(wrong(back), []);
  assert.equal((await demo.get('report')).tick, 0, 'nothing was set off');
});

onPage('a focus that nobody sees would be found', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await page.evaluate(tools);
  await page.evaluate(() => globalThis.remember());
  await demo.element.evaluate((el) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.share:focus-visible { outline: none; } .quiet { position: fixed; left: -90px; }');
    el.shadowRoot.adoptedStyleSheets.push(sheet);
  });
  for (const [name, problem] of [['Share', /does not show/], ['Keys', /off the screen/]]) {
    await demo.button(name).focus();
    assert.match((await page.evaluate(() => globalThis.describeFocus())).problems.join(), problem);
  }
});

// Goes on by Tab, or back, until the control with the id, or else the button or summary of that name, has the focus.
async function goTo(page, wanted, key = 'Tab') {
  for (let i = 0; i < 80; i++) {
    const reached = await page.evaluate((what) => {
      const e = globalThis.focused();
      return e !== null && (e.id === what || (e.getAttribute('aria-label') ?? e.textContent) === what);
    }, wanted);
    if (reached) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} does not lead to ${wanted}`);
}

// What can be read in the page: a number of the tables, by the name of its row and the class of its cell.
const number = (page, table, row, cell) => page.evaluate(([t, r, c]) => {
  const found = [...document.querySelector('sgd-noise').shadowRoot.querySelectorAll(`table.${t} tbody tr`)].find((tr) => tr.cells[0].textContent === r);
  return Number(found.querySelector(c).textContent.replace('−', '-').replace('≈', ''));
}, [table, row, cell]);

onPage('the exercises of the first scene by keyboard', { url: `?${LIGHT}&paused=1`, timeout: 180_000 }, async (page) => {
  const demo = await Demo.ready(page);
  const says = (pattern) => page.locator('sgd-noise .status').filter({ hasText: pattern }).waitFor();
  const reads = (pattern) => page.locator('sgd-noise .limits tr').filter({ hasText: pattern }).first().waitFor();
  const type = async (id, text) => {
    await goTo(page, id);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };
  await demo.until(([el]) => el.shadowRoot.querySelector('.tries'));
  const texts = await page.locator('sgd-noise .tries li p').allInnerTexts();
  assert.equal(texts.length, 3);
  await page.evaluate(tools);

  // “A longer step, a wider cloud: the ellipse swells. See which approximations notice.”
  assert.match(texts[0], /longer step, a wider cloud/);
  const exact = () => number(page, 'main', 'Σ₁₁', '.theory > span');
  const settled = (past) => page.waitForFunction((least) => { // on its way the table is of the very step
    const row = document.querySelector('sgd-noise').shadowRoot.querySelector('.main tbody tr');
    return row.cells[0].textContent === 'Σ₁₁' && Number(row.querySelector('.theory > span').textContent) > least;
  }, past);
  await goTo(page, 'Run');
  await page.keyboard.press(' ');
  await settled(0);
  const before = await exact();
  await goTo(page, 'All readings');
  await page.keyboard.press('Enter');
  const others = async () => Promise.all(['continuous time', 'Hessian noise'].map((name) => number(page, 'rest', `Σ₁₁ ${name}`, '.theory > span')));
  const othersBefore = await others();
  await goTo(page, 'p-lr', 'Shift+Tab');
  await type('p-lr-box', '1.2');
  await demo.reported('lr', 1.2);
  await settled(0.3);
  const swollen = await exact() / before;
  assert.ok(swollen > 2, `half as long again makes the cloud ${swollen} times as wide`);
  const [continuous, hessian] = (await others()).map((x, i) => x / othersBefore[i]);
  assert.ok(Math.abs(continuous - 1.5) < 0.01 && hessian > 1.6 && hessian < swollen, `continuous time ${continuous}, Hessian noise ${hessian}`);
  await says(/rare excursions decide it/);
  assert.ok(await number(page, 'main', 'Σ₁₁', '.measured > span') > 1.3 * before, 'it is wider');

  // “Past the edge: the variance ends at λ = 1.314.”, with the arrows
  assert.match(texts[1], /λ = 1\.314/);
  await reads(/the variance exists\s*1\.314\s*yes/);
  await goTo(page, 'p-lr', 'Shift+Tab');
  while ((await demo.get('values')).lr < 1.5) await page.keyboard.press('ArrowRight');
  await reads(/the variance exists\s*1\.314\s*no/);
  await says(/no covariance exists, λ is above 1\.314/);
  await says(/rare excursions are so large/);
  await page.keyboard.press(' ');
  await demo.reported('paused', 1);

  // “One sample at a time: the edge lies at λ = 0.632, less than a third of the textbook limit.”
  assert.match(texts[2], /λ = 0\.632/);
  await type('p-lr-box', '0.5');
  await goTo(page, 'p-batch');
  await page.keyboard.press('Home');
  await demo.reported('batch', 1);
  await reads(/the variance exists\s*0\.6318\s*yes/);
  await reads(/textbook limit\)\s*2\.000\s*yes/);

  // and by the button that does the same
  await goTo(page, 'λ = 1.2, S = 4');
  await page.keyboard.press('Enter');
  await demo.until(([el]) => el.report.values.lr === 1.2 && el.report.values.batch === 4 && el.report.values.paused === 0);
});
