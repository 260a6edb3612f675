// A lecture: keys go through the deck wherever the focus is, decks come from strangers,
// clouds are held and stand side by side, and the back row can read it.
// SCREENSHOTS=folder keeps pictures of all scenes.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo } from './demo.js';
import { DIST, host, onPage, site } from './harness.js';

const FOLDER = process.env.SCREENSHOTS;
const HALL = { width: 1280, height: 720 };
const SMALLEST = 24; // pixels of text in such a hall
const { scenes, deck } = JSON.parse(readFileSync(join(DIST, 'scenes.json')));

if (FOLDER) mkdirSync(FOLDER, { recursive: true });

// Small and short: software WebGL leaves little time.
const three = 'label-noise,walkers=500,lr=0.3,text=One;label-noise,walkers=500,lr=0.9,text=Two;label-noise,walkers=500,batch=16,text=Three';
const address = (query) => `?v=1&${new URLSearchParams(query)}`;

const begun = (demo) => demo.until(([el]) => el.presenting && el.report && el.shadowRoot.querySelector('.stage').dataset.ready === 'picture');
const at = (page) => page.locator('sgd-noise .at').innerText();
const step = async (page, demo, key, n) => {
  await page.keyboard.press(key);
  await demo.until(([el, want]) => el.shadowRoot.querySelector('.at').textContent.startsWith(`${want} /`), n);
};

onPage('keys go through the deck wherever the focus is', { url: address({ present: '', deck: three }), viewport: HALL }, async (page) => {
  const demo = await Demo.on(page);
  await begun(demo);
  assert.equal(await at(page), '1 / 3');
  assert.equal(await page.locator('sgd-noise .slide p').first().innerText(), 'One');
  await demo.reported('lr', 0.3);

  await step(page, demo, 'PageDown', 2); // the focus is nowhere
  await demo.reported('lr', 0.9);
  await demo.slider('lr').focus();
  await step(page, demo, 'ArrowRight', 3);
  await demo.reported('batch', 16);
  assert.equal((await demo.get('values')).lr, 0.8, 'the slider did not move');
  await step(page, demo, '1', 1);
  const { x, y } = await demo.ground();
  await page.mouse.click(x, y); // into the frame
  await step(page, demo, 'PageDown', 2);
  await step(page, demo, '3', 3);
  await step(page, demo, 'PageUp', 2);
  await step(page, demo, 'ArrowUp', 1);
  await page.keyboard.press('ArrowLeft'); // there is no step 0
  assert.equal(await at(page), '1 / 3');

  await page.keyboard.press('+'); // what arrows did
  await demo.until(([el]) => el.values.lr > 0.3);
  await page.keyboard.press('.');
  await page.locator('sgd-noise .slide').waitFor({ state: 'hidden' }); // a black screen
  await page.keyboard.press('.');
  await page.locator('sgd-noise .slide').waitFor({ state: 'visible' });

  await page.keyboard.press('Escape');
  await demo.until(([el]) => !el.presenting);
  assert.equal(await page.locator('article').isVisible(), true);
  assert.ok(!new URL(page.url()).searchParams.has('present'));
  const lr = (await demo.get('values')).lr;
  await demo.slider('lr').focus();
  await page.keyboard.press('ArrowRight');
  await demo.until(([el, before]) => el.values.lr > before, lr); // arrows are the slider's again
});

onPage('Back goes a step back', { url: address({ present: '', deck: three }), viewport: HALL }, async (page) => {
  const demo = await Demo.on(page);
  await begun(demo);
  await step(page, demo, 'PageDown', 2);
  await step(page, demo, 'PageDown', 3);
  assert.equal(new URL(page.url()).searchParams.get('present'), '3');
  await page.goBack();
  await demo.until(([el]) => el.shadowRoot.querySelector('.at').textContent === '2 / 3' && el.values.lr === 0.9 && el.values.batch === 4);
  await page.goBack();
  await demo.until(([el]) => el.shadowRoot.querySelector('.at').textContent === '1 / 3' && el.values.lr === 0.3);
  await page.goForward();
  await demo.until(([el]) => el.shadowRoot.querySelector('.at').textContent === '2 / 3' && el.values.lr === 0.9);
  await page.reload();
  await begun(await Demo.on(page));
  assert.equal(await at(page), '2 / 3');
});

