// The look of the element, as a constructed stylesheet: a host page's CSP needs no
// exception for it, and its own styles cannot leak in. The host may set
// --sgd-noise-padding, the space between its edge and its content (a length with a unit),
// --sgd-noise-ground, what is behind it, and --sgd-noise-font. Its text is English, so it runs from
// left to right; where its parts lie follows the direction of the page.

export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host { display: block; container-type: inline-size; }
:host([hidden]) { display: none; }
.place { display: contents; }
*, ::before, ::after { box-sizing: border-box; }
.root > * { direction: ltr; }
[hidden] { display: none !important; }

.root {
  --ink: #14171c; --muted: #59616d; --ground: #fff; --panel: #f5f6f9; --field: #fff;
  --line: #dde0e7; --edge: #858c99; --theory: #0064b0; --measured: #b84a00; --warn: #b3261e;
  --continuous: #008660; --sde: #4a2f9c; --hessian: #a8457f; --general: #5c4a00;
  --cover: #e9eef5; color-scheme: light;
  --padding: var(--sgd-noise-padding, 16px); --beside: 0px; --ratio: 0.78; --tallest: max(380px, 100svh - 150px);
  display: grid; gap: 14px 20px; padding: var(--padding); border-radius: 12px;
  background: var(--sgd-noise-ground, var(--ground)); color: var(--ink);
  grid-template: "head" "stage" "panel" "caption" "more" "about" / minmax(0, 1fr);
  font: 15px/1.45 var(--sgd-noise-font, system-ui, sans-serif); text-align: start; -webkit-text-size-adjust: 100%;
}
.root[data-theme="dark"] {
  --ink: #e8ebf0; --muted: #9aa3af; --ground: #0f1216; --panel: #161a21; --field: #0f1216;
  --line: #2b313b; --edge: #7d8594; --theory: #5ab4f0; --measured: #f5a742; --warn: #ff8a80;
  --continuous: #35d0a0; --sde: #8f7bf0; --hessian: #e08ac0; --general: #a89a2a;
  --cover: #171d26; color-scheme: dark;
}
.root[data-theme="projector"] {
  --ink: #000; --muted: #333941; --ground: #fff; --panel: #fff; --field: #fff;
  --line: #9aa3af; --edge: #5b6470; --theory: #0050a0; --measured: #c24400; --warn: #b00020;
  --continuous: #007048; --sde: #3d1d96; --hessian: #a02070; --general: #4f3d00;
  --cover: #e9eef5;
}

button, select, input { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--theory); outline-offset: 2px; }
h2, h3, p { margin: 0; }
.hint { color: var(--muted); font-size: 12.5px; line-height: 1.35; }

/* heading */
.head { grid-area: head; display: flex; gap: 8px; align-items: center; min-height: 38px; }
.title { font-size: 1.3rem; line-height: 1.25; letter-spacing: -0.01em; }
.caption { grid-area: caption; color: var(--muted); max-width: 46rem; }
/* the menu of scenes says the title */
.head:has(.scene:not([hidden])) .title { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.fallback { grid-area: caption; }
.root:has(> .fallback:not([hidden])) .panel { display: none; }
.tools { display: flex; gap: 8px; margin-inline-start: auto; }
.scene { min-width: 0; field-sizing: content; font-size: 1.15rem; font-weight: 650; text-overflow: ellipsis; }
.badge { padding: 1px 7px; border: 1px solid currentcolor; border-radius: 999px; font-size: 12.5px; font-weight: 650; white-space: nowrap; }
select, .quiet, .share, .buttons button, .run, .help button, .about button {
  min-height: 36px; padding: 0 12px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--field); cursor: pointer;
}
select { padding: 0 6px 0 10px; max-width: 100%; }
.quiet { min-width: 36px; padding: 0; }
select:hover, .quiet:hover, .share:hover, .buttons button:hover, .about button:hover, .box:hover { border-color: var(--edge); }

