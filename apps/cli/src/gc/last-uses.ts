import type { Use } from '@amcl/artifacts';

/**
 * Of each run of each stage of each experiment the last uses of different works, oldest first.
 * @param uses oldest first
 * @param count how many works of each
 */
export function lastUses(uses: readonly Use[], count: number): Use[] {
  const works = new Map<string, Set<string>>();
  const last = [...uses].reverse().filter(({ experiment, stage, run, key }) => {
    const place = JSON.stringify([experiment, stage, run]);
    const keys = works.get(place) ?? new Set();
    works.set(place, keys);
    if (keys.has(key) || keys.size >= count) return false;
    keys.add(key);
    return true;
  });
  return last.reverse();
}
