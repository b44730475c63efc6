import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { findCompiler } from '@amcl/engine/library';
import { compile } from '../compile';
import { compileImageSources } from '../compile-image-sources';
import { MissingError } from '../missing-error';
import { runCommand } from '../run-command';

/** Ends at the first read or write outside of an object, and at the first undefined operation. */
const SANITIZERS = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'];
/** Whole JPEGs, which are damaged. */
const FIXTURES = join(__dirname, '..', '..', '..', '..', 'libs', 'images', 'fixtures');

/** How many damaged JPEGs came to what. */
export interface FuzzCounts {
  readonly decoded: number;
  /** Left to sharp. */
  readonly unsupported: number;
  readonly damaged: number;
  /** Of more pixels than are tried. */
  readonly tooLarge: number;
}

/**
 * Decodes JPEGs that are damaged at random, by the decoder of `native/images` compiled with AddressSanitizer and UndefinedBehaviorSanitizer:
 * by the kernels for AVX2 and by those for any CPU, which have to agree.
 * @param seed of the damage: the same gives the same
 * @throws MissingError where there is no compiler, or none with sanitizers; UserError with their report where the decoder is at fault
 */
export async function fuzzImages(mutations: number, seed: number): Promise<FuzzCounts> {
  const { command: compiler, fix } = await findCompiler();
  if (compiler === null) throw new MissingError(fix);
  const work = await mkdtemp(join(tmpdir(), 'fuzz-images-'));
  try {
    const program = join(work, 'fuzz');
    const objects = await compileImageSources(compiler, work, ['fuzz.cc'], SANITIZERS);
    await compile(compiler, program, [...SANITIZERS, ...objects]);
    const jpegs = (await readdir(FIXTURES)).filter((name) => name.endsWith('.jpg')).sort();
    const result = await runCommand(
      program,
      [String(mutations), String(seed), ...jpegs.map((name) => join(FIXTURES, name))],
      { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' }, // a debugger's right, which containers do not give
    );
    if (result.code === 0) return JSON.parse(result.stdout) as FuzzCounts;
    throw new UserError(`The image decoder failed under seed ${seed}:\n${result.stderr.trim()}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