/* picture */
.stage {
  /* a definite height, not an aspect ratio: else the rows beside a taller panel come out wrong */
  grid-area: stage; position: relative; height: min(var(--ratio) * (100cqw - 2 * var(--padding) - var(--beside)), var(--tallest));
  border-radius: 8px; overflow: hidden;
}
.stage > iframe, ::slotted(iframe) { display: block; width: 100%; height: 100%; border: 0; opacity: 0; color-scheme: inherit; }
.cover {
  position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: center;
  gap: 14px; padding: 20px; background: var(--cover); text-align: center;
}
.poster { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; opacity: 0; pointer-events: none; }
[data-poster] .poster { opacity: 1; }
.cover[data-poster] { background: var(--ground); }
.cover > :not(.poster) { position: relative; }
[data-poster] > .cover-text:not(:empty) { padding: 6px 14px; border-radius: 8px; background: var(--ground); color: var(--ink); box-shadow: 0 2px 14px rgb(0 0 0 / 25%); }
[data-poster] .emblem { visibility: hidden; } /* the button stays where it is */
[data-poster] .run { box-shadow: 0 2px 18px rgb(0 0 0 / 35%); }
.scheme { position: absolute; visibility: hidden; color: light-dark(#fff, #000); transition: color 1ms; }
.stage[data-ready="message"] { background: var(--cover); }
.stage[data-ready] > iframe, .stage[data-ready] ::slotted(iframe) { opacity: 1; }
.stage[data-ready] .cover { display: none; }
.cover-text { min-height: 1.45em; max-width: 34em; color: var(--muted); font-variant-numeric: tabular-nums; }
.emblem {
  width: 150px; height: 96px; margin-bottom: 18px; border: 3px dashed var(--theory); border-radius: 50%; rotate: -24deg;
  outline: 3px solid color-mix(in srgb, var(--measured) 55%, transparent); outline-offset: -3px;
  background: radial-gradient(closest-side, color-mix(in srgb, var(--measured) 45%, transparent), transparent);
}
.run { min-height: 48px; min-width: 9em; padding: 0 28px; border-color: var(--ink); background: var(--ink); color: var(--ground); font-size: 1.1rem; font-weight: 600; }
progress { width: min(16rem, 70%); height: 8px; accent-color: var(--theory); }

/* controls */
.panel {
  grid-area: panel; display: flex; flex-direction: column; gap: 14px; align-self: start;
  min-height: 600px; padding: 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--panel);
}
.section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; align-items: start; }
.section:empty { display: none; }
.control { display: grid; grid-template: "label box" auto "slider slider" auto "hint hint" auto / 1fr auto; align-items: center; gap: 2px 8px; }
.control > label { grid-area: label; font-weight: 600; white-space: nowrap; }
.control i { font-weight: 400; }
.control > .box, .control > select { grid-area: box; }
.control > input[type="range"] { grid-area: slider; }
.control > .hint { grid-area: hint; }
.root .control.menu { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 8px; }
.menu > .hint { flex-basis: 100%; }
.section.main:has(> :nth-child(4)) > :not([data-key="lr"]) .hint { display: none; } /* many: the buttons and numbers must not slip off the screen */
.speed .control { grid-template: "label slider box" auto / auto 1fr auto; gap: 10px; }
.speed .hint { display: none; }
.unit { color: var(--muted); font-weight: 400; }
.box {
  width: 5.6em; min-height: 30px; padding: 2px 8px; border: 1px solid var(--line); border-radius: 7px; background: var(--field);
  text-align: end; font-variant-numeric: tabular-nums; appearance: textfield; -moz-appearance: textfield;
}
.box::-webkit-inner-spin-button, .box::-webkit-outer-spin-button { appearance: none; margin: 0; }
[data-key="seed"] .box { width: 8.5em; }

input[type="range"] { width: 100%; height: 28px; margin: 0; background: none; appearance: none; cursor: pointer; --fill: 0; --from: 0px; --at: calc(10px + var(--fill) * (100% - 20px)); }
input[type="range"]::-webkit-slider-runnable-track {
  height: 6px; border-radius: 3px; box-shadow: 0 0 0 1px var(--edge);
  background: linear-gradient(90deg, #0000 min(var(--from), var(--at)), var(--ink) 0 max(var(--from), var(--at)), #0000 0) var(--field);
}
input[type="range"]::-moz-range-track {
  height: 6px; border-radius: 3px; box-shadow: 0 0 0 1px var(--edge);
  background: linear-gradient(90deg, #0000 min(var(--from), var(--at)), var(--ink) 0 max(var(--from), var(--at)), #0000 0) var(--field);
}
input[type="range"]::-webkit-slider-thumb {
  width: 20px; height: 20px; margin-top: -7px; border: 3px solid var(--panel); border-radius: 50%;
  background: var(--ink); box-shadow: 0 0 0 1px var(--ink); appearance: none;
}
input[type="range"]::-moz-range-thumb {
  width: 14px; height: 14px; border: 3px solid var(--panel); border-radius: 50%; background: var(--ink); box-shadow: 0 0 0 1px var(--ink);
}
input[type="range"]:hover::-webkit-slider-thumb { box-shadow: 0 0 0 2px var(--ink); }

.buttons { display: grid; grid-template-columns: 1.2fr repeat(3, auto); gap: 8px; }
.buttons button { min-height: 40px; padding: 0 9px; white-space: nowrap; }
.buttons button[aria-pressed="true"] { border-color: var(--ink); background: var(--ink); color: var(--ground); }
.buttons .primary { border-color: var(--ink); background: var(--ink); color: var(--ground); font-weight: 600; }

.switch { display: flex; align-items: center; gap: 8px; min-height: 28px; cursor: pointer; }
.switch input { flex: none; width: 18px; height: 18px; margin: 0; accent-color: var(--theory); }
.approximations { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5em, 1fr)); gap: 2px 12px; min-width: 0; margin: 0; padding: 0 0 10px; border: 0; }
.approximations legend { padding: 0 0 4px; font-weight: 600; }
.swatch { display: none; flex: none; width: 28px; height: 2.5px; }
/* the dashes of scenes/plot/style.go; what isn't known by name is drawn in ink */
.approximations .swatch { display: block; background: repeating-linear-gradient(90deg, var(--ink) 0 9px, transparent 9px 12px, var(--ink) 12px 14px, transparent 14px 17px); }
.approximations :is([data-key="show-continuous"], [data-key="show-flow"]) .swatch { background: repeating-linear-gradient(90deg, var(--continuous) 0 7px, transparent 7px 11px); }
.approximations [data-key="show-sde"] .swatch { background: repeating-linear-gradient(90deg, var(--sde) 0 9px, transparent 9px 12px, var(--sde) 12px 14px, transparent 14px 17px); }
.approximations [data-key="show-hessian"] .swatch { background: repeating-linear-gradient(90deg, var(--hessian) 0 2px, transparent 2px 5.5px); }
.approximations :is([data-key="show-general"], [data-key="show-bulk"]) .swatch { background: repeating-linear-gradient(90deg, var(--general) 0 9px, transparent 9px 12px, var(--general) 12px 14px, transparent 14px 17px, var(--general) 17px 19px, transparent 19px 22px); }
.approximations [data-key="show-gauss-newton"] .swatch { background: var(--general); }

