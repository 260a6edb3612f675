// What can be taken along: links, files, citations, lines for another page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Demo, LIGHT, PHONE } from './demo.js';
import { decoded, host, onPage, site } from './harness.js';

const origin = () => new URL(site).origin;

/** Opens the dialog at one of its parts; returns its locator. */
async function taking(page, part) {
  await page.locator('sgd-noise').first().getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.locator('sgd-noise dialog.take').first();
  await dialog.getByRole('radio', { name: part }).check();
  return dialog;
}

/** Presses a button that saves a file; returns its name and content. */
async function saved(page, dialog, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: button }).click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

const text = (file) => file.bytes.toString('utf8');

onPage('a link to what is shown', { url: `?${LIGHT}&paused=1&lr=0.5&batch=9`, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.call('set', { momentum: 0.25, 'show-sde': 'yes' });
  const dialog = await taking(page, 'Link');
  const field = dialog.getByRole('textbox', { name: 'Link' });
  const link = new URL(await field.inputValue());
  assert.equal(link.pathname, '/scenes/label-noise.html', 'it has a preview');
  assert.deepEqual(Object.fromEntries(link.searchParams), { v: '1', lr: '0.5', batch: '9', momentum: '0.25', walkers: '1000', 'show-sde': 'yes' });
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByRole('status').getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link.href);

  await page.goto(link.href);
  await page.waitForURL((url) => url.searchParams.get('scene') === 'label-noise');
  const again = await Demo.ready(page);
  const { values } = await again.get('report');
  assert.deepEqual([values.lr, values.batch, values.momentum, values['show-sde']], [0.5, 9, 0.25, 'yes']);
});

onPage('files name themselves and where they are from', { url: `?${LIGHT}&paused=1&lr=0.5` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.call('step', 30);
  await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted !== null); // nothing moves any more
  const report = await demo.get('report');
  const dialog = await taking(page, 'Files');
  const link = `${site}?v=1&scene=label-noise&lr=0.5&walkers=1000`;
  const stem = 'label-noise_lr-0.5_batch-4_momentum-0_walkers-1000';

  const svg = await saved(page, dialog, 'Picture as SVG');
  assert.equal(svg.name, `${stem}.svg`);
  await dialog.getByRole('status').getByText(`Saved as ${svg.name}`).waitFor();
  const figure = await page.evaluate((source) => {
    const root = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
    return { name: root.nodeName, source: root.querySelector('metadata > source')?.textContent, words: root.textContent };
  }, text(svg));
  assert.equal(figure.name, 'svg');
  assert.equal(figure.source, link);
  const labels = await demo.stage.locator('.labels span').allInnerTexts();
  for (const label of labels) assert.ok(figure.words.includes(label.trim()), `“${label}” is on the screen and in the file`);

  const png = await saved(page, dialog, 'Picture as PNG');
  assert.equal(png.name, `${stem}.png`);
  assert.ok(png.bytes.includes(`tEXtSource\0${link}`));
  assert.ok((await decoded(`data:image/png;base64,${png.bytes.toString('base64')}`)).colors > 50);

  const csv = await saved(page, dialog, 'Readings as CSV');
  assert.equal(csv.name, `${stem}_readings.csv`);
  const [first, head, ...rows] = text(csv).trim().split('\n');
  assert.deepEqual([first, head.split(',')[0], rows.length], [`# ${link}`, 'name', report.readings.length]);
  assert.deepEqual(JSON.parse(text(await saved(page, dialog, 'Readings as JSON'))), { url: link, ...report });

  const walkers = await saved(page, dialog, 'Walkers as CSV');
  assert.equal(walkers.name, `${stem}_walkers.csv`);
  assert.equal(text(walkers).trim().split('\n').length, 2 + 1000);
  const all = JSON.parse(text(await saved(page, dialog, 'Walkers as JSON')));
  assert.deepEqual([all.url, all.tick, all.walkers.w1.length], [link, 30, 1000]);
});

