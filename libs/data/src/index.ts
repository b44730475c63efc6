export { chooseLabelled, type LabelledChoice } from './choose-labelled';
export type {
  AnySource,
  DataSet,
  DataSource,
  EncodedSource,
  ImagePart,
  ImageShape,
  LabelledSplit,
  SourceContext,
  SplitName,
} from './data-set';
export { DATA_SETS, type DataSets } from './data-sets';
export { DataSetWriter, type WriterOptions } from './data-set-writer';
export { readEncoded } from './encoded/read-encoded';
export { ingestDataSet, type IngestContext } from './ingest-data-set';
export { pretrainSplitName, readSplit, type IngestedData } from './read-split';
export type { EncodedSplit, EncodedTable, PixelSplit, Split } from './split';
export { OFFICIAL_EDITION as OFFICIAL_STL10, type Edition as Stl10Edition } from './stl10/edition';
export { createStl10 } from './stl10/stl10';
