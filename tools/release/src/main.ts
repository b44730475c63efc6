import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { buildLibrary } from './build-library';
import { publicLibraries } from './public-libraries';

/** `main.ts libs/losses`: the program of target `build`; the package comes to `dist/libs/losses`. */
function main(root: string | undefined): void {
  const workspace = process.cwd();
  const libraries = publicLibraries(workspace);
  const library = libraries.find((library) => library.root === root);
  if (library === undefined) {
    const known = libraries.map((library) => library.root).join(', ');
    throw new UserError(`Expected the folder of a published library (${known}) but received ${root ?? 'nothing'}`);
  }
  buildLibrary(library, { workspace, libraries, folder: join(workspace, 'dist') });
}

try {
  main(process.argv[2]);
} catch (error) {
  console.error(error instanceof UserError ? `release: ${error.message}` : error);
  process.exitCode = 1;
}
