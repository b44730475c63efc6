import { dirname, join } from 'node:path';
import { LIBRARY_FILES, type LibraryPlace } from '@amcl/engine/library';
import { AVX2, compile, OWN_SOURCES } from './compile';
import { MissingError } from './missing-error';
import { runCommand } from './run-command';

const BINDING_SOURCES = join(dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')), 'binding');

/** The addon `graph`: each instruction set's kernels are compiled for it, and chosen when they run. */
const AVX512 = [...AVX2, '-mavx512f', '-mavx512bw', '-mavx512vl', '-mavx512dq', '-mprefer-vector-width=512'];
const KERNELS: Readonly<Record<string, readonly string[]>> =
  process.arch === 'x64'
    ? {
        'convolution/avx2.cc': AVX2,
        'convolution/avx512.cc': AVX512,
        'normalization/avx2.cc': AVX2,
        'normalization/avx512.cc': AVX512,
      }
    : {};
const GRAPH_SOURCES: Readonly<Record<string, readonly string[]>> = {
  'graph.cc': [],
  'op.cc': [],
  'momentum_op.cc': ['-O3'],
  'parallel.cc': [],
  'convolution/ops.cc': [],
  'convolution/matmul_op.cc': [],
  'convolution/dot_product.cc': [],
  'normalization/ops.cc': [],
  ...KERNELS,
};

/** Addons that are compiled and found to work, under temporary names. */
export interface Addons {
  binding: string;
  graph: string;
  loader: string;
  /** What the library says of itself. */
  tensorflow: string;
}

/**
 * Compiles tfjs-node's binding to the library of `place`, and the loader, into `work`; then loads them in a process of
 * their own, where a library that does not fit this machine can do no harm.
 * @throws MissingError with the compiler's or the loader's first complaint
 */
export async function compileBinding(place: LibraryPlace, compiler: string, work: string): Promise<Addons> {
  const [binding, graph, loader] = ['tfjs_binding.node', 'graph.node', 'load_quietly.node'].map((name) =>
    join(work, name),
  ) as [string, string, string];
  const libraries = LIBRARY_FILES.map((name) => join(place.library, name));
  // A library in the cache lies beside the binding, so that the cache can be moved.
  const runPath = place.library === place.folder ? '$ORIGIN' : place.library;
  const includes = ['-I', join(place.library, 'include')];
  const linked = [...includes, ...libraries, `-Wl,-rpath,${runPath}`];
  const tfjs = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(BINDING_SOURCES, name));
  const objectOf = (source: string) => join(work, source.replaceAll('/', '-').replace(/cc$/, 'o'));
  await Promise.all([
    compile(compiler, loader, ['-shared', join(OWN_SOURCES, 'load_quietly.cc'), '-ldl']),
    compile(compiler, binding, ['-shared', ...tfjs, ...linked]),
    ...Object.entries(GRAPH_SOURCES).map(([source, flags]) =>
      compile(compiler, objectOf(source), ['-c', ...flags, ...includes, join(OWN_SOURCES, source)]),
    ),
  ]);
  await compile(compiler, graph, ['-shared', ...Object.keys(GRAPH_SOURCES).map(objectOf), ...linked, '-lpthread']);
  return { binding, graph, loader, tensorflow: await tryToLoad(binding, graph, loader, libraries) };
}

async function tryToLoad(
  binding: string,
  graph: string,
  loader: string,
  libraries: readonly string[],
): Promise<string> {
  const script = `
    const [binding, graph, loader, ...libraries] = process.argv.slice(1);
    for (const library of libraries.reverse()) require(loader).load(library);
    require(graph);
    process.stdout.write(require(binding).TF_Version);`;
  const result = await runCommand(process.execPath, ['-e', script, binding, graph, loader, ...libraries]);
  if (result.code === 0) return result.stdout;
  const reason = result.signal
    ? `it ends with ${result.signal}${result.signal === 'SIGILL' ? ', so this processor lacks AVX' : ''}`
    : (/Error: (.*)/.exec(result.stderr)?.[1] ?? result.stderr.trim());
  throw new MissingError(`libtensorflow cannot be loaded on this machine: ${reason}.`);
}
