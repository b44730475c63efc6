export { chooseLabelled, type LabelledChoice } from './choose-labelled';
export type { DataSet, DataSource, ImagePart, ImageShape, SourceContext, SplitName } from './data-set';
export { DATA_SETS } from './data-sets';
export { DataSetWriter, type WriterOptions } from './data-set-writer';
export { readSplit, type Split } from './read-split';
