import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import type { LibraryChoice } from '../library';

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
