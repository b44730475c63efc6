import { expect, it } from 'vitest';
import { choicesDigest, type KernelChoice } from './kernel-choice';

const A: KernelChoice = { operation: 'conv2d', shape: 'x [2, 4]', type: 'float32', way: 'tensorflow' };
const B: KernelChoice = { ...A, shape: 'x [2, 8]', way: 'taps' };

it('has a digest of the choices alone, whatever their order and what was measured', () => {
  const digest = choicesDigest([A, B]);
  // sha256sum of the canonical JSON of A and B: the same on every machine.
  expect(digest).toBe('f29feb25db42dcd70d46322010fbad94639099e268a9fb673a7281d86a0227a0');
  expect(choicesDigest([{ ...B, milliseconds: { taps: 1 } } as KernelChoice, A])).toBe(digest);
  for (const other of [[A], [A, { ...B, way: 'tensorflow' }], [A, { ...B, type: 'bfloat16' as const }]])
    expect(choicesDigest(other)).not.toBe(digest);
  expect(choicesDigest([])).toBeNull();
});