onPage('by keyboard, and the focus returns', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  const focused = () => demo.element.evaluate((el) => el.shadowRoot.activeElement?.textContent || el.shadowRoot.activeElement?.value);
  await demo.button('Share').focus();
  await page.keyboard.press('Enter');
  await page.locator('sgd-noise dialog.take').waitFor();
  assert.equal(await focused(), 'link', 'the first choice');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(), 'files');
  assert.ok(await page.locator('sgd-noise').getByRole('button', { name: 'Picture as SVG' }).isVisible());
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'SVG');
  const { tick } = await demo.get('report');
  await page.keyboard.press('r');
  await page.keyboard.press('.');
  assert.equal((await demo.call('set', {})).tick, tick, 'keys of the demo rest meanwhile');
  await page.keyboard.press('Escape');
  await page.locator('sgd-noise dialog.take').waitFor({ state: 'detached' });
  assert.equal(await focused(), 'Share');
});

onPage('a citation', { url: `?${LIGHT}&paused=1&scene=heavy-tails` }, async (page) => {
  const demo = await Demo.ready(page);
  const dialog = await taking(page, 'Cite');
  const field = dialog.getByRole('textbox', { name: 'BibTeX' });
  await page.waitForFunction(() => document.querySelector('sgd-noise').shadowRoot.querySelector('textarea[aria-label="BibTeX"]').value);
  const entries = await field.inputValue();
  assert.match(entries, /@inproceedings\{ziyin2022strength,[^@]*Masahito Ueda/);
  assert.match(entries, /@software\{sgdnoise,/);
  assert.match(entries, /@misc\{sgdnoise-heavy-tails,[^@]*scene=heavy-tails/);
  for (const [open, close] of ['{}']) assert.equal(entries.split(open).length, entries.split(close).length);
  assert.match(await dialog.innerText(), /Kesten/, 'the scene names its own sources');
  assert.equal((await demo.get('spec')).id, 'heavy-tails');
});

onPage('a link of another version', { url: `?v=7&walkers=1000&paused=1` }, async (page) => {
  await Demo.ready(page);
  await page.getByText(/link is of version 7 .* this page of version 1/).waitFor();
});

onPage('fingers', { url: `?${LIGHT}&paused=1`, ...PHONE }, async (page) => {
  await Demo.ready(page);
  const dialog = await taking(page, 'Files');
  for (const part of ['Link', 'Files', 'Cite', 'Embed']) {
    await dialog.getByRole('radio', { name: part }).check();
    const box = await dialog.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 390, `${part} fits`);
    for (const target of await dialog.locator('button, select, label:has(input)').all()) {
      if (!await target.isVisible() || await target.evaluate((e) => e.getRootNode().host.matches('.preview *'))) continue;
      const { width, height } = await target.boundingBox();
      assert.ok(width >= 44 && height >= 44, `${part}: ${await target.innerText()} is ${width} by ${height}`);
    }
  }
});

const sandboxed = () => host(`<!doctype html><html lang="en"><title>A blog</title><link rel="icon" href="${site}favicon.svg">
<iframe sandbox="allow-scripts" width="800" height="700" title="demo" src="${site}?walkers=500&lr=0.6&paused=1"></iframe></html>`,
`default-src 'none'; frame-src ${origin()}; img-src ${origin()}`);

onPage('where downloads are not allowed, text to copy', { url: sandboxed, expect: [/Download is disallowed/] }, async (page) => {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame.waitForFunction(() => document.querySelector('sgd-noise')?.report);
  const dialog = await taking(frame, 'Files');
  await dialog.getByRole('button', { name: 'Walkers as CSV' }).click();
  const field = dialog.getByRole('textbox', { name: /_walkers\.csv$/ });
  await field.waitFor();
  assert.match(await field.inputValue(), /^# http\S+\nw1,w2,held\n/);
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByText(/^(Copied\.|The browser did not allow it\.)/).waitFor();
  await dialog.getByRole('button', { name: 'Picture as PNG' }).click();
  assert.ok(await dialog.getByRole('img').evaluate((img) => img.decode().then(() => img.naturalWidth > 100)));
});
