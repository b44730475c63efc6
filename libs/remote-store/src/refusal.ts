/** The server answered, and will not do it: asking again gives the same. */
export class Refusal extends Error {}

/** What a status that is not the wanted one means: a {@link Refusal}, or an error after which another try may succeed. */
export function refusalOf(status: number, request: string): Error {
  const answered = `answered ${status} to ${request}`;
  if (status >= 500 || status === 429 || status === 408) return new Error(answered);
  if (status === 401)
    return new Refusal(`${answered}: set NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN to a token of the server`);
  if (status === 403) return new Refusal('its token only reads');
  if (status === 404 || status === 405) return new Refusal(`${answered}: is it amcl-cache-server?`);
  return new Refusal(answered);
}

/** Why a request failed, in a few words: `ECONNREFUSED`. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
