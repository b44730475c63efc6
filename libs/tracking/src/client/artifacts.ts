import { MlflowError } from './mlflow-error';
import type { RequestOptions, Transport } from './transport';

/**
 * Uploads a file through the server; the same again replaces it.
 * @param root where the artifacts of a run or model lie, as the server says: `mlflow-artifacts:/1/<run>/artifacts`
 * @param path in it, with `/`
 * @throws MlflowError where the server has its clients write elsewhere by themselves (S3, a folder)
 */
export async function uploadArtifact(
  transport: Transport,
  root: string,
  path: string,
  bytes: Uint8Array,
  options: RequestOptions = {},
): Promise<void> {
  const inside = artifactPath(root);
  if (inside === null)
    throw new MlflowError(
      `${transport.server.uri} does not take artifacts itself (they lie at ${root}). Start it with --serve-artifacts`,
      'refused',
    );
  const encoded = `${inside}/${path}`.split('/').map(encodeURIComponent).join('/');
  await transport.put(`mlflow-artifacts/artifacts/${encoded}`, bytes, options);
}

/** Whether the server takes artifacts at this place. */
export function takesArtifacts(root: string): boolean {
  return artifactPath(root) !== null;
}

/** `mlflow-artifacts:/1/abc/artifacts` and `mlflow-artifacts://host:5000/1/abc/artifacts` -> `1/abc/artifacts`. */
function artifactPath(root: string): string | null {
  const match = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*)$/.exec(root);
  return match?.[1] ?? null;
}
