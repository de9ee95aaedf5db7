export const FAULTS = [
  'changed',
  'removed',
  'inserted',
  'reordered',
  'broken-link',
  'repeated-key',
  'rewritten',
  'cut-off',
  'checkpoint-forged',
  'checkpoint-removed',
  'leaves-forged',
  'rotation-forged',
] as const;

/** What is wrong with a log, and at which entry. */
export interface ChainFault {
  /** Number of the entry, or the first of several; 0 when the fault is in a checkpoint of unknown size. */
  readonly sequence: number;
  /** The last of several. */
  readonly until?: number;
  readonly fault: (typeof FAULTS)[number];
  readonly message: string;
}

export const MOST_FAULTS = 100;

/** Faults of a stretch of entries that were removed, as one. */
export function removed(from: number, to: number): ChainFault {
  const message = from === to ? `Entry ${from} was removed.` : `Entries ${from} to ${to} were removed.`;
  return { sequence: from, ...(to > from ? { until: to } : {}), fault: 'removed', message };
}
