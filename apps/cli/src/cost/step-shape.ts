import type { PretrainSection } from '@amcl/experiment';

/**
 * What of an experiment decides how long a step takes a view. Rates, temperatures, weights and limits do not; the batch hardly does, since nearly
 * all of a step is in the encoder.
 * @param side of a view, pixels
 */
export function stepShape(
  { method, amcl, encoder, optimizer, microBatchSize, capture, precision, autotune }: PretrainSection,
  side: number,
): object {
  return {
    side,
    encoder,
    method: methodShape(method),
    amcl:
      amcl === null
        ? null
        : {
            heads: amcl.heads,
            wideHead: amcl.wideHead,
            temperature: amcl.temperature.kind,
            hidden: amcl.temperature.kind === 'adaptive' ? amcl.temperature.hidden : null,
            hardest: amcl.hardest,
            positiveAmongCandidates: amcl.positiveAmongCandidates,
          },
    optimizer: optimizer.name,
    inParts: microBatchSize !== null,
    capture,
    precision,
    autotune,
  };
}

/** The networks of a method, and what it compares with. */
function methodShape(method: PretrainSection['method']): object {
  const { name, projectionHead } = method;
  switch (name) {
    case 'moco':
      return { name, projectionHead, queueSize: method.queueSize, batchNormSplits: method.batchNormSplits };
    case 'simsiam':
      return { name, projectionHead, predictionHead: method.predictionHead };
    default:
      return { name, projectionHead };
  }
}
