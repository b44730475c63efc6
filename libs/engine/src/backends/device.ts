import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

const NVIDIA = '/proc/driver/nvidia/gpus';

/** The processor's name, as the system tells it. */
export function cpuName(): string {
  return cpus()[0]?.model.trim() || process.arch;
}

/** Those of the processor's vector instructions that make a difference to kernels, by their names in /proc/cpuinfo. */
export function cpuFeatures(): string[] {
  try {
    const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(' '));
    return ['avx2', 'avx512f', 'avx512_bf16', 'amx_bf16'].filter((feature) => flags.has(feature));
  } catch {
    return [];
  }
}

/** Whether the processor multiplies bfloat16: AVX512-BF16, AMX. */
export function cpuMultipliesBfloat16(): boolean {
  return cpuFeatures().some((feature) => feature === 'avx512_bf16' || feature === 'amx_bf16');
}

/** As many threads as TensorFlow takes for an operation. */
export function threadCount(): number {
  return Number(process.env['TF_NUM_INTRAOP_THREADS']) || availableParallelism();
}

/** The first NVIDIA GPU's name, as its driver tells it. */
export function gpuName(): string {
  try {
    const [first = ''] = readdirSync(NVIDIA);
    return /Model:\s*(.+)/.exec(readFileSync(join(NVIDIA, first, 'information'), 'utf8'))?.[1] ?? 'GPU';
  } catch {
    return 'GPU';
  }
}
