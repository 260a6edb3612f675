// What Ebitengine asks of WebGL, made cheaper where the stage knows better. It must be in
// place before Go looks up the context's functions.

const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function cheaper(kind, wishes) {
  // Ebitengine asks for four samples per pixel, for depth and for a stencil. The picture has
  // soft edges of its own and needs none of them; without a graphics card they are half of a frame.
  const context = getContext.call(this, kind, { ...wishes, antialias: false, depth: false, stencil: false });
  if (context && kind === 'webgl2') neverWait(this, context);
  return context;
};

/** Spares the calls that wait until all is drawn that was asked for. */
function neverWait(canvas, context) {
  // Before each upload, because some drivers would mix them up; WebGL keeps the order anyway.
  context.finish = () => {};
  // Before it deletes a buffer, because none outlives the loss of a context: a frame with more
  // to draw than any before it needs larger buffers, and stuttered without a graphics card.
  const isBuffer = context.isBuffer.bind(context);
  let lost = false;
  canvas.addEventListener('webglcontextlost', () => { lost = true; });
  context.isBuffer = (buffer) => (lost ? isBuffer(buffer) : Boolean(buffer));
}
