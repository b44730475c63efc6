import { damageEncoder, edit, remove, removeEncoder } from '../changes';
import type { Row } from '../row';
import { EXPERIMENT } from '../tiny-experiment';

/** Nothing, settings of Nx, and what is lost. */
export const surroundingRows: readonly Row[] = [
  { change: 'nothing', expected: '·····', why: 'nothing is to be done' },
  {
    change: 'a setting of Nx, in nx.base.json',
    expected: '·····',
    why: 'how tasks are run decides nothing of them',
    apply: [edit('nx.base.json', '"analytics": false,', '"analytics": false, "parallel": 2,')],
  },
  {
    change: 'nx.json itself',
    expected: '○○○○○',
    why: 'Nx hashes its bytes with every task; the keys know nothing of Nx',
    apply: [edit('nx.json', '"extends"', '"parallel": 2, "extends"')],
  },
  {
    change: 'outputs deleted',
    expected: '·····',
    why: 'Nx brings them back',
    apply: [remove(`.amcl/out/${EXPERIMENT}`)],
  },
  {
    change: "Nx's cache deleted",
    expected: '○○○○○',
    why: 'the store has all works by their keys',
    apply: [remove('.nx')],
  },
  {
    change: 'a blob missing: the encoder',
    expected: '··●··',
    why: 'pretrain makes it again, to an equal manifest',
    before: [],
    apply: [removeEncoder],
  },
  {
    change: 'a blob damaged: the encoder',
    expected: '··●··',
    why: 'pretrain makes it again, to an equal manifest',
    before: [],
    apply: [damageEncoder],
  },
  {
    change: 'the store deleted',
    expected: '●·●●·',
    why: 'those with large files make them again; the others have theirs in their folders',
    apply: [remove('.amcl/store')],
  },
];