onPage('P presents what is shown, and gives the page back', { url: '?v=1&walkers=500&lr=0.5' }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.slider('lr').focus();
  await page.keyboard.press('p');
  await begun(demo);
  assert.equal(await at(page), `– / ${deck.length}`);
  assert.equal((await demo.get('values')).lr, 0.5);
  assert.equal(await page.locator('article').evaluate((e) => e.inert), true, 'nothing else can be reached');
  const place = await page.locator('sgd-noise .place').boundingBox();
  assert.deepEqual(place, { x: 0, y: 0, ...page.viewportSize() });
  const top = await page.evaluate(() => document.elementFromPoint(innerWidth - 80, 30).localName);
  assert.equal(top, 'sgd-noise', 'it is above everything');
  await page.keyboard.press('p');
  await demo.until(([el]) => !el.presenting);
  assert.equal(await page.locator('article').evaluate((e) => e.inert), false);
  await demo.reported('lr', 0.5);
});

onPage('a deck from a stranger', {
  url: address({ present: '', deck: 'nowhere,lr=1;label-noise,foo=2,walkers=500,lr=77,text=<img src=x onerror=alert(1)> <b>bold</b>,, &amp;;' }), viewport: HALL,
}, async (page) => {
  const demo = await Demo.on(page);
  await begun(demo);
  assert.equal(await at(page), '1 / 1');
  assert.equal(await page.locator('sgd-noise .slide p').first().innerText(), '<img src=x onerror=alert(1)> <b>bold</b>, &amp;');
  assert.equal(await page.locator('sgd-noise .slide :is(img, b)').count(), 0);
  const said = page.locator('sgd-noise .notices');
  await demo.until(([el]) => el.shadowRoot.querySelector('.notices').children.length >= 3);
  assert.match(await said.innerText(), /deck, step 1: there is no scene “nowhere”; there are label-noise, /);
  assert.match(await said.innerText(), /deck, step 2: “foo=2” is no setting of label-noise/);
  assert.match(await said.innerText(), /lr/, 'the stage judges values');
});

onPage('a deck of nothing useful is the built-in one', { url: address({ present: '', deck: ';;,,=;x' }), viewport: HALL }, async (page) => {
  const demo = await Demo.on(page);
  await begun(demo);
  assert.equal(await at(page), `1 / ${deck.length}`);
});

onPage('hold keeps numbers and cloud until the second press', { url: '?v=1&walkers=1000&paused=1' }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.call('step', 100);
  await demo.slider('lr').focus();
  const before = await demo.picture();
  const theory = await demo.text('.main td.theory > span');
  await page.keyboard.press('h');
  await page.locator('sgd-noise').getByRole('button', { name: 'Hold', pressed: true }).waitFor();
  assert.equal(await demo.text('.main td.theory .was'), `was ${theory}`);
  await demo.until(([el]) => el.report); // the outline is drawn
  await page.waitForTimeout(300);
  assert.notDeepEqual(await demo.picture(), before, 'something is drawn');
  await demo.call('set', { lr: 0.3 });
  assert.notEqual(await demo.text('.main td.theory > span'), theory);
  await demo.call('set', { lr: 1.6 });
  assert.deepEqual([await demo.text('.main td.theory > span'), await demo.text('.main td.theory .was')], ['–', `was ${theory}`], 'nothing beside it');
  await page.keyboard.press('h');
  await page.locator('sgd-noise').getByRole('button', { name: 'Hold', pressed: false }).waitFor();
  assert.equal(await page.locator('sgd-noise .was:not(:empty)').count(), 0);
});

