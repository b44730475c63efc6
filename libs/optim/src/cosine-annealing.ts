import type { Schedule } from './cosine-warmup';

/** Half a cosine from `lr` to `etaMin`, which is reached at step `tMax`: the closed form of `torch.optim.lr_scheduler.CosineAnnealingLR`. */
export function cosineAnnealing({ lr, tMax, etaMin = 0 }: { lr: number; tMax: number; etaMin?: number }): Schedule {
  if (!Number.isInteger(tMax) || tMax < 1)
    throw new Error(`Expected a whole number of 1 or more for tMax but received ${tMax}`);
  return (step) => etaMin + ((lr - etaMin) * (1 + Math.cos((Math.PI * step) / tMax))) / 2;
}
