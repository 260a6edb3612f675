// What stands below the picture: formula, things to try, figures of the paper. The
// texts are the site's own with presets whose effect is known.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo, drag, LIGHT } from './demo.js';
import { DIST, onPage } from './harness.js';

const BAD = '<math display="block"><mi>x</math>';
const ODD = '<math><mi>x</mi></math><p xmlns="http://www.w3.org/1999/xhtml">no formula</p>';

function list(change) {
  const texts = JSON.parse(readFileSync(join(DIST, 'texts.json')));
  const { 'label-noise': first, 'real-data': second } = texts;
  first.try = [{ label: 'λ = 1.2', text: 'A longer step.', values: { lr: 1.2 } }];
  first.figures = [
    { figure: '3-left', label: 'small steps', text: 'As printed.', values: { lr: 0.1, batch: 16, 'show-sde': 'yes' } },
    { figure: '4a', label: 'a round bowl', text: 'σ = 1 is assumed.', values: { a2: 1, batch: 8 } },
  ];
  first.code = 'https://example.org/scenes/labelnoise.go';
  change(first, second);
  return JSON.stringify(texts);
}

const given = (change = () => {}) => (page) => page.route('**/texts.json', (route) => route.fulfill({ contentType: 'application/json', body: list(change) }));

const pressed = (page) => page.locator('sgd-noise .about [aria-pressed="true"]').allInnerTexts();

onPage('things to try, and figures of the paper', { url: `?${LIGHT}&paused=1`, prepare: given() }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.call('set', { batch: 64, momentum: 0.5 });
  const long = demo.button('λ = 1.2');
  await long.click();
  await demo.until(([el]) => el.report.values.lr === 1.2 && el.report.values.batch === 4 && el.report.values.momentum === 0);
  const values = await demo.get('values');
  assert.deepEqual([values.walkers, values.paused], [1000, 0], 'what belongs to the run stays, and it runs');
  assert.deepEqual(await pressed(page), ['λ = 1.2']);
  assert.equal(await demo.text('.head .figure'), '', 'it is no figure of the paper');
  assert.equal(await page.getByRole('link', { name: 'labelnoise.go' }).getAttribute('href'), 'https://example.org/scenes/labelnoise.go');
  await page.waitForFunction(() => new URLSearchParams(location.search).get('lr') === '1.2');
  assert.ok((await demo.area()).y >= 0, 'the picture is in sight');

  await demo.button('Fig. 4a a round bowl').click();
  await demo.until(([el]) => el.report.values.a2 === 1 && el.report.values.batch === 8 && el.report.values.lr === 0.8);
  assert.equal(await demo.text('.head .figure'), 'Fig. 4a');
  assert.equal((await pressed(page)).length, 1);
  await demo.call('set', { zoom: 2 });
  assert.equal(await demo.text('.head .figure'), 'Fig. 4a', 'seen from nearer it is the same figure');

  const from = await demo.thumb('lr');
  await drag(page, from, { x: from.x - 30, y: from.y });
  await demo.until(([el]) => el.report.values.lr < 0.8);
  assert.equal(await demo.text('.head .figure'), '');
  assert.deepEqual(await pressed(page), []);

  await demo.button('Fig. 3 left small steps').click();
  await demo.reported('show-sde', 'yes');
  assert.equal(await demo.text('.head .figure'), 'Fig. 3 left');
  await page.goBack();
  await demo.reported('a2', 1);
  assert.equal(await demo.text('.head .figure'), '', 'back to the drag');
});

onPage('another scene leaves nothing of the one before', { url: `?${LIGHT}&paused=1&batch=-3&a2=1`, prepare: given() }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.call('set', { batch: 8 });
  assert.equal(await demo.text('.head .figure'), 'Fig. 4a');
  assert.match(await demo.text('.notices'), /batch/);
  const story = page.getByRole('heading', { name: 'How far it wanders, exactly' });
  assert.ok(await story.isVisible());
  const titles = [await page.title()];

  const menu = page.locator('sgd-noise').getByRole('combobox', { name: 'Scene' });
  await menu.selectOption('real-data');
  await demo.until(([el]) => el.report?.scene === 'real-data');
  const { caption, source } = await demo.get('spec');
  assert.equal(await demo.text('.caption'), caption);
  assert.equal(await demo.text('.source'), `Source: ${source}`);
  assert.equal(await demo.text('.head .figure'), '');
  assert.equal(await demo.text('.notices'), '');
  assert.deepEqual(await page.locator('sgd-noise .figures').count(), 0);
  assert.equal(await story.isVisible(), false, 'the story of another scene is not told');
  assert.match(await page.locator('#embed').textContent(), /<sgd-noise scene="real-data">/);
  titles.push(await page.title());
  assert.notEqual(titles[0], titles[1]);

  await page.getByRole('link', { name: 'The one about label noise' }).click();
  await story.waitFor();
  await page.goBack();
  await story.waitFor({ state: 'hidden' });
});

for (const [name, formula] of [['malformed', BAD], ['with other elements', ODD]]) {
  onPage(`a formula that is ${name} is left out`, {
    url: `?${LIGHT}&paused=1`, prepare: given((first) => { first.formula = formula; }),
    expect: [/Applying inline style/], // Chromium dresses its own account of the mistake
  }, async (page, seen) => {
    await Demo.ready(page);
    assert.equal(await page.locator('sgd-noise .formula').count(), 0);
    assert.equal(await page.locator('sgd-noise .about h3', { hasText: 'formula' }).count(), 0);
    assert.ok(seen.warnings.some((text) => text.startsWith('sgd-noise: left out a formula')), seen.warnings.join());
  });
}

onPage('who chooses the controls tells the story', { url: `?${LIGHT}&paused=1&controls=lr`, prepare: given() }, async (page) => {
  const demo = await Demo.ready(page);
  assert.equal(await page.locator('sgd-noise .about button:not(.share)').count(), 0);
  assert.match(await demo.text('.source'), /Ziyin/);
});

onPage('where motion is unwelcome, what is tried waits for Run', { url: `?${LIGHT}`, reducedMotion: 'reduce', prepare: given() }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.button('λ = 1.2').click();
  await demo.reported('lr', 1.2);
  const { values, tick } = await demo.call('set', {});
  assert.deepEqual([values.paused, tick], [1, 0]);
});
