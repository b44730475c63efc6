import { expect, it } from 'vitest';
import { parseComputeApps } from './gpu-memory';

it('sums the memory of a process over the GPUs, and skips what is not told', () => {
  expect([...parseComputeApps('12, 300\n7, [N/A]\n12, 20\n')]).toEqual([[12, 320]]);
});
