/** The part of a LokiJS database that Azurite keeps its metadata in. */
export interface SavableDatabase {
  autosaveDisable(): void;
  autosaveDirty(): boolean;
  saveDatabase(callback: (error?: Error | null) => void): void;
}

const PAUSE_MS = 100;
/** Saving writes everything; it may take at most this part of the time. */
const SHARE_OF_TIME = 0.1;

/**
 * Saves the metadata about every 100 ms while it changes, where Azurite would do so every 5 s: a process that is
 * killed loses at most what the last moment brought. The more there is to write, the longer the pauses.
 *
 * @returns the function that stops the saving, when what is being written is written: a second save beside it, as Azurite does at its
 * end, would take its temporary file away
 */
export function saveOften(
  databases: readonly SavableDatabase[],
  onError: (error: Error) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running = Promise.resolve();
  databases.forEach((database) => database.autosaveDisable());

  async function round(): Promise<void> {
    const started = performance.now();
    for (const database of databases) {
      if (database.autosaveDirty()) await save(database);
    }
    const tookMs = performance.now() - started;
    if (!isStopped) later(Math.max(PAUSE_MS, tookMs / SHARE_OF_TIME));
  }

  function later(ms: number): void {
    timer = setTimeout(() => {
      running = round();
    }, ms);
  }

  function save(database: SavableDatabase): Promise<void> {
    return new Promise((resolve) => {
      database.saveDatabase((error) => {
        if (error) onError(error);
        resolve();
      });
    });
  }

  later(PAUSE_MS);
  return () => {
    isStopped = true;
    clearTimeout(timer);
    return running;
  };
}
