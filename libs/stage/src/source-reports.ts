import type { StageContext } from './stage';

const MEGABYTE = 1e6;
const megabytes = (bytes: number): number => Math.floor(bytes / MEGABYTE);

/** What bringing a data set tells of itself (`IngestContext` of libs/data), as events of a stage. */
export interface SourceReports {
  /** Bytes fetched so far, and in all. */
  onDownload(this: void, done: number, total: number): void;
  onMessage(this: void, text: string, level?: 'info' | 'warning'): void;
  /** Images written so far, and in all. */
  onProgress(this: void, done: number, total: number): void;
}

/** @param task the name of writing, for its progress */
export function sourceReports(emit: StageContext['emit'], task: string): SourceReports {
  return {
    onDownload: (done, total) =>
      emit({ kind: 'progress', task: 'download', done: megabytes(done), total: megabytes(total), unit: 'MB' }),
    onMessage: (text, level = 'info') => emit({ kind: 'message', level, text }),
    onProgress: (done, total) => emit({ kind: 'progress', task, done, total, unit: 'images' }),
  };
}
