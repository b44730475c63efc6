/** The page's style sheet: light and dark, from 320 px on. Charts take `--series-1`, `--series-2` and `--on-series`. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --sheet: #f6f7f9; --ink: #1b1f24; --soft: #59636e; --line: #d9dee4;
  --series-1: #1f6feb; --series-2: #bc4c00; --on-series: #ffffff; --good: #1a7f37; --bad: #c0262d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #101418; --sheet: #181d23; --ink: #e3e8ee; --soft: #9aa5b1; --line: #2d353e;
    --series-1: #6cb0ff; --series-2: #f5a05c; --on-series: #0b1117; --good: #56d364; --bad: #ff8d87;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 74rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; }
h1 { font-size: clamp(1.5rem, 4vw, 2.1rem); line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 0.5rem; text-wrap: balance; }
h2 { font-size: 1.25rem; margin: 3rem 0 0.35rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 0.5rem; }
p { margin: 0.35rem 0; max-width: 46rem; }
.lead, .note, figcaption, caption { color: var(--soft); }
.note, figcaption, caption { font-size: 0.875rem; }
a { color: var(--series-1); }
nav { font-size: 0.9rem; margin-top: 0.75rem; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
code, .number, .digest { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; }
.value { overflow-wrap: anywhere; }
.grid { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); margin-top: 1rem; align-items: start; }
.grid > * { min-width: 0; }
.columns { columns: 21rem; column-gap: 1.25rem; margin-top: 1rem; }
figure, .card { margin: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; }
.columns > .card { break-inside: avoid; margin-bottom: 1.25rem; }
figure svg { display: block; width: 100%; height: auto; max-width: 34rem; margin: 0 auto; color: var(--ink); }
figure img { display: block; width: 100%; height: auto; max-width: 34rem; margin: 0 auto; border-radius: 4px; image-rendering: pixelated; }
figcaption { margin-top: 0.6rem; }
.scroll { overflow-x: auto; margin-top: 1rem; border: 1px solid var(--line); border-radius: 10px; }
.card .scroll { margin-top: 0; border: 0; border-radius: 0; }
.scroll:focus-visible { outline: 2px solid var(--series-1); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0.6rem 0.9rem; caption-side: bottom; }
th, td { padding: 0.5rem 0.9rem; text-align: left; vertical-align: top; }
thead th { font-weight: 600; font-size: 0.875rem; color: var(--soft); background: var(--sheet); vertical-align: bottom; }
tbody th { font-weight: 400; }
tbody tr { border-top: 1px solid var(--line); }
td.right, th.right { text-align: right; }
td.right { white-space: nowrap; }
td.strong { font-weight: 650; }
.up { color: var(--good); }
.down { color: var(--bad); }
.settings th, .settings td { padding: 0.3rem 0.5rem 0.3rem 0; font-size: 0.875rem; }
.settings tbody tr:first-child { border-top: 0; }
.settings th { color: var(--soft); padding-right: 1rem; }
.settings .value { min-width: 6.5rem; }
@media (max-width: 40rem) {
  th, td { padding: 0.45rem 0.5rem; font-size: 0.875rem; }
  figure, .card { padding: 0.75rem; }
}
@media print { figure, .card, tr { break-inside: avoid; } }
`;
