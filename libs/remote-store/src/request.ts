import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface RequestSetting {
  readonly token: string;
  readonly signal: AbortSignal;
  readonly content?: Content;
}

/** The body of an upload. */
export interface Content {
  readonly body: AsyncIterable<Uint8Array> | string;
  readonly bytes: number;
  readonly type: string;
}

/**
 * One request. Not by `fetch`, which (Node 20.20) has the whole of an upload in memory and takes four times as long for it.
 * @returns the answer's head, with its body still to be read; it may come before an upload is through
 * @throws Error of the network, and of `content.body`
 */
export function request(
  method: 'GET' | 'HEAD' | 'PUT',
  url: string,
  { token, signal, content }: RequestSetting,
): Promise<IncomingMessage> {
  const headers: Record<string, string | number> = token === '' ? {} : { authorization: `Bearer ${token}` };
  if (content !== undefined) {
    headers['content-length'] = content.bytes;
    headers['content-type'] = content.type;
  }
  return new Promise((resolve, reject) => {
    const sent = (url.startsWith('https:') ? https : http).request(url, { method, headers, signal });
    sent.on('response', resolve);
    sent.on('error', reject);
    if (content === undefined) sent.end();
    else pipeline(Readable.from(content.body), sent).catch((error: Error) => sent.destroy(error));
  });
}
