import { type IncomingMessage, type ServerResponse } from 'node:http';

export interface UploadTimes {
  /** Longest time without a byte, ms. */
  readonly idleMs: number;
  /** Longest time in all, ms; null: no bound. */
  readonly totalMs: number | null;
  /** How long an answered client may go on sending before its connection is closed, ms. */
  readonly lingerMs?: number;
}

const LINGER_MS = 5_000;
const LOOKS = 8;

/**
 * Keeps a slow client from outlasting an invocation, which would time out and take the worker down with it: a body that stands still or takes too long
 * is answered with 408 and its connection closed. Azure's Kestrel does so below 240 bytes a second; here only silence counts. A client
 * that is answered before its body was read has a moment to end it.
 *
 * @returns the function that ends the watch; call it when the invocation is over
 */
export function endSlowUpload(
  request: IncomingMessage,
  response: ServerResponse,
  { idleMs, totalMs, lingerMs = LINGER_MS }: UploadTimes,
): () => void {
  const startedAt = performance.now();
  let heard = { bytes: request.socket.bytesRead, at: startedAt };
  const timer = setInterval(look, Math.min(idleMs, totalMs ?? idleMs) / LOOKS).unref();

  function look(): void {
    if (request.complete || request.destroyed) {
      clearInterval(timer);
      return;
    }
    const now = performance.now();
    // Bytes that lie here unread are the app's slowness and not the client's.
    if (request.socket.bytesRead !== heard.bytes || request.readableLength > 0) {
      heard = { bytes: request.socket.bytesRead, at: now };
    }
    const isSilent = now - heard.at >= idleMs;
    if (isSilent || (totalMs !== null && now - startedAt >= totalMs)) cutOff();
  }

  function cutOff(): void {
    clearInterval(timer);
    if (response.headersSent) {
      request.destroy();
      return;
    }
    response.writeHead(408, { 'content-length': 0, connection: 'close' });
    response.end(() => request.destroy());
  }

  return () => {
    clearInterval(timer);
    if (request.complete || request.destroyed) return;
    setTimeout(() => {
      if (!request.complete) request.destroy();
    }, lingerMs).unref();
  };
}
