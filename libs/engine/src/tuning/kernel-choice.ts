import { canonicalJson, digest } from '@amcl/artifacts';
import { z } from 'zod';

/** An operation on tensors of certain shapes: what a way to compute is chosen for. */
export const kernelSchema = z.strictObject({
  /** `conv2d filter gradient` */
  operation: z.string(),
  /** Of every input, with at most the batch that is measured, and what else decides: `x [32, 8, 8, 256], ..., stride 1`. */
  shape: z.string(),
  /** Of the arithmetic. */
  type: z.enum(['float32', 'bfloat16']),
});

/** With the way that was chosen, by its name. */
export const kernelChoiceSchema = kernelSchema.extend({ way: z.string() });

/** With what every way took, in milliseconds on the batch that is measured. */
export const tunedKernelSchema = kernelChoiceSchema.extend({
  milliseconds: z.record(z.string(), z.number().nonnegative()),
});

export type Kernel = z.infer<typeof kernelSchema>;
export type KernelChoice = z.infer<typeof kernelChoiceSchema>;
export type TunedKernel = z.infer<typeof tunedKernelSchema>;

/** Equal for the same operation, shape and type, and for no others. */
export function kernelKey({ operation, shape, type }: Kernel): string {
  return canonicalJson([operation, type, shape]);
}

/** In one order, whatever the order they were chosen in. */
export function sortKernels<K extends Kernel>(kernels: Iterable<K>): K[] {
  return [...kernels].sort((one, other) => (kernelKey(one) < kernelKey(other) ? -1 : 1));
}

/** The sha256 of choices, whatever their order and what was measured; null of none. */
export function choicesDigest(choices: readonly KernelChoice[]): string | null {
  if (choices.length === 0) return null;
  return digest(sortKernels(choices).map(({ operation, shape, type, way }) => ({ operation, shape, type, way })));
}
