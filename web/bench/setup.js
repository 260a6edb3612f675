// Builds what the benchmark compares, serves it with the project's own server, and
// starts the browser.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib';

const { chromium } = createRequire(new URL('../e2e/', import.meta.url))('playwright-core');

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');
const BUILT = join(ROOT, 'bin/bench'); // kept, because packing takes long
const FLAGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-first-run'];
const STAGE_FLAGS = ['-buildvcs=false', '-trimpath', '-ldflags=-s -w']; // as build.sh builds the stage

/** The served folder: dist/ as /site/, its sources as /web/, the benchmark's pages as /bench/, its Go programs as /wasm/. */
const WWW = { site: DIST, web: join(ROOT, 'web'), bench: import.meta.dirname, wasm: join(BUILT, 'wasm') };

/** Builds and starts everything. Returns {site, browser, native, close()}; native is the path of the native kernels. */
export async function setUp() {
  if (!existsSync(join(DIST, 'index.html'))) throw new Error('there is no dist/; ./build.sh makes it');
  mkdirSync(WWW.wasm, { recursive: true });
  go(['-o', `${WWW.wasm}/empty.wasm`, './wasm/bench/empty'], { GOOS: 'js', GOARCH: 'wasm' });
  go(['-o', `${WWW.wasm}/kernels.wasm`, './wasm/bench/kernels'], { GOOS: 'js', GOARCH: 'wasm' });
  go(['-o', `${BUILT}/kernels`, './wasm/bench/kernels']);
  go(['-o', `${BUILT}/serve`, './web/serve']);
  packLikeStage(join(WWW.wasm, 'empty.wasm'));
  const www = join(BUILT, 'www');
  rmSync(www, { recursive: true, force: true });
  mkdirSync(www);
  for (const [name, folder] of Object.entries(WWW)) symlinkSync(folder, join(www, name));
  const server = spawn(join(BUILT, 'serve'), ['-dir', www], { env: { ...process.env, HOST: '127.0.0.1', PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => server.kill());
  const site = await address(server);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  const close = async () => {
    await browser.close();
    server.kill();
  };
  return { site, browser, native: join(BUILT, 'kernels'), close };
}

function go(args, env = {}) {
  execFileSync('go', ['build', ...STAGE_FLAGS, ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] });
}

/** Runs go test on a package as WebAssembly under Node; returns what it prints. */
export function goTest(path, args) {
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  return execFileSync('go', ['test', '-exec', `${root}/lib/wasm/go_js_wasm_exec`, ...args, path], {
    cwd: ROOT, env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' }, stdio: ['ignore', 'pipe', 2], encoding: 'utf8' });
}

async function address(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const [found] = line.match(/http:\/\/\S+/) ?? [];
    if (found) return `${found}/`;
  }
  throw new Error('the server did not start');
}

/** What is served under a path of the site, as the name of a file. */
export function fileOf(path) {
  const [, root, ...rest] = path.split('/');
  return join(WWW[root], ...rest);
}

// A program is served in the packed forms that the stage has, too.
function packLikeStage(wasm) {
  for (const [suffix, pack] of [['.br', packed], ['.gz', (file) => gzipSync(readFileSync(file), { level: 9 })]]) {
    if (existsSync(join(DIST, `sgdnoise.wasm${suffix}`))) writeFileSync(wasm + suffix, pack(wasm));
    else rmSync(wasm + suffix, { force: true });
  }
}

/** The bytes of a file at brotli's best, which is slow: a packed form beside the file is taken if it fits. */
export function packed(file) {
  const raw = readFileSync(file);
  if (existsSync(`${file}.br`)) {
    const there = readFileSync(`${file}.br`);
    if (brotliDecompressSync(there).equals(raw)) return there;
  }
  return brotliCompressSync(raw, { params: { // as brotli -q 11 does it, which packs the stage
    [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  } });
}
