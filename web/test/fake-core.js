// Stands in for wasm_exec.js and the simulation in tests of the page: it draws a
// rectangle, answers commands with plausible reports, and has one handle to drag.
// Values are judged as coarsely as these tests need.

const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

globalThis.Go = class {
  importObject = {};

  async run() {
    const core = new Core();
    core.start();
    return new Promise(() => {});
  }
};

class Core {
  values = {};
  table = [];
  tick = 0;
  ack = 0;
  held = false;
  last = 0;
  frames = 0;

  async start() {
    const { scenes } = await (await fetch('scenes.json')).json();
    this.scenes = scenes;
    this.canvas = document.createElement('canvas');
    this.canvas.tabIndex = 1;
    this.canvas.style.cssText = 'width:100%;height:100%;display:block';
    document.body.append(this.canvas);
    for (const type of ['keydown', 'wheel', 'touchstart', 'mousedown']) {
      this.canvas.addEventListener(type, (event) => {
        event.preventDefault();
        globalThis.leaked = (globalThis.leaked ?? 0) + 1;
      }, { passive: false });
    }
    await sleep(20);
    globalThis.fakeCore = this;
    globalThis.sgdnoise.receive = (json) => this.receive(JSON.parse(json));
    const loop = () => {
      this.frame();
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  }

  emit(message) {
    globalThis.sgdnoise.emit(JSON.stringify(message));
  }

  receive(message) {
    if (message.id) this.ack = message.id;
    if (message.type === 'init') {
      const scene = this.scenes.find((s) => s.id === message.scene);
      this.scene = scene.id;
      this.table = scene.params;
      this.values = Object.fromEntries(scene.params.map((p) => [p.key, p.default]));
      this.theme = message.theme;
      this.first = true;
      this.set(message.values);
    } else if (message.type === 'set') this.set(message.values);
    else if (message.type === 'reset') this.tick = 0;
    else if (message.type === 'step') this.tick += message.n;
    else if (message.type === 'theme') this.theme = message.theme;
    else if (message.type === 'snapshot') this.snapshot(message);
    else if (message.type === 'pointer') return this.pointer(message);
    this.dirty = true;
    return false;
  }

  set(values) {
    const messages = [];
    for (const [key, raw] of Object.entries(values)) {
      const p = this.table.find((q) => q.key === key);
      if (!p) messages.push(`${key}: not a parameter of ${this.scene}`);
      else if (p.kind === 'choice') this.values[key] = raw;
      else if (!Number.isFinite(Number(raw))) messages.push(`${key}: “${raw}” is not a number; legal range ${p.min} to ${p.max}; kept ${this.values[key]}`);
      else {
        this.values[key] = Math.min(Math.max(Number(raw), p.min), p.max);
        if (this.values[key] !== Number(raw)) messages.push(`${key}: ${raw} is out of range; legal range ${p.min} to ${p.max}; took ${this.values[key]}`);
      }
    }
    if (messages.length > 0) this.emit({ type: 'notice', messages });
  }

  // The handle is the square of 40 pixels around (100, 100).
  pointer({ phase, x, y }) {
    const hit = Math.abs(x - 100) < 20 && Math.abs(y - 100) < 20;
    if (phase === 'down') this.held = hit;
    if (this.held && (phase === 'move' || phase === 'up')) {
      this.values.start1 = Math.round(x) / 100;
      this.emit({ type: 'change', values: { start1: this.values.start1 }, tick: this.tick, done: phase === 'up' });
    }
    const was = this.held;
    if (phase === 'up' || phase === 'cancel') this.held = false;
    return hit || was;
  }

  snapshot({ id, format }) {
    const data = format === 'svg'
      ? '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="80" height="60" fill="red"/></svg>'
      : JSON.stringify({ format });
    this.emit({ type: 'snapshot', id, mime: 'text/plain', data });
  }

  frame() {
    if (!this.scene) return;
    this.frames++;
    const running = this.values.paused === 0;
    if (running) this.tick++;
    this.draw();
    const now = performance.now();
    if (this.dirty || (running && now - this.last > 100)) {
      this.last = now;
      this.dirty = false;
      this.emit({ type: 'report', ack: this.ack, report: this.report() });
    }
    if (this.first) this.emit({ type: 'ready', scene: this.scene });
    this.first = false;
    if (!running) globalThis.sgdnoise.rest();
  }

  draw() {
    const { canvas } = this;
    const width = document.body.clientWidth;
    const height = document.body.clientHeight;
    canvas.width = width;
    canvas.height = height;
    const c = canvas.getContext('2d');
    c.fillStyle = this.theme === 'dark' ? '#1b2432' : '#dfe8f3';
    c.fillRect(0, 0, width, height);
    c.strokeStyle = '#c95200';
    c.lineWidth = 3;
    c.beginPath();
    c.ellipse(width / 2, height * 0.45, (width / 5) * this.values.lr, (width / 8) * this.values.lr, -0.5, 0, 7);
    c.stroke();
    c.strokeRect(85, 85, 30, 30);
    const rgb = this.theme === 'dark' ? 'rgb(232, 234, 239)' : 'rgb(22, 24, 29)';
    globalThis.sgdnoise.labels(JSON.stringify([
      { x: 122, y: 100, text: 'start (drag)', rgb, size: 12, align: 'left', bold: false, italic: false, ground: '' },
      { x: width / 2, y: height - 14, text: `λ = ${this.values.lr}`, rgb, size: 12, align: 'center', bold: true, italic: false, ground: '' },
    ]));
  }

  report() {
    const { lr, batch } = this.values;
    const limit = (2 * batch) / (batch + 2);
    const stable = lr < limit;
    const transient = this.tick < 30;
    const reading = (name, symbol, predicted, measured, stderr, reason = '') => ({
      name, symbol, ...(/cov\.\d\d$|^loss/.test(name) && { main: true }), predicted, measured, stderr, valid: predicted !== null, reason, source: 'test',
    });
    const sigma = stable ? lr / (batch * (2 - lr) - 2 * lr) : null;
    const why = stable ? '' : 'Above the largest λ with a finite variance there is no covariance.';
    const entry = (name, symbol, factor) => reading(name, symbol, stable ? sigma * factor : null,
      stable ? sigma * factor * 1.004 : null, stable ? Math.abs(sigma * factor) * 0.005 : null, why);
    const prefix = transient ? 'now.cov' : 'cov';
    return {
      scene: this.scene,
      values: { ...this.values },
      tick: this.tick,
      steps: this.tick,
      walkers: this.values.walkers,
      diverged: 0,
      status: stable ? (transient ? 'transient' : 'stationary') : 'heavy-tailed',
      sentence: stable ? `Agrees within sampling error. λ is at ${Math.round((100 * lr) / limit)} % of the largest value with a finite variance.`
        : 'No variance: typical runs stay, but rare excursions are too long for any ellipse.',
      readings: [
        entry(`${prefix}.11`, 'Σ₁₁', 1), entry(`${prefix}.12`, 'Σ₁₂', 0.2), entry(`${prefix}.22`, 'Σ₂₂', 0.8),
        reading('loss.train', 'train loss', stable ? 0.66 : null, 0.6602, 0.004, why),
        reading('loss.test', 'test loss', stable ? 0.16 : null, 0.1602, 0.004, why),
        reading('lr.max.mean', 'λ mean', 2, null, null), reading('lr.max.fourth', 'λ 4th', limit * 0.7, null, null),
        reading('lr.max.variance', 'λ var', limit, null, null), reading('lr.max.typical', 'λ typ', 2.32, null, 0.004),
        reading('mean.1', 'w̄₁', 0, 0.001, 0.002), reading('mean.2', 'w̄₂', 0, -0.001, 0.002),
        reading('cov.11~continuous', 'Σ₁₁ continuous', 0.1, null, null),
      ],
      notes: lr > 3 ? ['A note.'] : [],
    };
  }
}
