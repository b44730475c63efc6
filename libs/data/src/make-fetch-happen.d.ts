/** The part of npm's HTTP client that is used here; the package brings no types. */
declare module 'make-fetch-happen' {
  interface FetchOptions {
    readonly headers?: Readonly<Record<string, string>>;
    /** Whether a `Content-Encoding` is undone. */
    readonly compress?: boolean;
    readonly signal?: AbortSignal;
    readonly [setting: string]: unknown;
  }

  interface FetchedResponse {
    readonly ok: boolean;
    readonly status: number;
    readonly statusText: string;
    readonly headers: { get(name: string): string | null };
    readonly body: NodeJS.ReadableStream;
  }

  function fetch(url: string, options: FetchOptions): Promise<FetchedResponse>;
  export = fetch;
}
