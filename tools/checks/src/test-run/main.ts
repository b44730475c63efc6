import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { closingLine, type TestReport } from './closing-line';

/** Where the targets `test` leave their reports (tools/nx-pipelines). */
const REPORTS = '.amcl/tests';

/** `npm test [-- packages and options of Nx]`: the targets `test` of the packages, or of all, and the sum of their reports. */
function main(args: readonly string[]): number {
  const packages = args.filter((arg) => !arg.startsWith('-'));
  const options = args.filter((arg) => arg.startsWith('-'));
  // What is there afterwards is of this run, or came from the cache in it.
  rmSync(REPORTS, { recursive: true, force: true });
  const begun = Date.now();
  const { status } = spawnSync(
    process.execPath,
    [
      require.resolve('nx/bin/nx.js'),
      ...['run-many', '--targets=test', `--parallel=${availableParallelism() + 1}`],
      ...(packages.length === 0 ? [] : [`--projects=${packages.map((name) => name.replace(/\/$/, '')).join()}`]),
      ...options,
    ],
    { stdio: 'inherit' },
  );
  console.log(closingLine(reports(), begun, status === 0));
  return status ?? 1;
}

function reports(): TestReport[] {
  if (!existsSync(REPORTS)) return [];
  const files = readdirSync(REPORTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return files.map((name) => JSON.parse(readFileSync(join(REPORTS, name), 'utf8')) as TestReport);
}

process.exitCode = main(process.argv.slice(2));
