import { readFileSync } from 'node:fs';
import { createStl10, type Stl10Edition } from '@amcl/data';
import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { createIngest } from '../ingest';

/** Numbers of images and MD5 of the files of a made archive of STL-10's format. */
type MadeEdition = Omit<Stl10Edition, 'md5s'> & { readonly md5s: Readonly<Record<string, string>> };

// The stage's program with an archive that is made and not official (`npm run bench -- ingest`): its edition lies in the workspace.
const { md5s, ...edition } = JSON.parse(readFileSync('stl10-edition.json', 'utf8')) as MadeEdition;
void runStage(createIngest({ stl10: createStl10({ ...edition, md5s: new Map(Object.entries(md5s)) }) }), [
  showOnTerminal,
]);
