// Starts the single file. Modules cannot be imported from file:// addresses, but from blobs
// they can: every file inside gets the address of a blob, and what names it is told that.
(async () => {
  const { data, modules, stage, start, site } = JSON.parse(document.querySelector('#inside').textContent);
  const addresses = {};
  const put = (name, blob) => { addresses[name] = URL.createObjectURL(blob); };
  for (const { name, type, base64 } of data) {
    const response = await fetch(`data:${type};base64,${base64}`);
    put(name, await response.blob());
  }
  for (const { name, text } of modules) { // each after those that it imports
    const told = text.replace(/'\.\/([\w.-]+)(\?\w+)?'/g, (named, other) => (addresses[other] ? `'${addresses[other]}'` : named));
    put(name, new Blob([told], { type: 'text/javascript' }));
  }
  for (const image of document.querySelectorAll('img[data-src]')) image.src = addresses[image.dataset.src];
  globalThis.sgdnoiseInside = {
    addresses,
    site,
    stage: stage.replace(/(src|href)="([\w.-]+)(\?\w+)?"/g, (_, attribute, name) => `${attribute}="${addresses[name]}"`),
  };
  await import(addresses[start]);
})();
