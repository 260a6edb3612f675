// Files to take along: what they are called, and the address that each of them names.

import { unusual } from './url.js';

const LONGEST = 120; // characters of a name, for the sake of file systems

/** The name of a file: the scene, its main values and what else is unusual, and what is in it. */
export function fileName({ id, params }, values, format) {
  const main = params.filter((p) => p.group === 'main').map((p) => [p.key, String(values[p.key])]);
  const settings = Object.entries(Object.fromEntries([...main, ...unusual(params, values)])).map(([key, value]) => `${key}-${value}`);
  const name = [id, ...settings].join('_').replace(/[^\w.-]+/g, '-').slice(0, LONGEST);
  const what = { csv: '_readings.csv', json: '_readings.json', 'walkers.csv': '_walkers.csv', 'walkers.json': '_walkers.json' };
  return name + (what[format] ?? `.${format}`);
}

/** A snapshot as a Blob that names the address of what it shows. */
export function signed(format, data, url) {
  if (format === 'png') return new Blob([withText(fromBase64(data), 'Source', url)], { type: 'image/png' });
  if (format === 'svg') return new Blob([data.replace('</desc>', `</desc>\n<metadata><source xmlns="http://purl.org/dc/elements/1.1/">${escaped(url)}</source></metadata>`)], { type: 'image/svg+xml' });
  if (format.endsWith('json')) return new Blob([`${JSON.stringify({ url, ...JSON.parse(data) }, null, format === 'json' ? 1 : 0)}\n`], { type: 'application/json' });
  return new Blob([`# ${url}\n${data}`], { type: 'text/csv' });
}

/** Hands a file to the browser. Whether it was kept nobody tells. */
export function save(name, blob) {
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const fromBase64 = (url) => Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (c) => c.charCodeAt(0));

// A PNG is a signature and chunks, of which the first is the header, 33 bytes together.
// A chunk of text is its length, its type and content, and a checksum of the latter two.
function withText(png, keyword, text) {
  const content = new TextEncoder().encode(`tEXt${keyword}\0${text}`);
  const chunk = new DataView(new ArrayBuffer(content.length + 8));
  chunk.setUint32(0, content.length - 4);
  new Uint8Array(chunk.buffer).set(content, 4);
  chunk.setUint32(content.length + 4, checksum(content));
  return new Blob([png.slice(0, 33), chunk.buffer, png.slice(33)]);
}

// CRC-32, bit by bit: it is short.
function checksum(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
