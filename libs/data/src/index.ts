export type { DataSet, DataSource, ImagePart, ImageShape, LabelledSplit, SourceContext, SplitName } from './data-set';
export { DATA_SETS, type DataSets } from './data-sets';
export { DataSetWriter, type WriterOptions } from './data-set-writer';
export { ingestDataSet, type IngestContext } from './ingest-data-set';
export { pretrainSplitName, readSplit, type Split } from './read-split';
