import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runPaths } from '@amcl/stage';
import { makeStl10 } from './made-stl10';
import { columns } from './print';
import { secondsSince } from './setting';

export interface IngestBench {
  /** Without a label; the labelled ones are as many as STL-10 has. */
  readonly images: number;
}

const REPOSITORY = join(__dirname, '../../..');
const PROGRAM = 'apps/ingest/src/testing/ingest-stl10.ts';
const PAUSE = 100;

/** Time and peak resident size of stage ingest, in a process and workspace of its own, with an archive made in STL-10's format. */
export async function benchIngest({ images }: IngestBench): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), 'bench-ingest-'));
  try {
    const archive = join(workspace, 'stl10_binary.tar.gz');
    console.error(`making an archive of ${images} images without a label`);
    const { md5s, ...edition } = await makeStl10(archive, images);
    writeFileSync(
      join(workspace, 'stl10-edition.json'),
      JSON.stringify({ ...edition, md5s: Object.fromEntries(md5s) }),
    );
    prepare(workspace);
    const started = performance.now();
    const peakMiB = await peakOf(workspace);
    const seconds = Number(secondsSince(started).toFixed(1));
    const all = Object.values(edition.images).reduce((sum, count) => sum + count, 0);
    const figures = { seconds, imagesPerSecond: Math.round(all / seconds), peakMiB };
    const archiveMiB = Math.round(statSync(archive).size / 2 ** 20);
    console.error(
      columns([
        ['', 's', 'images/s', 'peak MiB'],
        [`${all} images`, ...Object.values(figures).map(String)],
      ]),
    );
    console.log(JSON.stringify({ benchmark: 'ingest', images: edition.images, archiveMiB, ...figures }));
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** A workspace with this repository's code and experiment `bench`, as target `resolve` would leave it. */
function prepare(workspace: string): void {
  const links = [
    'apps',
    'libs',
    'node_modules',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.base.json',
  ];
  for (const name of links) symlinkSync(join(REPOSITORY, name), join(workspace, name));
  const path = runPaths(workspace).section('bench', 'dataset');
  const own = { name: 'stl10', source: 'file:stl10_binary.tar.gz', unlabelled: null, fold: null };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ seed: 1, section: { ...own, limit: null, holdOut: null } }));
}

/** Runs the stage to its end. */
async function peakOf(workspace: string): Promise<number> {
  const child = spawn(process.execPath, ['-r', '@amcl/register', PROGRAM, '--experiment', 'bench'], {
    cwd: workspace,
    stdio: ['ignore', 2, 2],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peak = Math.max(peak, highWaterMark(child.pid));
    await sleep(PAUSE);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`stage ingest ended with ${code}`);
  return peak;
}

/** Peak resident size of a process so far, MiB; 0 where it has ended. */
function highWaterMark(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}
