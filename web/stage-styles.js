// The look of the stage, a canvas that Ebitengine appends and sizes, and the text over it. As part
// of the program it is no file to wait for.

const sheet = new CSSStyleSheet();

sheet.replaceSync(`
html,
body {
  height: 100%;
  margin: 0;
  overflow: hidden;
}

body {
  position: relative;
  /* Ebitengine paints the body black while it starts */
  background: transparent !important;
  font: 12px/1.3 system-ui, sans-serif;
  font-variant-numeric: tabular-nums;
  /* the page scrolls under a finger unless a handle was hit (stage-input.js) */
  touch-action: pan-x pan-y pinch-zoom;
  user-select: none;
  -webkit-user-select: none;
  -webkit-tap-highlight-color: transparent;
}

canvas {
  touch-action: inherit;
}

body.handle {
  cursor: grab;
}

body.dragging {
  cursor: grabbing;
}

/* an active stage takes the mouse wheel: it must be seen */
body.active::after {
  content: "";
  position: absolute;
  inset: 0;
  border: 2px solid #0064b0;
  border-radius: 8px;
  pointer-events: none;
}

[data-theme="dark"] body.active::after {
  border-color: #5ab4f0;
}

.labels {
  position: absolute;
  inset: 0;
  overflow: hidden;
  pointer-events: none;
}

.labels span {
  position: absolute;
  white-space: pre;
  line-height: 1.2;
}

.message {
  position: absolute;
  inset: 0;
  display: grid;
  place-content: center;
  justify-items: center;
  gap: 1rem;
  padding: 1.5rem;
  color: #14171c;
  font-size: 16px;
  text-align: center;
}

.message p {
  max-width: 30rem;
  margin: 0;
}

.message button {
  min-height: 44px;
  padding: 0 1.25rem;
  border: 1px solid currentcolor;
  border-radius: 8px;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}

[data-theme="dark"] .message {
  color: #e8ebf0;
}
`);

document.adoptedStyleSheets = [sheet];
