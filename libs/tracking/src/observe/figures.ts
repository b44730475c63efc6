import { ingestResultSchema, linearProbeResultSchema, pretrainResultSchema } from '@amcl/results';
import { metricName } from './flatten';

type Figures = Record<string, number>;

/** The figures of a result that are worth a column of MLflow's table of runs, `<stage>/<figure>`. */
const OF_RESULT: Readonly<Record<string, (result: unknown) => Figures>> = {
  ingest: (result): Figures => {
    const { data } = ingestResultSchema.safeParse(result);
    return data === undefined
      ? {}
      : {
          train_images: data.splits.train.count,
          test_images: data.splits.test.count,
          unlabelled_images: data.splits.unlabelled?.count ?? 0,
          classes: data.classNames.length,
        };
  },
  pretrain: (result): Figures => {
    const { data } = pretrainResultSchema.safeParse(result);
    if (data === undefined) return {};
    const knn = data.knn.at(-1);
    const figures = { loss: data.loss.last, embedding_std: data.embeddingStd.last };
    return knn === undefined ? figures : { ...figures, knn_top1: knn.top1 };
  },
  'linear-probe': (result): Figures => {
    const { data } = linearProbeResultSchema.safeParse(result);
    if (data === undefined) return {};
    const { labelled, trained, untrained, fineTuned, similarity, geometry, augmentations } = data;
    return {
      labelled_images: labelled,
      probe_top1: trained.probe.top1,
      probe_top5: trained.probe.top5,
      knn_top1: trained.knn.top1,
      ...(fineTuned && { fine_tuned_top1: fineTuned.top1, fine_tuned_top5: fineTuned.top5 }),
      overlap: similarity.trained.overlap,
      ...Object.fromEntries(augmentations.map((one) => [`overlap_${one.set}`, one.trained.overlap])),
      alignment: geometry.trained.alignment,
      uniformity: geometry.trained.uniformity,
      untrained_probe_top1: untrained.probe.top1,
      untrained_knn_top1: untrained.knn.top1,
      untrained_overlap: similarity.untrained.overlap,
    };
  },
};

/** Final figures of a stage's result, by the names that MLflow shows: `linear-probe/knn_top1`. Accuracies in percent. */
export function resultFigures(stage: string, result: unknown): Figures {
  return named(stage, OF_RESULT[stage]?.(result) ?? {});
}

/** The numbers of `run.json`: `pretrain/seconds`, `pretrain/viewsPerSecond`, ... */
export function recordFigures(stage: string, record: Readonly<Record<string, unknown>>): Figures {
  const numbers = Object.entries(record).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return named(stage, Object.fromEntries(numbers));
}

function named(stage: string, figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [metricName(`${stage}/${name}`), value]));
}
