import { ThrottledError } from '../errors/pipeline-error.ts';

/** What a request holds of it: `take` counts bytes as they come. @throws ThrottledError(`TOO_BUSY`), answered with 429 */
export type TakeRoom = (bytes: number) => void;

/** Memory that the large bodies of several requests share. */
export interface BodyRoom {
  /** Gives back what was taken when `run` ends. */
  within<T>(run: (take: TakeRoom) => Promise<T>): Promise<T>;
}

/** By then the large bodies of now are worked off. */
const RETRY_AFTER_MS = 5_000;

/** Bodies that together hold at most so many bytes; the request that would exceed them is asked to come back. */
export function createBodyRoom(mostBytes: number): BodyRoom {
  let held = 0;
  return {
    async within(run) {
      let mine = 0;
      try {
        return await run((bytes) => {
          if (held + bytes > mostBytes) {
            const why = 'Too many large bodies are being read at once; send it again soon.';
            throw new ThrottledError('TOO_BUSY', why, RETRY_AFTER_MS);
          }
          held += bytes;
          mine += bytes;
        });
      } finally {
        held -= mine;
      }
    },
  };
}
