import { z } from 'zod';

/** How fast a training step is on this machine. */
export const speedSchema = z.object({
  /** Two views an image. */
  viewsPerSecond: z.number().positive(),
  /** The processor's or GPU's name. */
  device: z.string(),
  /** Cores of the processor that the engine uses. */
  threads: z.int().positive(),
});

export type Speed = z.infer<typeof speedSchema>;
