import { expect, it } from 'vitest';
import { expectRequestedDevice } from './device';

it.each([
  ['cpu', false],
  ['cpu', true],
  ['gpu', true],
  [{ directory: '/opt/tensorflow' }, false],
] as const)('%j with GPU: %s is what was asked for', (choice, gpu) => {
  expect(() => expectRequestedDevice(choice, gpu)).not.toThrow();
});

it('is an error with a remedy where a GPU was asked for and is absent', () => {
  expect(() => expectRequestedDevice('gpu', false)).toThrow(
    /AMCL_LIBTENSORFLOW=gpu but TensorFlow found none\. nvidia-smi .* LD_LIBRARY_PATH .* unset AMCL_LIBTENSORFLOW/,
  );
});
