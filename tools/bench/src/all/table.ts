import { speed } from '../print';
import { partOf, type Figure, type Target } from './figure';
import type { Row, Rows } from './rows';

/** The table of all figures, as markdown, and below it the machines and versions that its last column numbers. */
export function renderTable(figures: readonly Figure[], rows: Rows): string {
  const origins = [...new Set(Object.values(rows).map(originOf))];
  const lines = figures.map((figure) => line(figure, rows[figure.id], origins));
  return [
    '| | ours | rival | ratio | target | | measured | `npm run bench -- all --peer <python>`, with |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    ...origins.map((origin, index) => `${index + 1}. ${origin}`),
  ].join('\n');
}

const originOf = ({ machine, versions }: Row): string => `${machine}; ${versions}.`;

function line(figure: Figure, row: Row | undefined, origins: readonly string[]): string {
  const { id, what, unit, against, target } = figure;
  const only = `\`--only ${partOf(id)}\``;
  if (!row) return cells([`${what}, ${unit}`, '', against, '', targetText(target), 'not measured', '', only]);
  const rival = row.rival === null ? against : `${speed(row.rival)} (${against})`;
  const verdict = row.met === null ? '' : row.met ? 'met' : 'missed';
  const told = [verdict, row.note, row.doubt].filter((text) => text !== null && text !== '').join('; ');
  return cells([
    `${what}, ${unit}`,
    row.ours === null ? '' : speed(row.ours),
    rival,
    row.ratio === null ? '' : `${row.ratio}`,
    targetText(target),
    told,
    `${row.date} (${origins.indexOf(originOf(row)) + 1})`,
    only,
  ]);
}

const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;

function targetText(target: Target | null): string {
  if (target === null) return '';
  return 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`;
}
