import type { ParityCase, ParityGroup, ParityTensor } from './parity-case';

/** Numbers to compare with a case, row-major, in the case's layout. */
export type Numbers = ArrayLike<number>;

/**
 * The worst error as a share of what the case's tolerance allows: at most 1 passes. NaN on either side gives Infinity,
 * as does another length; integers must be equal but for the `uint8` tolerance of the op `augment` (README, "Tolerance").
 * @param group `out` for values, `grad` for gradients
 */
export function shareOfTolerance(parityCase: ParityCase, group: 'out' | 'grad', name: string, got: Numbers): number {
  const want = wanted(parityCase, group, name);
  if (got.length !== want.data.length) return Infinity;
  let error = 0;
  let largest = 0;
  for (let i = 0; i < got.length; i++) {
    const expected = want.data[i]!;
    const difference = Math.abs(got[i]! - expected);
    error = Number.isNaN(difference) ? Infinity : Math.max(error, difference);
    largest = Math.max(largest, Math.abs(expected));
  }
  return error === 0 ? 0 : error / allowed(parityCase, group, want, largest);
}

function allowed({ op, tolerance }: ParityCase, group: 'out' | 'grad', want: ParityTensor, largest: number): number {
  if (op === 'augment') return want.dtype === 'U8' ? (tolerance.uint8 ?? 0) : tolerance.value;
  if (want.dtype !== 'F32') return 0;
  return group === 'grad' ? (tolerance.grad ?? 0) * Math.max(1e-3, largest) : tolerance.value * Math.max(1, largest);
}

/**
 * A sentence when `got` is not within the case's tolerance, else null: `expect(mismatch(...)).toBeNull()` shows it.
 * @param group `out` for values, `grad` for gradients
 */
export function mismatch(parityCase: ParityCase, group: 'out' | 'grad', name: string, got: Numbers): string | null {
  const share = shareOfTolerance(parityCase, group, name, got);
  if (share <= 1) return null;
  const want = wanted(parityCase, group, name).data;
  const show = (numbers: Numbers): string =>
    `${numbers.length} numbers ${Array.from({ length: Math.min(4, numbers.length) }, (_, i) => numbers[i]).join(', ')} ...`;
  return `${parityCase.name}: ${group}.${name} is ${share.toPrecision(3)} times the tolerance away: expected ${show(want)} but received ${show(got)}`;
}

function wanted(parityCase: ParityCase, group: ParityGroup, name: string): ParityTensor {
  const want = parityCase[group][name];
  if (!want) throw new Error(`Expected a tensor ${group}.${name} in case ${parityCase.name} but it has none`);
  return want;
}
