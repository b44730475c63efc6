import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ENGINE_IDENTITY_FILE, sha256 } from '@amcl/artifacts';
import { READ_TOKEN, startCacheServer, WRITE_TOKEN, type RunningServer } from '@amcl/remote-store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stages } from './stages';
import { withDependencies } from './testing/with-dependencies';

/**
 * Two clones with Nx itself, the real plugin, the real stage runner and the real cache server; only what a stage does is made up: a
 * large file, and a note that it ran.
 */
const repository = resolve(__dirname, '../../..');
const ENGINE = JSON.stringify({ backend: 'wasm', tfjs: '4.22.0', library: null });
const PREFLIGHT = JSON.stringify({
  name: '@amcl/preflight',
  nx: {
    name: 'preflight',
    targets: {
      preflight: {
        executor: 'nx:run-commands',
        cache: false,
        outputs: [`{workspaceRoot}/${dirname(ENGINE_IDENTITY_FILE)}`],
        options: {
          command: `mkdir -p ${dirname(ENGINE_IDENTITY_FILE)} && cp engine.json ${ENGINE_IDENTITY_FILE}`,
          cwd: '{workspaceRoot}',
        },
      },
    },
  },
});
const REAL = ['libs/register', 'libs/stage', 'libs/terminal', 'apps/resolve', 'tools/nx-pipelines'];
const LARGE = 3_000_000;
let root: string;
let server: RunningServer;
let [writer, reader] = ['', ''];

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const program = ({ name, section, usesEngine, summarizes = false }: (typeof stages)[number]) => `
import { appendFileSync } from 'node:fs';
import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
async function work({ output }) {
  appendFileSync('ran.txt', '${name}\\n');
  await output.write('small.txt', '${name}');
  ${summarizes ? '' : `await output.writeBlob('large.bin', Buffer.alloc(${LARGE}, '${name}'));`}
  return { result: {} };
}
void runStage({
  name: '${name}', section: '${section}', reads: [], usesEngine: ${usesEngine},
  ${summarizes ? 'summarize' : 'run'}: (_section, _inputs, context) => work(context),
}, [showOnTerminal]);
`;

function clone(name: string): string {
  const workspace = join(root, name);
  for (const file of ['package-lock.json', 'nx.json', 'nx.base.json', '.env', 'tsconfig.base.json', '.gitignore'])
    cpSync(join(repository, file), join(workspace, file));
  write(join(workspace, 'package.json'), '{"name":"clone","private":true,"workspaces":["libs/*","apps/*","tools/*"]}');
  for (const folder of withDependencies(repository, REAL))
    cpSync(join(repository, folder), join(workspace, folder), { recursive: true });
  for (const stage of stages) {
    write(join(workspace, 'apps', stage.name, 'package.json'), `{"name":"@amcl/app-${stage.name}"}`);
    write(join(workspace, 'apps', stage.name, 'src/main.ts'), program(stage));
  }
  write(join(workspace, 'engine.json'), ENGINE);
  write(join(workspace, 'tools/preflight/package.json'), PREFLIGHT);
  write(
    join(workspace, 'pipelines/mine/experiment.ts'),
    `import { defineExperiment } from '@amcl/experiment';\nexport default defineExperiment({ seed: 1 });`,
  );
  const packages = join(workspace, 'node_modules');
  mkdirSync(join(packages, '@amcl'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules')))
    if (name !== '@amcl' && name !== '.cache')
      symlinkSync(join(repository, 'node_modules', name), join(packages, name));
  for (const name of readdirSync(join(workspace, 'libs')))
    symlinkSync(join(workspace, 'libs', name), join(packages, '@amcl', name));
  symlinkSync(join(workspace, 'tools/nx-pipelines'), join(packages, '@amcl/nx-pipelines'));
  return workspace;
}

function nx(workspace: string, token: string, ...args: string[]) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|FORCE_COLOR|CI$|NODE_OPTIONS)/.test(name));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(workspace, 'node_modules/nx/dist/bin/nx.js'), 'run', 'mine:report', ...args],
    {
      cwd: workspace,
      env: {
        ...Object.fromEntries(inherited),
        NX_DAEMON: 'false',
        NO_COLOR: '1',
        NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server.uri,
        NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
      },
      encoding: 'utf8',
    },
  );
  expect(stdout + stderr).toContain('Successfully ran target report for project mine');
  expect(status).toBe(0);
  return stdout + stderr;
}

/** The stages that were computed since the last call. */
function computed(workspace: string): string[] {
  const file = join(workspace, 'ran.txt');
  if (!existsSync(file)) return [];
  const names = readFileSync(file, 'utf8').trimEnd().split('\n');
  rmSync(file);
  return names;
}

/** Digest of the file that the stage's link leads to. */
const large = (workspace: string, stage: string) =>
  sha256(readFileSync(join(workspace, '.amcl/out/mine', stage, 'large.bin')));

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sharing-'));
  server = await startCacheServer(join(root, 'cache'));
  [writer, reader] = [clone('writer'), clone('reader')];
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true });
});

const ALL = ['ingest', 'augment', 'pretrain', 'linear-probe', 'report'];
const WITH_BLOBS = ALL.slice(0, 4);

it('computes in the first clone, and sends what it gave', () => {
  const output = nx(writer, WRITE_TOKEN);
  expect(computed(writer).sort()).toEqual([...ALL].sort());
  expect(output).toContain(`sent 3 MB to ${server.uri}`);
  expect(readdirSync(join(root, 'cache/works'))).toHaveLength(ALL.length);
});

it("takes everything from Nx's cache in the second, and brings the blobs that its links lead to", () => {
  const output = nx(reader, READ_TOKEN);
  expect(output.match(/\[remote cache\]/g)).toHaveLength(6);
  for (const stage of WITH_BLOBS) {
    expect(large(reader, stage)).toBe(large(writer, stage));
    expect(output).toContain(`mine:${stage}: fetched 3.0 MB from ${server.uri}`);
  }
  expect(nx(reader, READ_TOKEN)).not.toContain('fetched');
  expect(computed(reader)).toEqual([]);
});

it("takes the works from our own where Nx's cache does not know them", () => {
  rmSync(join(reader, '.amcl'), { recursive: true });
  const output = nx(reader, READ_TOKEN, '--skip-nx-cache');
  for (const stage of ALL) expect(output).toContain(`${stage} was done before: fetched `);
  for (const stage of WITH_BLOBS) {
    expect(output).toContain(`${stage} was done before: fetched 3 MB from ${server.uri}`);
    expect(large(reader, stage)).toBe(large(writer, stage));
  }
  expect(computed(reader)).toEqual([]);
});

it('names the command for what the server has not got either', () => {
  const blob = large(writer, 'ingest');
  rmSync(join(root, 'cache/blobs', blob));
  rmSync(join(reader, '.amcl/store', blob));
  expect(nx(reader, READ_TOKEN)).toContain(
    `mine:ingest: 1 of its large files are neither here nor at ${server.uri}. Make them again: npx nx run mine:ingest --skip-nx-cache`,
  );
});
