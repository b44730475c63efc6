import { UserError } from '@amcl/artifacts';
import { cpuMultipliesBfloat16 } from '../backends/device';
import type { Precision } from './op-types';

/** What was asked for: `auto` is bfloat16 where it is fast. */
export type RequestedPrecision = Precision | 'auto';

/**
 * The precision to compute in: of `auto` bfloat16 on a GPU and on CPUs that multiply it (AVX512-BF16, AMX), else float32.
 * @param gpu null where the backend is not tensorflow, which alone knows bfloat16
 * @throws UserError for bfloat16 on another backend
 */
export function choosePrecision(requested: RequestedPrecision, gpu: boolean | null): Precision {
  if (gpu === null && requested === 'bfloat16')
    throw new UserError(
      'Expected the tensorflow backend for precision bfloat16. Set pretrain.precision to float32 or auto, or run: npx nx run libtensorflow:provide',
    );
  if (requested !== 'auto') return requested;
  return gpu === true || (gpu === false && cpuMultipliesBfloat16()) ? 'bfloat16' : 'float32';
}