/* more: in columns where there is room */
.more { grid-area: more; display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px 32px; align-content: start; min-height: 190px; }
.root[data-brief] .more { min-height: 0; }
.root[data-brief] .readout { min-height: 350px; align-content: start; } /* the text around a guest must not move */
.more > div { display: grid; grid-template-columns: minmax(0, 1fr); align-content: start; gap: 10px; }
details { border-top: 1px solid var(--line); padding-top: 8px; }
summary { min-height: 26px; font-weight: 600; cursor: pointer; border-radius: 4px; }
summary:hover { text-decoration: underline; }
details > .section { margin: 8px 0 6px; }
.scroll { overflow-x: auto; }

/* readouts */
.readout { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; padding-top: 14px; border-top: 1px solid var(--line); }
table { width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 0 2px 8px; text-align: end; font-weight: 400; white-space: nowrap; }
thead th { color: var(--muted); }
th:first-child { padding-inline-start: 0; text-align: start; }
tbody th { font-weight: 600; }
.rest tbody th { white-space: normal; }
thead th { vertical-align: bottom; }
:is(.main, .rest) thead th { line-height: 1.15; white-space: normal; }
:is(.main, .rest) thead th:last-child { max-width: 4em; } /* never of the first: WebKit holds the whole column to it */
.mark { display: inline-block; max-width: 4em; font-size: 12.5px; }
.theory { color: var(--theory); }
.measured { color: var(--measured); }
.extra { display: inline-block; margin-inline-start: 0.35em; font-size: 0.93em; }
td.measured { white-space: normal; }
.was { display: block; color: var(--muted); font-size: 0.93em; line-height: 1.2; white-space: nowrap; }
.was:empty { display: none; }
.extra:empty { display: none; }
td.off { color: var(--warn); font-weight: 700; }
td.past { font-weight: 700; }
.limits th { white-space: normal; }
.limits tbody th { font-weight: 400; }
.readout > .hint:empty, .notes:empty, .notices:empty { display: none; }
.status { min-height: 4.35em; }
.notes { color: var(--muted); font-size: 13.5px; }
.notices { padding: 8px 10px; border-inline-start: 3px solid var(--warn); background: var(--field); font-size: 13.5px; overflow-wrap: anywhere; }

/* about: beyond the first screen, as wide as the demo */
.about { grid-area: about; display: grid; grid-template-columns: minmax(0, 1fr); gap: 26px; margin-top: 18px; padding-top: 22px; border-top: 1px solid var(--line); }
.about:has(> .share) { display: flex; align-items: center; justify-content: space-between; gap: 14px; margin-top: 0; padding-top: 0; border: 0; }
.about h3 { margin-bottom: 10px; font-size: 1.05rem; }
.about ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 18px 32px; margin: 0; padding: 0; list-style: none; }
.about li { display: flex; flex-direction: column; align-items: start; gap: 8px; max-width: 40rem; }
.about button { padding: 5px 14px; text-align: start; }
.about button[aria-pressed="true"] { border-color: var(--ink); background: var(--ink); color: var(--ground); }
.figures p, .source { color: var(--muted); font-size: 13.5px; }
.source a { color: var(--theory); }
.formula { display: flex; flex-wrap: wrap; justify-content: safe center; align-items: center; gap: 1em 4em; padding: 14px 16px; overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--panel); }
math { margin: 0; font-family: "sgdnoise Math", math; font-size: 1.25em; }

