/** Exit codes of every command; pinned by a test and listed in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** A regression, a failed run, an audit log that does not verify. */
  negative: 1,
  /** Wrong arguments or configuration. */
  usage: 2,
  /** The verdict is undecided, or there is no baseline or no data. */
  undecided: 3,
  /** The server, the queue or the store could not be reached. */
  unavailable: 4,
} as const;
