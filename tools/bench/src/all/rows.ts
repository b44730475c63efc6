import { isMet, partOf, type Figure, type Reading } from './figure';

/** Where a figure was measured, and with what. */
export interface Origin {
  /** `2026-11-25` */
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  /** Why the figures are no measure of anything: other work ran there, too, or they are of a trial. Then nothing is met or missed. */
  readonly doubt: string | null;
}

/** A figure that was measured. */
export interface Row extends Reading, Origin, Pick<Figure, 'what' | 'unit' | 'against' | 'target'> {
  readonly met: boolean | null;
  /** Seconds that its part took. */
  readonly seconds: number;
  /** Measures it again, with the others of its part. */
  readonly command: string;
}

/** By the figures' ids. */
export type Rows = Readonly<Record<string, Row>>;

/** A figure's row. */
export function rowOf(
  { id, what, unit, against, target }: Figure,
  reading: Reading,
  origin: Origin,
  seconds: number,
): Row {
  const ratio = reading.ratio === null ? null : Number(reading.ratio.toPrecision(3));
  return {
    ...{ what, unit, ...reading, against, ratio, target, ...origin },
    met: origin.doubt === null ? isMet(target, ratio) : null,
    seconds: Math.round(seconds),
    command: `npm run bench -- all --only ${partOf(id)} --peer <python>`,
  };
}

/** The rows with `newer` in place of older ones, in the order of the figures; those of figures that are gone are dropped. */
export function mergeRows(figures: readonly Figure[], rows: Rows, newer: Rows): Rows {
  const all = { ...rows, ...newer };
  return Object.fromEntries(figures.flatMap(({ id }) => (all[id] ? [[id, all[id]] as const] : [])));
}
