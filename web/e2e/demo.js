// The demo on an opened page, as a visitor and as a script see it.

import assert from 'node:assert/strict';
import { setTimeout as after } from 'node:timers/promises';

/** Fewer walkers than usual: software WebGL leaves little time for them. */
export const LIGHT = 'v=1&walkers=1000';

/** What makes a phone of a Playwright context. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 };

const REPORT = ['diverged', 'notes', 'readings', 'scene', 'sentence', 'status', 'steps', 'tick', 'values', 'walkers'];
const READING = ['measured', 'name', 'predicted', 'reason', 'source', 'stderr', 'symbol', 'valid'];

/** Checks that a report has the fields that are promised. */
export function complete(report) {
  assert.deepEqual(Object.keys(report).sort(), REPORT);
  for (const { main = true, ...reading } of report.readings) {
    assert.equal(main, true, reading.name);
    assert.deepEqual(Object.keys(reading).sort(), READING, reading.name);
  }
}

/** Drags with the mouse, in steps as a hand does; meanwhile is called before the release. */
export async function drag(page, from, to, meanwhile = async () => {}) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await meanwhile();
  await page.mouse.up();
}

/** Checks how many workers there are, of which Playwright hears a little later than the page. */
export async function staffed(page, number) {
  for (let tries = 0; page.workers().length !== number && tries < 200; tries++) await after(50);
  assert.equal(page.workers().length, number);
}

export class Demo {
  constructor(page, element) {
    this.page = page;
    this.element = element;
  }

  /** The demo of a page, when it shows its first picture and has reported. */
  static async ready(page) {
    const demo = await Demo.on(page);
    await demo.shown();
    return demo;
  }

  /** The demo of a page or frame, in whatever state. */
  static async on(page) {
    return new Demo(page, await page.waitForSelector('sgd-noise'));
  }

  /** Waits until there are a picture and a report. */
  async shown() {
    await this.until(([el]) => el.report && el.shadowRoot.querySelector('.stage').dataset.ready === 'picture');
  }

  /** Calls a method of the element; its Promise is awaited. */
  call(method, ...args) {
    return this.element.evaluate((el, [name, list]) => el[name](...list), [method, args]);
  }

  /** A property of the element. */
  get(name) {
    return this.element.evaluate((el, key) => el[key], name);
  }

  /** Waits until test([element, argument]), which runs in the page, returns something true. */
  until(test, argument) {
    return this.page.waitForFunction(test, [this.element, argument]);
  }

  /** Waits until a report has the value for the key. */
  reported(key, value) {
    return this.until(([el, [k, v]]) => el.report?.values[k] === v, [key, value]);
  }

  /** Takes steps, some at a time, until test(report) is true; fails after so many. */
  async stepUntil(test, most, portion = 50) {
    for (let taken = 0; taken < most; taken += portion) {
      const report = await this.call('step', portion);
      if (test(report)) return report;
    }
    return assert.fail(`not reached within ${most} steps: ${test}`);
  }

  slider(key) {
    return this.page.locator(`sgd-noise #p-${key}`);
  }

  box(key) {
    return this.page.locator(`sgd-noise #p-${key}-box`);
  }

  /** Where the thumb of a slider is on the page. */
  async thumb(key) {
    const { x, y, width, height } = await this.slider(key).boundingBox();
    const at = Number(await this.slider(key).inputValue());
    return { x: x + 10 + at * (width - 20), y: y + height / 2 };
  }

  button(name) {
    return this.page.locator('sgd-noise').getByRole('button', { name, exact: true });
  }

  /** The visible text of a part of the element. */
  text(selector) {
    return this.page.locator(`sgd-noise ${selector}`).first().innerText();
  }

  /** The frame that the picture is in, as a Frame to look into. */
  get stage() {
    return this.page.frames().find((frame) => /\/stage\.html|^about:(srcdoc|blank)/.test(frame.url()));
  }

  /** The place of the picture on the page. */
  area() {
    return this.page.locator('sgd-noise iframe').boundingBox();
  }

  /** A label over the picture: its anchor on the page. */
  async label(text) {
    const frame = await this.area();
    const [x, y] = await this.stage.evaluate((wanted) => {
      const span = [...document.querySelectorAll('.labels span')].find((s) => s.textContent.startsWith(wanted));
      return [parseFloat(span.style.left), parseFloat(span.style.top)];
    }, text);
    return { x: frame.x + x, y: frame.y + y };
  }

  /** Where the ring on the start point is on the page: left of its label. */
  async ring() {
    const { x, y } = await this.label('start');
    return { x: x - 15, y };
  }

  /** A point of the ruler at a fraction of its length; all of it can be grabbed. */
  async ruler(fraction) {
    const frame = await this.area();
    const { y } = await this.label('variance exists');
    return { x: frame.x + 12 + fraction * (frame.width - 24), y: y + 17 };
  }

  /** A point of the picture where nothing can be dragged. */
  async ground() {
    const frame = await this.area();
    return { x: frame.x + 0.4 * frame.width, y: frame.y + 0.2 * frame.height };
  }

  /** What is painted in the parameter plane: PNG bytes. */
  async picture() {
    const { x, y, width, height } = await this.area();
    return this.page.screenshot({ clip: { x, y, width: 0.6 * width, height: 0.5 * height } });
  }

  /** Every text in the demo and over its picture, titles and spoken names included. */
  async everyText() {
    const roots = [await this.element.evaluateHandle((el) => el.shadowRoot), await this.stage.$('html')];
    return (await Promise.all(roots.map((root) => root.evaluate(textsBelow)))).flat();
  }
}

// Runs in the page.
function textsBelow(root) {
  const texts = [root.textContent];
  for (const e of root.querySelectorAll('*')) {
    for (const name of ['title', 'aria-label', 'aria-valuetext']) texts.push(e.getAttribute(name) ?? '');
    if (e.matches('input')) texts.push(e.value);
  }
  return texts.filter(Boolean);
}
