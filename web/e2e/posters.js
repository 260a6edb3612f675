// Draws the posters of all scenes: node web/e2e/posters.js COMMAND FOLDER, as ./build.sh posters does.
// COMMAND is the command line tool. Of each scene there are SCENE-light.webp and SCENE-dark.webp, which
// stand for the demo until it runs, and SCENE.jpg for previews of links.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [command, folder] = process.argv.slice(2);
const RUN = ['-burn', '100', '-steps', '150']; // the cloud is at rest, the fall of the loss still in sight
const KINDS = [
  { name: (id) => `${id}-light.webp`, flags: ['-theme', 'light', '-size', '820x640'], scale: 1, type: 'image/webp', quality: 0.4 },
  { name: (id) => `${id}-dark.webp`, flags: ['-theme', 'dark', '-size', '820x640'], scale: 1, type: 'image/webp', quality: 0.4 },
  { name: (id) => `${id}.jpg`, flags: ['-theme', 'light', '-size', '1000x525'], scale: 1.2, type: 'image/jpeg', quality: 0.75 },
];

const tool = (...args) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 });

// Runs in the browser.
async function drawn({ svg, scale, type, quality }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL(type, quality).split(',')[1];
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  mkdirSync(folder, { recursive: true });
  for (const { id } of JSON.parse(tool('list', '-json')).scenes) {
    for (const { name, flags, ...kind } of KINDS) {
      const svg = tool('run', id, ...RUN, ...flags, '-svg', '-');
      const bytes = Buffer.from(await page.evaluate(drawn, { svg, ...kind }), 'base64');
      writeFileSync(join(folder, name(id)), bytes);
      console.log(`${name(id).padEnd(28)} ${bytes.length} bytes`);
    }
  }
} finally {
  await browser.close();
}
