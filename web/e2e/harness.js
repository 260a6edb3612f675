// What every browser test stands on: the built site behind its own server, a
// Chromium, and watchers that fail a test for anything that a visitor's console or a
// privacy audit would show. Nothing here knows what the demo does: see demo.js.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '../..');

/** The folder under test: what build.sh makes, or another one named by DIST. */
export const DIST = resolve(process.env.DIST ?? join(ROOT, 'dist'));

const FLAGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-first-run'];

export const DESKTOP = { width: 1280, height: 800 };
const TIMEOUT = 30_000; // ms for one condition: software WebGL on a busy machine is slow

let folder = '';
const processes = [];
const servers = [];

/** The browser and the address of the site; both exist while tests run. */
export let browser = null;
export let site = '';

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sgdnoise-e2e-'));
  site = await serve();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
});

after(async () => {
  await browser?.close();
  processes.forEach((p) => p.kill());
  servers.forEach((s) => s.close());
  rmSync(folder, { recursive: true, force: true });
});

/** Builds a Go command of this repository; returns the path of the binary. */
export function build(path) {
  const binary = join(folder, path.replaceAll('/', '-'));
  execFileSync('go', ['build', '-o', binary, `./${path}`], { cwd: ROOT, stdio: 'inherit' });
  return binary;
}

/** Builds a Go command for the browser, as build.sh builds the stage; returns the path of the file. */
export function program(path) {
  const file = join(folder, `${path.replaceAll('/', '-')}.wasm`);
  const env = { ...process.env, GOOS: 'js', GOARCH: 'wasm' };
  execFileSync('go', ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', file, `./${path}`], { cwd: ROOT, env, stdio: 'inherit' });
  return file;
}

// The server of the project itself, on a free port: its headers are under test as well.
async function serve() {
  const server = spawn(build('web/serve'), ['-dir', DIST], { env: { ...process.env, HOST: '127.0.0.1', PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(server);
  for await (const line of createInterface({ input: server.stdout })) {
    const [address] = line.match(/http:\/\/\S+/) ?? [];
    if (address) return `${address}/`;
  }
  throw new Error(`the server for ${DIST} did not start`);
}

/** Serves one HTML page with a Content-Security-Policy from an origin of its own; returns its address. */
export async function host(html, policy) {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy });
    response.end(html);
  });
  servers.push(server);
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return `http://127.0.0.1:${server.address().port}/`;
}

/** Has the front page lay out what is out of sight, too, for tests that look at all of it. */
export const layOut = (page) => page.evaluate(() => {
  for (const section of document.querySelectorAll('main > [id]')) section.style.contentVisibility = 'visible';
});

/** Serves the site from an origin of its own, without the header that lets others read what matches. */
export async function withoutHeader(pattern) {
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url, site));
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !/^(content-encoding|content-length|transfer-encoding|connection)$/.test(name)
      && !(name === 'access-control-allow-origin' && pattern.test(request.url))));
    response.writeHead(answer.status, headers);
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  servers.push(server);
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return `http://127.0.0.1:${server.address().port}/`;
}

/**
 * Defines a test on a page of its own. options: url (within the site, or a function that makes
 * one of another site), all those of a Playwright context, prepare(page) to be called before the page
 * is opened, expect, a list of patterns of console errors that the test provokes, and timeout, the ms
 * for the whole test. body(page, seen) runs on the opened page; seen holds what was collected:
 * {problems, warnings, requests}.
 */
export function onPage(name, { url = '', prepare, expect = [], timeout = 4 * TIMEOUT, ...context }, body) {
  test(name, { timeout }, async () => {
    const visitor = await browser.newContext({ viewport: DESKTOP, ...context });
    try {
      const page = await visitor.newPage();
      page.setDefaultTimeout(TIMEOUT);
      const address = new URL(typeof url === 'function' ? await url() : url, site).href;
      const seen = watch(page, [new URL(address).origin, new URL(site).origin], expect);
      await prepare?.(page);
      await page.goto(address);
      await body(page, seen);
      await leftBehind(visitor, page, seen);
      if (seen.problems.length > 0) throw new Error(`${seen.problems.length} problems:\n${seen.problems.join('\n')}`);
    } finally {
      await visitor.close();
    }
  });
}

// Errors in the console (violations of the Content-Security-Policy are such), uncaught exceptions, foreign requests.
function watch(page, origins, expect) {
  const seen = { problems: [], warnings: [], requests: [] };
  const problem = (text) => {
    if (!expect.some((pattern) => pattern.test(text))) seen.problems.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') problem(`console: ${message.text()} (${message.location().url})`);
    if (message.type() === 'warning') seen.warnings.push(message.text());
  });
  page.on('pageerror', (error) => problem(`uncaught: ${error.stack ?? error}`));
  page.on('crash', () => problem('the page crashed'));
  page.on('request', (request) => {
    const url = new URL(request.url());
    seen.requests.push(url);
    if (!['data:', 'blob:'].includes(url.protocol) && !origins.includes(url.origin)) problem(`foreign request: ${url}`);
  });
  return seen;
}

// Nothing may be stored on the visitor's machine.
async function leftBehind(visitor, page, seen) {
  for (const { name } of await visitor.cookies()) seen.problems.push(`cookie: ${name}`);
  for (const frame of page.frames()) {
    const stored = await frame.evaluate(async () => {
      if (origin === 'null') return []; // an opaque origin has no storage
      return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
        ...(await indexedDB.databases()).map((d) => d.name)];
    });
    for (const key of stored) seen.problems.push(`stored by ${frame.url()}: ${key}`);
  }
}

/** Counts the pixels in which two PNG pictures of equal size differ visibly. */
export function pixelsApart(...pictures) {
  return onBlankPage(async (urls) => {
    const [a, b] = await Promise.all(urls.map((url) => globalThis.pixels(url)));
    if (a.width !== b.width || a.height !== b.height) throw new Error('pictures of different sizes');
    let apart = 0;
    for (let i = 0; i < a.data.length; i += 4) {
      if ([0, 1, 2].some((k) => Math.abs(a.data[i + k] - b.data[i + k]) > 24)) apart++;
    }
    return apart;
  }, pictures.map((bytes) => `data:image/png;base64,${bytes.toString('base64')}`));
}

/** Size and number of colours of a picture given as a data URL, or of a part {x, y, width, height} of it. */
export function decoded(picture, part) {
  return onBlankPage(async ([url, within]) => {
    const { width, height, data } = await globalThis.pixels(url, within);
    return { width, height, colors: new Set(new Uint32Array(data.buffer)).size };
  }, [picture, part]);
}

// The browser decodes PNG, so we need not.
async function onBlankPage(work, argument) {
  const page = await browser.newPage();
  try {
    await page.evaluate(() => {
      globalThis.pixels = async (url, part) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { x, y, width, height } = part ?? { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
        return context.getImageData(x, y, width, height);
      };
    });
    return await page.evaluate(work, argument);
  } finally {
    await page.close();
  }
}
