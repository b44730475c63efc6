import type { Row } from '../row';
import { codeRows } from './code';
import { packageRows } from './packages';
import { settingRows } from './settings';
import { surroundingRows } from './surroundings';

/** All kinds of change. Each is made to the workspace as it is in the repository, so that none rests on another. */
export const rows: readonly Row[] = [...surroundingRows, ...codeRows, ...settingRows, ...packageRows];
