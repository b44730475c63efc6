import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const NVIDIA = '/proc/driver/nvidia/gpus';

/** The processor's name, as the system tells it. */
export function cpuName(): string {
  return cpus()[0]?.model.trim() || process.arch;
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
