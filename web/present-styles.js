// The look of a talk, after the sheet of styles.js. Everything is measured in --u, of which
// a screen of 16 to 9 is 1280 wide and 720 high; text is 24 of them or more.

export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
.place[popover] {
  --u: min(100vw / 1280, 100svh / 720);
  position: fixed; inset: 0; width: auto; height: auto; max-width: none; max-height: none; margin: 0; border: 0;
  padding: calc(14 * var(--u)) calc(20 * var(--u)) calc(10 * var(--u)); overflow: hidden;
  display: grid; gap: calc(12 * var(--u)) calc(22 * var(--u));
  grid-template: "stage slide" minmax(0, 1fr) "stage panel" auto "stage bar" auto / minmax(0, 1fr) var(--side, calc(400 * var(--u)));
  background: #fff; color: #000; font: calc(24 * var(--u))/1.25 system-ui, sans-serif; color-scheme: light;
}
.place[popover]::backdrop { background: #fff; }
.place[data-blank] { background: #000; }
.place[data-blank]::backdrop { background: #000; }
.place[data-blank] > * { visibility: hidden; }
.second { display: contents; }

.root[data-present] { display: contents; font: inherit; }
.root[data-present] > :is(.head, .caption, .more, .about) { display: none; }
.root[data-present] > .stage { grid-area: stage; height: auto; min-height: 0; border-radius: 0; }
.root[data-present] > .panel { grid-area: panel; gap: calc(14 * var(--u)); min-height: 0; padding: 0; border: 0; background: none; zoom: 1; align-self: end; }
.root[data-present="second"] > .stage { grid-area: stage2; }
.root[data-present="second"] > .panel { grid-area: panel2; }
[data-present] .run { font-size: 1.1em; min-height: 2.6em; }

[data-present] :is(.buttons, .speed, .status, .notes, .hint, .unit) { display: none; }
[data-present] .section.main { grid-template-columns: repeat(auto-fit, minmax(40%, 1fr)); gap: calc(6 * var(--u)) calc(24 * var(--u)); }
[data-present] .section.main .control { grid-template: "label box" auto "slider slider" auto / auto 1fr; gap: 0 0.4em; }
[data-present] .section.main .control.menu > label { white-space: normal; line-height: 1.1; }
[data-present] .main label > span:not(.unit):has(~ i) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
[data-present] .main label i { font-weight: 600; font-size: 1.1em; }
[data-present] .main .box { width: auto; min-width: 0; min-height: 0; padding: 0; border: 0; background: none; font-size: 1.1em; text-align: start; pointer-events: none; }
[data-present] .main select { width: 100%; min-height: 1.7em; }
[data-present] input[type="range"] { height: 1.6em; }
[data-present] input[type="range"]::-webkit-slider-runnable-track { height: 0.36em; border-radius: 0.18em; }
[data-present] input[type="range"]::-webkit-slider-thumb { width: 1.2em; height: 1.2em; margin-top: -0.42em; }
[data-present] input[type="range"]::-moz-range-track { height: 0.36em; }
[data-present] input[type="range"]::-moz-range-thumb { width: 1em; height: 1em; }

[data-present] .readout { gap: calc(6 * var(--u)); padding-top: calc(10 * var(--u)); border-top: calc(2 * var(--u)) solid #000; }
[data-present] table { font-size: 1em; }
[data-present] .mark, [data-present] .extra { display: none; }
[data-present] .main :is(th, td):nth-child(4), [data-present] .main tbody tr:nth-child(n + 4) { display: none; }
[data-present] :is(th, td) { padding: 0 0 0 0.3em; }
[data-present] th:first-child { padding: 0; }
[data-present] .main thead th:first-child { max-width: none; }
[data-present] .notices { font-size: 1em; }

.slide { grid-area: slide; display: grid; gap: calc(10 * var(--u)); align-content: start; min-height: 0; overflow: auto; }
.slide h2 { font-size: 1.15em; line-height: 1.15; letter-spacing: -0.01em; text-wrap: balance; }
.slide p { text-wrap: pretty; }
.slide p:empty { display: none; }
.task { padding-inline-start: 0.6em; border-inline-start: 0.2em solid #0050a0; }

.bar { grid-area: bar; display: flex; gap: 0.3em; align-items: center; justify-content: flex-end; }
.bar button { min-width: 1.7em; min-height: 1.7em; padding: 0 0.3em; border: 0; border-radius: 0.3em; background: none; color: #333941; font-size: 1em; line-height: 1; cursor: pointer; }
.bar button:hover { background: #e6eaf0; }
.bar button:disabled { color: #9aa3af; cursor: default; }
.bar button[aria-pressed="true"] { background: #000; color: #fff; }
.at { color: #333941; font-variant-numeric: tabular-nums; white-space: nowrap; }

.place[data-pair] {
  grid-template: "slide slide" auto "stage stage2" minmax(0, 1fr) "panel panel2" auto "bar bar" auto / minmax(0, 1fr) minmax(0, 1fr);
}
.place[data-pair] .slide { gap: calc(4 * var(--u)); }
.place[data-pair] .slide h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
[data-present].beside > .panel { display: grid; grid-template-columns: minmax(0, 1fr) calc(345 * var(--u)); align-items: start; gap: calc(4 * var(--u)) calc(24 * var(--u)); }
[data-present].beside .section.main { grid-template-columns: minmax(0, 1fr); gap: 0; }
[data-present].beside .section.main .control:not(.menu) { grid-template: "label box slider" auto / 1.3em 3.4em minmax(0, 1fr); }
[data-present].beside .readout { padding-top: 0; border: 0; }

/* the menu */
.talk { width: calc(1000 * var(--u)); max-width: calc(100vw - 2em); max-height: calc(100svh - 1em); padding: 0.8em 1em; border: 1px solid #5b6470; border-radius: 0.5em; background: #fff; color: #000; font: inherit; }
.talk::backdrop { background: rgb(0 0 0 / 45%); }
.talk :is(h3, h4) { margin: 0; font-size: 1em; }
.talk > * + * { margin-block: 0.7em 0; }
.talk > header { display: flex; justify-content: space-between; }
.talk .row { display: flex; flex-wrap: wrap; gap: 0.3em 0.6em; align-items: center; }
.talk button, .talk select { min-height: 1.7em; padding: 0 0.5em; border: 1px solid #5b6470; border-radius: 0.3em; background: #fff; font-size: 1em; cursor: pointer; }
.talk button:disabled { border-color: #c8ced6; color: #9aa3af; cursor: default; }
.talk header button, .talk .go { border-color: transparent; }
.talk .go { flex: 1; min-width: 0; padding: 0; text-align: start; font-weight: 600; }
.talk input[type="checkbox"] { width: 1em; height: 1em; margin: 0; }
.talk input[type="text"] { width: 100%; padding: 0.1em 0.4em; border: 1px solid #9aa3af; border-radius: 0.3em; font-size: 1em; }
.deck { display: grid; gap: 0.6em; padding: 0; list-style: none; }
.deck li { display: grid; gap: 0.2em; padding-inline-start: 0.5em; border-inline-start: 0.25em solid #d7e1ee; }
.deck li[aria-current] { border-color: #0050a0; }
.talk .copy-box { display: grid; gap: 0.3em; margin-top: 0.3em; }
.talk .copyable { width: 100%; padding: 0.2em 0.4em; font: 1em/1.25 ui-monospace, monospace; overflow-wrap: anywhere; }
.talk .copy-box .row { margin: 0; }
.talk dl { display: grid; grid-template-columns: auto 1fr; gap: 0.1em 1em; margin-top: 0.3em; }
.talk dd { margin: 0; }
.talk kbd { font: inherit; font-weight: 600; }

@media (max-aspect-ratio: 1) {
  .place[popover] { --u: min(100vw / 720, 100svh / 1280); grid-template: "slide" auto "stage" minmax(0, 1fr) "panel" auto "bar" auto / minmax(0, 1fr); }
  .place[data-pair] { grid-template: "slide" auto "stage" minmax(0, 1fr) "panel" auto "stage2" minmax(0, 1fr) "panel2" auto "bar" auto / minmax(0, 1fr); }
}

/* fingers: what they slide reaches over its name */
@media (pointer: coarse) {
  .place[popover]:not([data-pair]) { --side: max(400 * var(--u), 290px); }
  [data-present] input[type="range"] { height: 44px; margin-block: -12px -8px; }
  [data-present].beside input[type="range"] { margin-block: -12px; }
  [data-present] .main select { min-height: 44px; }
  .bar { gap: 0; }
  .bar button, .talk :is(button, select, input[type="text"]) { min-width: 44px; min-height: 44px; }
}
`);
