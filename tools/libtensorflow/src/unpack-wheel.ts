import { LIBRARY_FILES } from '@amcl/engine/library';
import { MissingError } from './missing-error';
import { runCommand } from './run-command';

/** The headers that the binding includes lie in these; the wheel's others are 250 MB. */
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

const WANTED = [...LIBRARY_FILES, ...HEADERS.map((folder) => `include/${folder}`)];

/** Without the leading folder; zipfile checks each file's CRC. */
const SCRIPT = `
import sys, zipfile
wheel, target, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        _, _, name = entry.filename.partition('tensorflow/')
        if entry.filename.startswith('tensorflow/') and name.startswith(tuple(wanted)):
            entry.filename = name
            archive.extract(entry, target)
`;

/** Unpacks the shared libraries and the C API's headers of a wheel, which is a zip, into `target`. */
export async function unpackWheel(wheel: string, python: string, target: string): Promise<void> {
  const result = await runCommand(python, ['-c', SCRIPT, wheel, target, ...WANTED]);
  if (result.code !== 0)
    throw new MissingError(`${python} could not unpack ${wheel}: ${result.stderr.trim().split('\n').at(-1) ?? ''}.`);
}
