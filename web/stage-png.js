// PNG snapshots: the SVG figure, text and all, turned into pixels.

const SCALE = 2;

/** Returns a data URL of the picture, twice as many pixels as the SVG has units. */
export async function rasterise(svg) {
  const image = new Image();
  // a data URL works in a sandboxed frame as well
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
