import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Two halves of 4 MiB: smaller ones are collected so often that it costs time, larger ones are memory for nothing. */
const HALF_MEGABYTES = 4;
const ENOUGH_BYTES = 2 * HALF_MEGABYTES * 1024 * 1024;

/** Waking other threads to collect so little takes longer than they save. */
const NO_HELPERS = '--no-parallel-scavenge';
/** What is old is collected when there is half as much again as was in use. */
const SLOW_GROWTH = '--heap-growing-percent=50';
const AS_A_STREAM = [NO_HELPERS, SLOW_GROWTH, `--min-semi-space-size=${HALF_MEGABYTES}`];
const NO_GROWTH = '--semi-space-growth-factor=1';
const AS_BEFORE = [
  '--parallel-scavenge',
  '--heap-growing-percent=0',
  '--min-semi-space-size=0',
  '--semi-space-growth-factor=2',
];

export interface YoungGeneration extends Disposable {
  /** To be called now and then: ends the growth when there is enough. */
  check(): void;
}

/**
 * Keeps what V8 sets aside for new objects from doubling up to 64 MiB, what survives from being copied by four threads at once, and what is old
 * from growing to four times what is in use: a stream of text has hardly anything that lives for long. Node knows this only as options
 * of its command line, so V8 is told itself, and told its defaults again when it is over: compiled code is kept under its options. They
 * hold for the whole process, so only the command line may ask for it (docs/decisions/009-memory-of-the-command-line.md); threads that
 * are started meanwhile begin with as much as this one ends with.
 */
export function boundYoungGeneration(): YoungGeneration {
  let isBounded = false;
  for (const flag of AS_A_STREAM) setFlagsFromString(flag);
  return {
    check() {
      if (isBounded || newSpaceBytes() < ENOUGH_BYTES) return;
      isBounded = true;
      setFlagsFromString(NO_GROWTH);
    },
    [Symbol.dispose]() {
      for (const flag of AS_BEFORE) setFlagsFromString(flag);
    },
  };
}

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
