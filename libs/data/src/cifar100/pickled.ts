/** A value that a pickle of Python 2 holds: `str` as its bytes, tuples as lists, keys of a dictionary as text. */
export type Pickled =
  number | boolean | null | Uint8Array | Pickled[] | Map<string, Pickled> | PickledArray | PickledType;

/** A numpy array: its bytes as they lie in memory. */
export class PickledArray {
  shape: readonly number[] = [];
  /** numpy's: `u1` is uint8. */
  type = '';
  /** Whether the first index goes fastest (Fortran's order) and not the last one. */
  firstFastest = false;
  bytes: Uint8Array = new Uint8Array();
}

/** A numpy type, or a function that a pickle calls, by its name. */
export class PickledType {
  constructor(readonly name: string) {}
}

/** Of a `str`. */
export function textOf(value: Pickled): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : '';
}
