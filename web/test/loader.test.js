// The loader of the program against hosts of every kind.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { compile } from '../stage-loader.js';

const PROGRAM = program(2_000_000);
const PACKED = gzipSync(PROGRAM);
const PACE = 5; // ms for 64 kB: what is in flight on this machine doesn't count

// The shortest program there is, with a section of size bytes that pack well.
function program(size) {
  const text = Buffer.alloc(size);
  for (let i = 0; i < size; i++) text[i] = i % 8 ? 32 : 97 + (i * i * 7919 / 64) % 23;
  const leb = [];
  for (let n = size + 1; n > 0; n = Math.floor(n / 128)) leb.push(n % 128 + (n > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, ...leb, 0]), text]);
}

let host; // answers a path: [status, headers, body, how many bytes of it to send]
let sent; // bytes by path
let base;
const server = createServer(async (request, response) => {
  const path = request.url.split('?')[0];
  const [status, headers, body = Buffer.alloc(0), most = body.length] = host[path] ?? [404, {}];
  response.writeHead(status, headers);
  response.flushHeaders();
  for (let at = 0; at < most && !response.destroyed; at += 65536) {
    response.write(body.subarray(at, Math.min(at + 65536, most)));
    sent[path] = Math.min(at + 65536, most);
    await pause(PACE);
  }
  if (most < body.length) response.destroy();
  else response.end();
});

before(async () => {
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

/** Loads from a host with these files; returns {module, seen, sent}, seen being all that progress was told. */
async function load(files) {
  host = files;
  sent = {};
  const seen = [];
  const progress = (loaded, total) => seen.push([loaded, total]);
  const module = await compile(new URL('/p.wasm?1', base), { size: PROGRAM.length, packed: PACKED.length, progress });
  assert.ok(module instanceof WebAssembly.Module);
  assert.ok(seen.length > 10 && seen.every(([loaded], i) => loaded >= (seen[i - 1]?.[0] ?? 0)), 'progress grows');
  const [loaded, total] = seen.at(-1);
  assert.equal(loaded, total, 'and comes to its end');
  return { total, sent };
}

const plain = (type = 'application/wasm') => [200, { 'Content-Type': type, 'Content-Length': PROGRAM.length }, PROGRAM];
const gzip = (headers = {}) => [200, { 'Content-Type': 'application/gzip', 'Content-Length': PACKED.length, ...headers }, PACKED];

test('the program packs', () => assert.ok(PACKED.length < PROGRAM.length / 4));

test('a host that compresses', async () => {
  const { total } = await load({ '/p.wasm': gzip({ 'Content-Type': 'application/wasm', 'Content-Encoding': 'gzip' }), '/p.wasm.gz': gzip() });
  assert.equal(total, PACKED.length);
  assert.equal(sent['/p.wasm.gz'], undefined);
});

test('one that compresses as it sends, and so states no length', async () => {
  const [, , body] = gzip();
  const { total } = await load({ '/p.wasm': [200, { 'Content-Encoding': 'gzip' }, body] });
  assert.equal(total, PACKED.length);
});

test('one that does not compress: the packed file is taken instead', async () => {
  const { total } = await load({ '/p.wasm': plain(), '/p.wasm.gz': gzip() });
  assert.equal(total, PACKED.length);
  assert.equal(sent['/p.wasm.gz'], PACKED.length);
  assert.ok(sent['/p.wasm'] < PROGRAM.length / 2, `the plain one is stopped, after ${sent['/p.wasm']} bytes at the most`);
});

test('one that declares the packed file as an encoding, which is undone already', async () => {
  await load({ '/p.wasm': plain(), '/p.wasm.gz': gzip({ 'Content-Encoding': 'gzip' }) });
});

test('one that sends the packed form undeclared', async () => {
  await load({ '/p.wasm': gzip({ 'Content-Type': 'application/wasm' }) });
});

test('one without the packed file, or with a page in its place', async () => {
  for (const files of [{}, { '/p.wasm.gz': [200, { 'Content-Type': 'text/html' }, Buffer.from('<p>Not here')] }]) {
    const { total } = await load({ '/p.wasm': plain(), ...files });
    assert.equal(total, PROGRAM.length);
  }
});

test('a wrong type', async () => {
  await load({ '/p.wasm': plain('text/plain') });
});

test('no streaming and no DecompressionStream', async (t) => {
  const { compileStreaming } = WebAssembly;
  const { DecompressionStream } = globalThis;
  t.after(() => {
    WebAssembly.compileStreaming = compileStreaming;
    globalThis.DecompressionStream = DecompressionStream;
  });
  delete WebAssembly.compileStreaming;
  delete globalThis.DecompressionStream;
  const { total } = await load({ '/p.wasm': plain(), '/p.wasm.gz': gzip() });
  assert.equal(total, PROGRAM.length);
});

test('what goes wrong is said', async () => {
  const [status, headers, body] = plain();
  await assert.rejects(load({}), /could not be downloaded: the server answered 404/);
  await assert.rejects(load({ '/p.wasm': [status, headers, body, 1_000_000] }), /could not be downloaded: the connection broke off/);
  await assert.rejects(load({ '/p.wasm': plain(), '/p.wasm.gz': [...gzip(), Math.floor(PACKED.length / 2)] }), /the connection broke off/);
  await assert.rejects(load({ '/p.wasm': [status, headers, Buffer.alloc(PROGRAM.length, 7)] }), /could not be started: .*magic/);
});
