import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError } from '../../../../shared/errors/pipeline-error.ts';
import { JournalFile } from './journal-file.ts';
import { type Operation } from './operation.ts';
import { journalFileName, snapshotFileName } from './read-journal-folder.ts';
import { encodeRecord } from './record.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** Called when the operations are on disk, or with the error that keeps them from it. */
type Committed = (error: PermanentError | null) => void;

interface JournalOptions {
  readonly folder: string;
  /** Generation of the first files to write; all older ones are replaced by its snapshot. */
  readonly generation: number;
  /** The whole state as operations, taken at one instant between two commits. */
  readonly state: () => readonly Operation[];
  /** The declarations that every file starts with. */
  readonly declarations: () => readonly Operation[];
  /** Smallest journal worth compacting. */
  readonly compactAboveBytes: number;
}

/**
 * Append-only log with group commit: while one group is being synced the next one gathers, so that a slow disk makes
 * larger groups instead of a longer queue. Callbacks run in order of `append`, before the next group is written.
 */
export class Journal {
  readonly #options: JournalOptions;
  #generation: number;
  #file: JournalFile;
  #snapshotBytes = 0;
  #parts: Buffer[] = [];
  #waiting: Committed[] = [];
  #durable = false;
  #loop: Promise<void> | null = null;
  #compaction: Promise<void> | null = null;
  #failure: PermanentError | null = null;

  private constructor(options: JournalOptions, file: JournalFile) {
    this.#options = options;
    this.#generation = options.generation;
    this.#file = file;
  }

  /** Starts with a snapshot of the present state, which ends torn tails and old files. */
  static async start(options: JournalOptions): Promise<Journal> {
    const file = await JournalFile.create(join(options.folder, journalFileName(options.generation)));
    await file.write(encodeRecord(options.declarations()));
    const journal = new Journal(options, file);
    await journal.#snapshot(options.generation, options.state());
    return journal;
  }

  /** Without `committed` the operations are written soon but nobody waits for the disk. */
  append(operations: readonly Operation[], committed?: Committed): void {
    if (this.#failure !== null) {
      committed?.(this.#failure);
      return;
    }
    for (const part of encodeRecord(operations)) this.#parts.push(part);
    if (committed !== undefined) {
      this.#waiting.push(committed);
      this.#durable = true;
    }
    this.#loop ??= this.#run();
  }

  /** Calls back once everything appended so far is on disk. */
  barrier(committed: Committed): void {
    if (this.#failure !== null) {
      committed(this.#failure);
      return;
    }
    if (this.#loop === null) {
      committed(null);
      return;
    }
    this.#waiting.push(committed);
    this.#durable = true;
  }

  async close(): Promise<void> {
    while (this.#loop !== null) await this.#loop;
    await this.#compaction;
    await this.#file.close();
  }

  async #run(): Promise<void> {
    // Gathers what arrives in the same turn of the event loop before the first write.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.#parts.length > 0 || this.#waiting.length > 0) {
        await this.#commitGroup();
        await this.#compactIfLarge();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#loop = null;
    }
  }

  async #commitGroup(): Promise<void> {
    const parts = this.#parts;
    const durable = this.#durable;
    const waiting = this.#waiting;
    this.#parts = [];
    this.#waiting = [];
    this.#durable = false;
    try {
      await this.#file.write(parts);
      if (durable) await this.#file.sync();
    } catch (error) {
      this.#waiting = [...waiting, ...this.#waiting];
      throw error;
    }
    for (const committed of waiting) committed(null);
  }

  /** After a failed write nothing is known of the file's end: the journal refuses everything until a restart. */
  #fail(cause: unknown): void {
    const failure = new PermanentError(
      'BUS_JOURNAL_FAILED',
      `The journal in ${this.#options.folder} cannot be written (disk full?); restart when it can.`,
      { cause },
    );
    this.#failure = failure;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#parts = [];
    for (const committed of waiting) committed(failure);
  }

  async #compactIfLarge(): Promise<void> {
    const limit = Math.max(this.#options.compactAboveBytes, 2 * this.#snapshotBytes);
    if (this.#file.size < limit || this.#compaction !== null) return;
    const generation = this.#generation + 1;
    const next = await JournalFile.create(join(this.#options.folder, journalFileName(generation)));
    await next.write(encodeRecord(this.#options.declarations()));
    // Between two commits everything committed is in the state, and everything else goes to the new file.
    const state = this.#options.state();
    const previous = this.#file;
    this.#file = next;
    this.#generation = generation;
    await previous.close();
    this.#compaction = this.#snapshot(generation, state)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#compaction = null));
  }

  async #snapshot(generation: number, state: readonly Operation[]): Promise<void> {
    const folder = this.#options.folder;
    this.#snapshotBytes = await writeSnapshot(join(folder, snapshotFileName(generation)), state);
    for (const name of await readdir(folder)) {
      const number = /^(?:journal|snapshot)-(\d+)\.log(?:\.tmp)?$/.exec(name)?.[1];
      if (number !== undefined && Number(number) < generation) await rm(join(folder, name));
    }
  }
}
