import type { Writable } from 'node:stream';

/**
 * Writes to a stream and waits until it has taken the chunk, so that a slow reader slows the writer down.
 * @throws what the stream fails with; see `isClosedPipe`
 */
export function writeTo(output: Writable): (chunk: string | Uint8Array) => Promise<void> {
  // The callback tells of a failure; without a listener the stream's own event would end the process first.
  if (output.listenerCount('error') === 0) output.on('error', () => undefined);
  return (chunk) =>
    new Promise((resolve, reject) => {
      output.write(chunk, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
}

/** True when the reader of a pipe went away (`| head`), which is no failure. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** True when a stream could not take what was written, such as a file on a full disk. */
export function isWriteFailure(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}
