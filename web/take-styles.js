// The look of the dialog "Share and save", which uses the element's colours.

export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
.take { width: min(40rem, calc(100vw - 16px)); max-width: none; max-height: calc(100dvh - 16px); margin-block-start: max(8px, 8dvh); padding: 18px 22px 22px; border: 1px solid var(--line); border-radius: 14px; background: var(--ground); color: var(--ink); }
.take:has([value="embed"]:checked) { width: min(78rem, calc(100vw - 16px)); margin-block-start: 8px; }
.take::backdrop { background: rgb(0 0 0 / 45%); }
.take > header { display: flex; align-items: center; justify-content: space-between; }
.take h3 { font-size: 1.15rem; }
.take .close { border-color: transparent; background: none; }
.take > section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; min-height: 19rem; align-content: start; }
.take button { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--field); cursor: pointer; white-space: nowrap; }
.take button:hover { border-color: var(--edge); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.tabs { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3px; margin: 10px 0 18px; padding: 3px; border: 0; border-radius: 10px; background: var(--panel); box-shadow: inset 0 0 0 1px var(--line); }
.tabs label { position: relative; cursor: pointer; }
.tabs input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.tabs span { display: grid; place-items: center; min-height: 38px; border-radius: 8px; }
.tabs :checked + span { background: var(--ink); color: var(--ground); font-weight: 600; }
.tabs :focus-visible + span { outline: 2px solid var(--theory); outline-offset: 2px; }

.copy-box { display: grid; gap: 8px; }
.copyable { width: 100%; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); color: var(--ink); font: 13px/1.5 ui-monospace, monospace; resize: vertical; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; }
.take .copy { border-color: var(--ink); background: var(--ink); color: var(--ground); font-weight: 600; }
.said { color: var(--muted); overflow-wrap: anywhere; }
p.said { min-height: 1.45em; }


.options { display: grid; gap: 8px; }
.options > label { display: grid; grid-template-columns: 7.5em minmax(0, 1fr); align-items: center; gap: 8px; }
.options > label > :is(select, input) { min-height: 36px; padding: 0 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--field); }
.options input[type="number"] { width: 6em; }
.keys { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5em, 1fr)); gap: 2px 10px; min-width: 0; margin: 0; padding: 6px 10px; border: 1px solid var(--line); border-radius: 8px; }
.check { display: flex; gap: 8px; align-items: center; min-height: 28px; font-size: 14px; cursor: pointer; }
.check input { flex: none; width: 17px; height: 17px; margin: 0; accent-color: var(--theory); }
.preview { min-width: 0; padding: 12px; border: 1px dashed var(--edge); border-radius: 12px; overflow: auto; }
.embed h4 { margin: 0 0 8px; font-size: 13px; font-weight: 400; color: var(--muted); }
@media (width >= 1000px) {
  .take > .embed:not([hidden]) { grid-template: "options preview" auto "code preview" 1fr / minmax(0, 23rem) minmax(0, 1fr); column-gap: 20px; }
  .embed > .preview-box { grid-area: preview; }
  .embed > .copy-box { align-content: start; }
  .preview { max-height: calc(100dvh - 210px); }
}

.file { display: grid; grid-template-columns: 1fr 6em 6em; gap: 8px; align-items: center; padding-bottom: 14px; border-bottom: 1px solid var(--line); }
.file p { color: var(--muted); }
.file b { display: block; color: var(--ink); }
.take details { border: 0; padding: 0; }
.take details img { max-width: 100%; }

@media (width < 600px) {
  .take { padding: 12px 14px 16px; }
  .file { grid-template-columns: 1fr 1fr; }
  .file p { grid-column: 1 / -1; }
}
@media (pointer: coarse) {
  .take button, .tabs span, .check, .options > label > :is(select, input) { min-height: 44px; }
}
`);
