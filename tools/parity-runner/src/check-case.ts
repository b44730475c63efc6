import { shareOfTolerance, type ParityCase } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import type { Computed } from './adapter';
import { adapters } from './adapters';
import { errorsOf, type Limits } from './bfloat16-limits';

/** How a case went. Errors are shares of the tolerance: at most 1 passes; null where a case has none of the kind. */
export interface CaseResult {
  readonly name: string;
  readonly op: string;
  readonly passed: boolean;
  readonly value: number | null;
  readonly gradient: number | null;
  /** Why it failed. */
  readonly reason: string | null;
}

/**
 * Computes a case and compares every output and every gradient that it has.
 * @param limits in place of the case's tolerance
 */
export function checkCase(parityCase: ParityCase, limits: Limits | null = null): CaseResult {
  const { name, op } = parityCase;
  const adapter = adapters[op];
  if (!adapter) return failed(name, op, `unknown op ${op}; known are ${Object.keys(adapters).join(', ')}`);
  let computed: Computed = { out: {} };
  try {
    tf.tidy(() => {
      computed = adapter(parityCase);
    });
  } catch (error) {
    return failed(name, op, error instanceof Error ? error.message : String(error));
  }
  const shares = limits
    ? sharesOfLimits(parityCase, limits, computed)
    : [...sharesOf(parityCase, 'out', computed.out), ...sharesOf(parityCase, 'grad', computed.grad ?? {})];
  const wrong = shares.filter(({ share }) => !(share <= 1));
  const worst = (group: 'out' | 'grad') => {
    const own = shares.filter((entry) => entry.group === group).map(({ share }) => share);
    return own.length === 0 ? null : Math.max(...own);
  };
  const passed = wrong.length === 0 && shares.length > 0;
  const reason = shares.length === 0 ? 'the case has no output' : wrong.map(({ text }) => text).join('; ');
  return { name, op, passed, value: worst('out'), gradient: worst('grad'), reason: passed ? null : reason };
}

/** A case that could not be computed. */
export function failed(name: string, op: string, reason: string): CaseResult {
  return { name, op, passed: false, value: null, gradient: null, reason };
}

/** A tensor's error as a share of what is allowed. */
interface Share {
  readonly group: 'out' | 'grad';
  readonly share: number;
  readonly text: string;
}

function sharesOf(parityCase: ParityCase, group: Share['group'], computed: Computed['out']): Share[] {
  return Object.keys(parityCase[group]).map((name) => {
    const got = computed[name];
    return shareOf(group, name, got ? shareOfTolerance(parityCase, group, name, got) : null);
  });
}

function sharesOfLimits(parityCase: ParityCase, limits: Limits, computed: Computed): Share[] {
  const errors = errorsOf(parityCase, computed);
  return (['out', 'grad'] as const).flatMap((group) =>
    Object.keys(parityCase[group]).map((name) => {
      const key = `${group}.${name}`;
      const got = computed[group]?.[name];
      return shareOf(group, name, got ? errors[key]! / (limits[key] ?? 0) : null);
    }),
  );
}

/** @param share null where nothing was computed */
function shareOf(group: Share['group'], name: string, share: number | null): Share {
  const found = share === null ? 'not computed' : `${share.toPrecision(3)} of the tolerance`;
  return { group, share: share ?? Infinity, text: `${group}.${name} is ${found}` };
}
