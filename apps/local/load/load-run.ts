/** A load run against one process of the service. */
export interface LoadOptions {
  /** Address of the service without a path. */
  readonly url: string;
  readonly seconds: number;
  /** Requests that are under way at the same time when the service keeps up: a page view has six. */
  readonly connections: number;
  /** Where the result file and what made it are put. */
  readonly folder: string;
  /** File name without an ending. */
  readonly name: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface LoadRun {
  readonly tool: 'k6' | 'autocannon';
  readonly file: string;
  readonly format: 'k6-json-stream';
}

/** Page views a second. Low enough for two slow cores: what is measured should be the service, not the queue for a core. */
export const PAGES_PER_SECOND = 14;