onPage('the deck is put in order by keyboard, and its link brings it back', { url: address({ present: '', deck: three }), viewport: HALL }, async (page) => {
  const demo = await Demo.on(page);
  await begun(demo);
  await page.keyboard.press('d');
  const menu = page.locator('sgd-noise dialog.talk');
  await menu.waitFor({ state: 'visible' });
  const down = menu.getByRole('button', { name: 'Move down step 1' });
  await down.focus();
  await page.keyboard.press('Enter');
  assert.equal(await at(page), '2 / 3', 'the step shown is still shown');
  await page.keyboard.press('Enter'); // the focus went with it
  assert.equal(await at(page), '3 / 3');
  const field = menu.getByRole('textbox', { name: 'Sentence, step 3' });
  assert.equal(await field.inputValue(), 'One');
  await field.fill('Last, not least; 1 < 2');
  await field.press('Tab');
  await menu.getByRole('button', { name: 'Remove step 1' }).focus();
  await page.keyboard.press('Enter');
  const link = await menu.locator('textarea').inputValue();
  await page.waitForFunction(() => new URLSearchParams(location.search).get('deck')?.includes('Last'));

  await page.goto(link);
  await begun(await Demo.on(page));
  assert.equal(await at(page), '1 / 2');
  assert.equal(await page.locator('sgd-noise .slide p').first().innerText(), 'Three');
  await page.keyboard.press('PageDown');
  await page.locator('sgd-noise .slide').getByText('Last, not least; 1 < 2').waitFor();
});

onPage('side by side: one noise, linked but for what differs', {
  url: address({ present: '', deck: 'label-noise,walkers=500,lr=0.3/0.9' }), viewport: HALL, timeout: 180_000,
}, async (page) => {
  const demo = await Demo.on(page);
  await begun(demo);
  const second = (key) => page.locator(`sgd-noise .second #p-${key}`);
  const value = async (key) => Number(await page.locator(`sgd-noise .second #p-${key}-box`).inputValue());
  await page.locator('sgd-noise .second .stage[data-ready="picture"]').waitFor();
  assert.equal(await value('lr'), 0.9);
  await second('batch').focus();
  await page.keyboard.press('+');
  await demo.until(([el]) => el.values.batch === 8);
  await page.locator('sgd-noise .place > .root #p-lr').focus();
  await page.keyboard.press('+');
  await demo.until(([el]) => el.values.lr > 0.3);
  assert.equal(await value('lr'), 0.9, 'it is the one that differs');

  await page.keyboard.press('s'); // and again, with equal values: then all is equal
  await page.locator('sgd-noise .second').waitFor({ state: 'detached' });
  await page.keyboard.press('s');
  await page.locator('sgd-noise .second .stage[data-ready="picture"]').waitFor();
  await page.waitForTimeout(1500);
  await page.keyboard.press(' ');
  await page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector('sgd-noise');
    const texts = [shadowRoot, shadowRoot.querySelector('.second').shadowRoot].map((root) => root.querySelector('.main tbody').textContent);
    return texts[0] === texts[1] && /\d/.test(texts[0]);
  });
});

const several = () => host(`<!doctype html><html lang="en"><title>a post</title><link rel="icon" href="${site}favicon.svg"><style>sgd-noise { width: 200px }</style>
<script type="module" src="${site}sgd-noise.js"></script>${'<sgd-noise walkers="200" controls="none"></sgd-noise>'.repeat(4)}</html>`,
`default-src 'none'; style-src 'unsafe-inline'; ${['script-src', 'connect-src', 'frame-src', 'img-src'].map((d) => `${d} ${new URL(site).origin}`).join('; ')}`);

