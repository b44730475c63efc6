import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { generatedFiles } from './generated-files';
import { readLayers } from './read-layers';
import { workspacePackages } from './workspace-package';

/** `npm run generate`: writes the files that follow from the packages, where they are not as they should be. */
function main(): void {
  const read = (file: string) => readFileSync(file, 'utf8');
  const packages = workspacePackages(process.cwd());
  const files = generatedFiles({ packages, layers: readLayers(process.cwd()), read });
  for (const [file, text] of Object.entries(files)) {
    const current = existsSync(file) && read(file) === text;
    if (!current) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    console.log(`${file} ${current ? 'is current' : 'written'}`);
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