/* help */
.help { max-width: min(30rem, 92vw); padding: 20px 24px; border: 1px solid var(--line); border-radius: 12px; background: var(--ground); color: var(--ink); }
.help::backdrop { background: rgb(0 0 0 / 45%); }
.help form { display: grid; gap: 14px; }
.help dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; margin: 0; }
.help dd { margin: 0; }
kbd { font: 600 13px/1.4 system-ui, sans-serif; white-space: nowrap; }
.help button { justify-self: end; min-height: 40px; }

.root[data-controls="none"] { --padding: 0px; grid-template: "stage" / minmax(0, 1fr); }
.root[data-controls="none"] :is(.head, .panel, .caption, .more, .about) { display: none; }

/* narrow: picture, then λ and S, close together */
@container (width < 600px) {
  .root { gap: 10px; --ratio: 1.21; }
  .head { gap: 6px; }
  .panel { gap: 12px; padding: 10px 14px 16px; }
  .section.main { gap: 4px; }
  .main .control { grid-template: "label hint hint" auto "slider slider box" auto / auto 1fr auto; gap: 0 10px; }
  .main .hint { overflow: hidden; font-size: 12px; text-align: end; text-overflow: ellipsis; white-space: nowrap; }
  .main .control:not([data-key="lr"]) .hint { display: none; }
  .root[data-brief] .readout { min-height: 430px; }
  .poster { object-position: 50% 0; }
  .cover { justify-content: end; padding-bottom: 34px; }
}

@media (width < 600px) {
  .root { --tallest: max(380px, 100svh - 442px); } /* leaves room for λ and S */
}

/* between: the sliders side by side */
@container (600px <= width < 900px) {
  .root { --tallest: max(380px, 100svh - 290px); }
  .section.main { grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: 12px 24px; }
  .main .box { width: 4.4em; }
  .panel { min-height: 420px; }
}
@container (width >= 680px) {
  .more { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}

/* wide: controls beside the picture, the rest below it */
@container (width >= 900px) {
  .root:not([data-controls="none"]) {
    --side: clamp(280px, 31cqw, 400px); --beside: calc(var(--side) + 20px); row-gap: 10px;
    grid-template: "head head" auto "stage panel" auto "caption panel" auto "more panel" 1fr "about about" auto / minmax(0, 1fr) var(--side);
  }
  .more { margin-top: 8px; }
}

/* a projector: everything larger; the stage enlarges its own picture */
@container (width >= 1500px) {
  .head, .panel, .caption, .more, .about { zoom: 1.3; }
  .root:not([data-controls="none"]) { --side: 520px; }
}

/* a slim panel */
@container (900px <= width < 1100px) {
  .panel { padding: 14px 12px; }
}
@container (width < 360px) or (900px <= width < 1100px) {
  th, td { padding-inline-start: 6px; }
  .speed .unit { display: none; }
}

/* the menu of scenes has no room for the title, so it lies over it; most titles have two lines, and where one has not the picture stays */
@container (width < 600px) {
  .head { display: grid; grid-template: "name name" minmax(52px, auto) "figure tools" auto / auto 1fr; }
  .title { grid-area: name; }
  .head:has(.scene:not([hidden])) .title { position: relative; width: auto; height: auto; clip-path: none; padding: 4px 34px 4px 12px; font-size: 1.1rem; }
  .head:has(.scene:not([hidden])) .title::after { content: ""; position: absolute; inset-block-start: calc(50% - 7px); inset-inline-end: 15px; width: 8px; height: 8px; border: solid; border-width: 0 2px 2px 0; rotate: 45deg; }
  .scene { grid-area: name; z-index: 1; width: 100%; height: 100%; background: none; color: transparent; appearance: none; }
  .scene option { background: var(--ground); color: var(--ink); }
  .tools { gap: 6px; }
}
@container (width < 360px) {
  .buttons { grid-template-columns: 1fr 1fr; }
  .main .control { grid-template: "label label" auto "slider box" auto "hint hint" auto / 1fr auto; }
  .main .hint { text-align: start; white-space: normal; }
}

/* fingers */
@media (pointer: coarse) {
  select, .quiet, .share, .buttons button, .help button, .about button { min-height: 44px; }
  .quiet { min-width: 44px; }
  .box { min-height: 44px; font-size: 16px; }
  input[type="range"] { height: 44px; }
  .switch, summary { min-height: 44px; }
  summary { align-content: center; }
}

/* paper: the picture and the numbers */
@media print {
  .scene, .tools, .buttons, .section, fieldset, details, .tries, .figures { display: none; }
}
`);
