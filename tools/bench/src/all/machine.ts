import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a figure depends on of the machine, in a line: processor, cores, memory, the instructions that matter. */
export function describeMachine(): string {
  const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
  return `${cpus()[0]?.model.trim() ?? process.arch}, ${availableParallelism()} cores, ${gibibytes} GiB, ${instructions(cpuFlags())}`;
}

/** How busy the cores are with what else runs here, 0 .. 1, over a second. */
export async function busyShare(): Promise<number> {
  const before = cpuTimes();
  await sleep(1000);
  const after = cpuTimes();
  return (after.busy - before.busy) / (after.all - before.all);
}

function cpuTimes(): { busy: number; all: number } {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const times = cpus().map((cpu) => cpu.times);
  const all = sum(times.flatMap((time) => Object.values(time)));
  return { all, busy: all - sum(times.map(({ idle }) => idle)) };
}

/** @param flags of /proc/cpuinfo */
export function instructions(flags: string): string {
  const has = (name: string) => new RegExp(`\\b${name}\\b`).test(flags);
  const wide = has('avx512f') ? 'AVX-512' : has('avx2') ? 'AVX2' : 'no AVX2';
  const bfloat16 = [...(has('avx512_bf16') ? ['AVX512-BF16'] : []), ...(has('amx_bf16') ? ['AMX'] : [])];
  return [wide, ...(bfloat16.length > 0 ? bfloat16 : ['no bfloat16 instructions'])].join(', ');
}

function cpuFlags(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}

/** The versions of a benchmark's line: engine, Node, and the rival's. */
export function describeVersions(line: Readonly<Record<string, unknown>> | undefined): string {
  const engine = line?.['engine'] as { backend: string; library: { name: string; version: string } | null } | undefined;
  const peer = (line?.['peer'] ?? {}) as Readonly<Record<string, unknown>>;
  const packages = ['torch', 'torchvision', 'lightly', 'kornia'].filter((name) => typeof peer[name] === 'string');
  return [
    ...(engine ? [engine.library ? `${engine.library.name} ${engine.library.version}` : engine.backend] : []),
    `Node ${process.versions.node}`,
    ...packages.map((name) => `${name} ${String(peer[name])}`),
  ].join(', ');
}
