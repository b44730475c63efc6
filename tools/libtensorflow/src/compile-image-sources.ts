import { join } from 'node:path';
import { AVX2, compile, OWN_SOURCES } from './compile';

/** Weights of a resize are to be PIL's to the bit, filters those of `libs/augmentation`: no product is fused with a sum. */
const EXACT = ['-ffp-contract=off'];
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'decode_crops.cc': [],
  'kernels.cc': [],
  'jpeg.cc': [],
  'tables.cc': [],
  'resize_taps.cc': EXACT,
  'portable.cc': ['-O3', ...EXACT],
  ...(process.arch === 'x64' ? { 'avx2.cc': [...AVX2, '-mbmi2', ...EXACT] } : {}),
};

/**
 * Compiles what decodes images, and `others` of its folder that make a program or an addon of it, side by side.
 * @param flags after each source's own
 * @returns the objects, in `work`
 * @throws MissingError with the compiler's first complaint
 */
export async function compileImageSources(
  compiler: string,
  work: string,
  others: readonly string[],
  flags: readonly string[] = [],
): Promise<string[]> {
  const all = { ...SOURCES, ...Object.fromEntries(others.map((source) => [source, []])) };
  return Promise.all(
    Object.entries(all).map(async ([source, own]) => {
      const object = join(work, source.replace(/cc$/, 'o'));
      await compile(compiler, object, ['-c', ...own, ...flags, join(OWN_SOURCES, 'images', source)]);
      return object;
    }),
  );
}