onPage('a lecture of one demo among others that run', { url: several, viewport: { width: 640, height: 1100 }, timeout: 180_000 }, async (page) => {
  const all = (await page.$$('sgd-noise')).map((element) => new Demo(page, element));
  const running = () => page.$$eval('sgd-noise', (list) => list.map((el) => Boolean(el.shadowRoot.querySelector('.place > .root iframe'))));
  for (const demo of all) await demo.until(([el]) => el.spec);
  for (const demo of all.slice(0, 3)) {
    await demo.call('play');
    await demo.shown();
  }
  const [oldest, , , fourth] = all;
  await fourth.call('present', { deck: three });
  await begun(fourth);
  assert.deepEqual(await running(), [false, true, true, true], 'the oldest made room');
  await fourth.call('endPresent');

  await all[1].call('present', { deck: three }); // the oldest that runs
  await begun(all[1]);
  const frame = await all[1].element.evaluateHandle((el) => el.shadowRoot.querySelector('.place > .root iframe'));
  await page.keyboard.press('s');
  await all[1].until(([el]) => el.shadowRoot.querySelector('.second')?.shadowRoot.querySelector('.stage[data-ready="picture"]'));
  assert.deepEqual(await running(), [false, true, false, true], 'it stays, with the one beside it');
  assert.ok(await frame.evaluate((node) => node.isConnected), 'and was not begun anew');
  await page.keyboard.press('Escape');
  await all[1].until(([el]) => !el.presenting && el.report);
  await oldest.call('play');
  await oldest.shown();
});

// Every visible text of the talk with its size.
const sizes = (page) => page.evaluate(() => {
  const found = [];
  const visit = (root) => {
    for (const e of root.querySelectorAll('*')) {
      if (e.shadowRoot) visit(e.shadowRoot);
      if (!e.checkVisibility({ checkVisibilityCSS: true }) || getComputedStyle(e).clipPath !== 'none') continue;
      const text = e.matches('input:not([type="range"])') ? e.value : [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join('');
      if (text) found.push({ text, size: parseFloat(getComputedStyle(e).fontSize) });
    }
  };
  visit(document.querySelector('sgd-noise').shadowRoot.querySelector('.place'));
  return found;
});

const labels = (demo) => demo.stage.evaluate(() => [...document.querySelectorAll('.labels span')]
  .map((s) => ({ text: s.textContent, size: parseFloat(getComputedStyle(s).fontSize) })));

// Nothing overlaps or leaves the screen.
async function fits(page, what) {
  const boxes = await page.locator('sgd-noise').locator('.slide, .panel, .bar').evaluateAll((all) => all.map((e) => {
    const { top, bottom, right } = e.getBoundingClientRect();
    return { name: e.className, top, bottom, right, over: e.scrollHeight - e.clientHeight };
  }));
  const { width, height } = page.viewportSize();
  for (const { name, bottom, right, over } of boxes) {
    assert.ok(bottom <= height + 1 && right <= width + 1 && over <= 2, `${what}: ${name} ends at ${right}, ${bottom}, ${over} hidden`);
  }
  const box = Object.fromEntries(boxes.map((b) => [b.name, b]));
  assert.ok(box.slide.bottom <= box.panel.top + 1 && box.panel.bottom <= box.bar.top + 1, `${what}: ${JSON.stringify(boxes)}`);
}

const all = scenes.map((s) => `${s.id},walkers=500`).join(';');

for (const viewport of FOLDER ? [HALL, { width: 1920, height: 1080 }] : [HALL]) {
  onPage(`the back row can read every scene, ${viewport.width}`, { url: address({ present: '', deck: all }), viewport, timeout: 600_000 }, async (page) => {
    const demo = await Demo.on(page);
    await begun(demo);
    for (const [i, { id }] of scenes.entries()) {
      if (i > 0) await step(page, demo, 'PageDown', i + 1);
      await demo.until(([el, scene]) => el.report?.scene === scene && el.report.tick > 20, id);
      if (FOLDER) {
        await page.waitForTimeout(2500);
        await page.screenshot({ path: join(FOLDER, `${id}-hall-${viewport.width}.png`) });
      }
      const texts = [...await sizes(page), ...await labels(demo)];
      assert.ok(texts.length > 15, `${id}: ${texts.length} texts`);
      const least = (SMALLEST * viewport.height) / HALL.height;
      assert.deepEqual(texts.filter((t) => t.size < least - 0.1), [], id);
      await fits(page, id);
    }
  });
}
