import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { familyFiles, familyOf, familyTables } from './family-files';
import { generatedFiles } from './generated-files';
import { readLayers } from './read-layers';
import { workspacePackages } from './workspace-package';

/** `npm run generate`: writes the files that follow from the packages and the families of experiments, where they are not as they should be. */
function main(): void {
  const workspace = process.cwd();
  const read = (file: string) => readFileSync(file, 'utf8');
  const packages = workspacePackages(workspace);
  write(generatedFiles({ packages, layers: readLayers(workspace), read }));
  const load = createRequire(join(workspace, 'package.json'));
  for (const table of familyTables(workspace))
    write(familyFiles(workspace, familyOf(table, load(`./${table}`) as { default: object })));
}

/** Null removes a file, and its folder. */
function write(files: Readonly<Record<string, string | null>>): void {
  const changed = Object.entries(files).filter(
    ([file, text]) => (existsSync(file) ? readFileSync(file, 'utf8') : null) !== text,
  );
  for (const [file, text] of changed) {
    if (text === null) rmSync(dirname(file), { recursive: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    console.log(`${file} ${text === null ? 'removed' : 'written'}`);
  }
  const current = Object.keys(files).length - changed.length;
  if (current > 0) console.log(`${current} files were current`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
