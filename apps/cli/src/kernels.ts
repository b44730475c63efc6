import { UserError } from '@amcl/artifacts';
import { locateLibrary } from '@amcl/engine/library';
import { tablePlace, type TablePlace, type TunedKernel } from '@amcl/engine/tuning';
import { alignColumns } from './align-columns';

/**
 * Where the table of kernels of this machine and its library lies.
 * @throws UserError if the machine has no library: only tensorflow has more than one way to compute
 */
export function machinePlace(): TablePlace {
  const library = locateLibrary();
  if (library === null)
    throw new UserError(
      'Kernels are chosen on the tensorflow engine, which is not provided. Run: npx nx run libtensorflow:provide',
    );
  return tablePlace(library.identity);
}

const HEADINGS = ['operation', 'shape', 'type', 'way', 'milliseconds'] as const;

/** A table of kernels as columns for a terminal, the fastest way of each first. */
export function describeKernels({ path, owner }: TablePlace, kernels: readonly TunedKernel[]): string {
  const { cpu, threads, library } = owner;
  const head = `${cpu}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${library.name} ${library.version}: ${path}`;
  if (kernels.length === 0)
    return `${head}\nNo kernels yet: the first step of a training measures those that it needs.`;
  const rows = kernels.map(({ operation, shape, type, way, milliseconds }) => [
    operation,
    shape,
    type,
    way,
    times(milliseconds),
  ]);
  return [head, '', ...alignColumns([HEADINGS, ...rows])].join('\n');
}

function times(milliseconds: TunedKernel['milliseconds']): string {
  const ways = Object.entries(milliseconds).sort(([, one], [, other]) => one - other);
  return ways.map(([way, time]) => `${way} ${time.toFixed(2)}`).join(', ');
}
