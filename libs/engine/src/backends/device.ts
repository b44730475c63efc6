import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import type { LibraryChoice } from '../library';

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

/**
 * Who asks for a GPU gets one or nothing: on a CPU the same training would take days.
 * @param choice what `AMCL_LIBTENSORFLOW` asked for
 * @param gpu whether TensorFlow computes on one
 * @throws UserError where it was asked for and TensorFlow has none, with what to do
 */
export function expectRequestedDevice(choice: LibraryChoice, gpu: boolean): void {
  if (choice !== 'gpu' || gpu) return;
  throw new UserError(
    'Expected a GPU for AMCL_LIBTENSORFLOW=gpu but TensorFlow found none. nvidia-smi must list one, and the libraries of CUDA 12 and cuDNN 9 ' +
      'must be on LD_LIBRARY_PATH (TF_CPP_MIN_LOG_LEVEL=0 shows what TensorFlow misses). To run on the CPU, unset AMCL_LIBTENSORFLOW',
  );
}
