import { execFileSync } from 'node:child_process';

/** MiB of GPU memory by process id, as nvidia-smi tells it; empty where it is not there, or sees other ids (in a container). */
export function gpuMebibytes(): Map<number, number> {
  try {
    const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
    return parseComputeApps(execFileSync('nvidia-smi', query, { encoding: 'utf8' }));
  } catch {
    return new Map();
  }
}

/** @param text lines of `pid, MiB`; a process on several GPUs has several */
export function parseComputeApps(text: string): Map<number, number> {
  const taken = new Map<number, number>();
  for (const [, pid, mebibytes] of text.matchAll(/^\s*(\d+)\s*,\s*(\d+)/gm))
    taken.set(Number(pid), (taken.get(Number(pid)) ?? 0) + Number(mebibytes));
  return taken;
}
