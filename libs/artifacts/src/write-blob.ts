import { createHash } from 'node:crypto';
import { writeAtomicFrom } from './atomic';
import { UserError } from './user-error';

/** What should have been a blob has other bytes than its name says. */
export class BlobMismatchError extends UserError {}

/**
 * Writes a blob that comes in parts to `path`, read-only, whole or not at all.
 * @throws BlobMismatchError when its bytes have another digest, the UserErrors of `writeAtomic`, and what `chunks` throws
 */
export async function writeBlobFrom(path: string, chunks: AsyncIterable<Uint8Array>, digest: string): Promise<void> {
  await writeAtomicFrom(path, verified(chunks, digest), 0o444);
}

async function* verified(chunks: AsyncIterable<Uint8Array>, digest: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest('hex');
  if (found !== digest)
    throw new BlobMismatchError(`Expected bytes of sha256 ${digest} but received bytes of sha256 ${found}.`);
}
