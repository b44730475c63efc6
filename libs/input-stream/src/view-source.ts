/** Where views come from: worker threads, or what stage augment stored. */
export interface ViewSource {
  /** Fills the buffers of `slot` with the views of these images of an epoch. */
  fill(this: void, epoch: number, indices: Uint32Array, slot: number): Promise<void>;
  /** Ends what runs; unfinished fills may reject. */
  close(this: void): Promise<void>;
}

/** The first source for the epochs below `epochs`, then another, which is opened when it is first needed. */
export function firstEpochsFrom(first: ViewSource, epochs: number, open: () => ViewSource): ViewSource {
  let later: ViewSource | null = null;
  return {
    fill: (epoch, indices, slot) => (epoch < epochs ? first : (later ??= open())).fill(epoch, indices, slot),
    close: async () => {
      await Promise.all([first.close(), later?.close()]);
    },
  };
}
