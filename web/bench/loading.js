// What it costs to see the first frame: bytes over the wire and time, of the page
// with the demo running by itself against the empty Ebitengine program.

import { fileOf, packed } from './setup.js';
import { digits, median, row } from './stats.js';

const ROUNDS = { near: 31, far: 15 }; // and one before, in which the browser sees each page for the first time
const REST = 1000; // ms that a new window is left alone: Chromium loads its own controls into it as a page
const PATIENCE = 60_000; // ms
const DEMO = 'site/index.html', EMPTY = 'bench/pages/empty.html';
// A fast 4G connection: milliseconds until an answer begins, and bytes per second.
const MOBILE = { offline: false, latency: 165, downloadThroughput: 8.1e6 / 8, uploadThroughput: 1.35e6 / 8 };

/** The rows on loading. */
export async function loadingRows({ site, browser }) {
  const near = await loads(browser, site, ROUNDS.near);
  const far = await loads(browser, site, ROUNDS.far, MOBILE);
  const [big, small] = [near.demo[0], near.empty[0]].map((l) => size(l.paths));
  return [
    row('bytes to the first frame, brotli: page / empty program', [big.bytes / small.bytes], {
      goal: { atMost: 1.25 }, detail: `${kilo(big)} against ${kilo(small)}` }),
    timeRow('time to the first frame, cold: page / empty program', near),
    timeRow('the same over 8.1 Mbit/s with 165 ms to an answer', far),
  ];
}

// loads measures both pages in turn.
async function loads(browser, site, rounds, connection) {
  const demo = [], empty = [];
  for (let round = 0; round <= rounds; round++) {
    demo.push(await load(browser, site + DEMO, connection));
    empty.push(await load(browser, site + EMPTY, connection));
  }
  return { demo: demo.slice(1), empty: empty.slice(1) };
}

function timeRow(name, { demo, empty }) {
  const seconds = (list) => digits(median(list.map((l) => l.time)) / 1000);
  return row(name, demo.map((l, i) => l.time / empty[i].time), {
    goal: { atMost: 1.3 }, detail: `${seconds(demo)} s against ${seconds(empty)} s` });
}

const kilo = ({ bytes, files }) => `${digits(bytes / 1000)} kB in ${files} files`;

// load opens a page that nobody has visited before, over a connection or from nearby. It returns the
// milliseconds from its beginning to the end of the first frame, and the paths of what it fetched by then.
async function load(browser, url, connection) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.waitForTimeout(REST);
  if (connection) await (await context.newCDPSession(page)).send('Network.emulateNetworkConditions', connection);
  const paths = new Set();
  page.on('request', (request) => paths.add(new URL(request.url()).pathname));
  const time = await new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`no first frame of ${url}`)), PATIENCE).unref();
    context.exposeBinding('firstFrame', (_, at) => done(at))
      .then(() => context.addInitScript(reportFirstFrame))
      .then(() => page.goto(url)).catch(fail);
  });
  await context.close();
  return { time, paths: [...paths] };
}

// Runs in every frame of the page. A frame has come to its end when the one after it
// begins; Ebitengine draws at least the empty screen in each.
function reportFirstFrame() {
  const { prototype } = globalThis.WebGL2RenderingContext;
  const { drawElements } = prototype;
  prototype.drawElements = function first(...args) {
    prototype.drawElements = drawElements;
    requestAnimationFrame(() => top.firstFrame(performance.timeOrigin + performance.now() - top.performance.timeOrigin));
    return drawElements.apply(this, args);
  };
}

// size counts all files packed, whether or not the server here packs them.
function size(paths) {
  const files = paths.map((path) => packed(fileOf(path)).length);
  return { files: files.length, bytes: files.reduce((a, b) => a + b, 0) };
}
