// Firefox and WebKitGTK, each behind the same few calls:
//
//   open(url)                loads a page
//   run(work, ...args)       calls a function in it, and waits for what it returns or promises
//   press(x, y)              clicks
//   drag(from, to)           drags with the mouse
//   screenshot()             PNG bytes of the window
//   close()
//
// Both need a display for WebGL, if only one that nobody sees; no other setting.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { firefox } from 'playwright-core';

const SIZE = { width: 1280, height: 800 };
const PATIENCE = 30_000; // ms for one call

/** Starts a display; returns {name, close()}. */
export async function display() {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await started(server, 'Xvfb');
  for await (const line of createInterface({ input: server.stdout })) return { name: `:${line}`, close: () => server.kill() };
  throw new Error('Xvfb did not start');
}

const started = (child, name) => new Promise((done, failed) => {
  child.once('spawn', done);
  child.once('error', (error) => failed(new Error(`${name} is missing: ${error.message}`)));
});

export async function startFirefox(DISPLAY) {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true, env: { ...process.env, DISPLAY } });
  const page = await browser.newPage({ viewport: SIZE });
  page.setDefaultTimeout(PATIENCE);
  return {
    open: (url) => page.goto(url),
    run: (work, ...args) => page.evaluate(`(${work})(...${JSON.stringify(args)})`),
    press: (x, y) => page.mouse.click(x, y),
    drag: async (from, to) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 8 });
      await page.mouse.up();
    },
    screenshot: () => page.screenshot(),
    close: () => browser.close(),
  };
}

// Playwright cannot drive it, but WebDriver is a few requests.
export async function startWebKit(DISPLAY) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', ['-p', String(port)], { stdio: 'ignore', detached: true, env: { ...process.env, DISPLAY } });
  await started(driver, 'WebKitWebDriver');
  const end = () => process.kill(-driver.pid);
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/session${path}`, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKit, ${method} ${path}: ${value.message || value.error}`);
    return value;
  };
  try {
    await answering(port);
    const { sessionId } = await call('POST', '', { capabilities: { alwaysMatch: {} } });
    return webKitSession((method, path, body) => call(method, `/${sessionId}${path}`, body), end);
  } catch (error) {
    end();
    throw error;
  }
}

async function webKitSession(call, end) {
  const run = async (work, ...args) => {
    const script = `const done = arguments[arguments.length - 1];
      (async () => (${work})(...${JSON.stringify(args)}))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await call('POST', '/execute/async', { script, args: [] });
    if (error) throw new Error(error);
    return value;
  };
  const mouse = (actions) => call('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  const move = (x, y, duration = 0) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration });
  const DOWN = { type: 'pointerDown', button: 0 };
  const UP = { type: 'pointerUp', button: 0 };

  await call('POST', '/timeouts', { script: PATIENCE });
  await call('POST', '/window/rect', SIZE);
  const [width, height] = await run(() => [innerWidth, innerHeight]);
  await call('POST', '/window/rect', { width: 2 * SIZE.width - width, height: 2 * SIZE.height - height });
  return {
    open: (url) => call('POST', '/url', { url }),
    run,
    press: (x, y) => mouse([move(x, y), DOWN, UP]),
    drag: (from, to) => mouse([move(from.x, from.y), DOWN, ...[1, 2, 3, 4, 5, 6, 7, 8].map((i) => move(from.x + ((to.x - from.x) * i) / 8, from.y + ((to.y - from.y) * i) / 8, 20)), UP]),
    screenshot: async () => Buffer.from(await call('GET', '/screenshot'), 'base64'),
    close: async () => {
      await call('DELETE', '').catch(() => {});
      end();
    },
  };
}

async function answering(port) {
  for (let i = 0; i < 100; i++) {
    if (await fetch(`http://127.0.0.1:${port}/status`).then((r) => r.ok, () => false)) return;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  throw new Error('WebKitWebDriver does not answer');
}

const freePort = () => new Promise((done) => {
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
