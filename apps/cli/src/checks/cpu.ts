import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import type { Check } from '../check';

/** Instructions that the kernels of TensorFlow use, by their names in /proc/cpuinfo. */
const FEATURES = ['avx2', 'fma', 'avx512f', 'avx512_bf16', 'amx_bf16'] as const;

/** The CPU's model, usable cores and vector instructions. */
export async function checkCpu(): Promise<Check> {
  const cpuinfo = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(' '));
  const features = flags.size === 0 ? 'features unknown' : FEATURES.filter((feature) => flags.has(feature)).join(' ');
  const check = {
    name: 'CPU',
    found: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${features}`,
  };
  if (flags.size === 0 || flags.has('avx2')) return { ...check, state: 'ok' };
  return {
    ...check,
    state: 'warning',
    fix: 'This CPU has no AVX2: training will be several times slower; use a newer machine.',
  };
}
