import type { AmclSettings } from '@amcl/experiment';
import { multiHead, wideHidden, type Module } from '@amcl/models';

/**
 * The heads of a method: `head(hidden)` as it is without AMCL, [B, F] -> [B, D]; with AMCL as many as it asks for, or one as wide as
 * all of them, [B, F] or [C, B, F] -> [C, B, D].
 */
export function headsOf(amcl: AmclSettings | null, hidden: number, head: (hidden: number) => Module): Module {
  if (amcl === null) return head(hidden);
  const width = amcl.wideHead ? wideHidden(head, hidden, amcl.heads) : hidden;
  return multiHead({ count: headCount(amcl), head: head(width) });
}

/** Heads that are trained. */
export function headCount(amcl: AmclSettings | null): number {
  return amcl === null || amcl.wideHead ? 1 : amcl.heads;
}
