import type { LogWindow } from '../contracts/log-evidence.ts';

/** Masks a log and mines its patterns as it comes in; memory does not grow with its length. */
export interface LogMining {
  /**
   * @param key of the pseudonyms
   * @returns what was counted, and findings of the masker by type
   */
  mine(
    key: string,
    text: AsyncIterable<string>,
    signal: AbortSignal,
  ): Promise<{
    readonly mined: LogWindow['mined'];
    readonly header: string;
    readonly findings: Readonly<Record<string, number>>;
  }>;
}
