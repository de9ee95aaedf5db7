/** Secrets by name, from a vault. */
export interface Secrets {
  /** @throws PermanentError(`SECRET_MISSING`); TransientError(`SECRETS_UNAVAILABLE`) when the vault refuses or does not answer in time */
  readonly read: (name: string) => Promise<string>;
  /** The next reading asks the vault again: somebody did not accept the value. */
  readonly forget: (name: string) => void;
}

const CACHED_MS = 5 * 60_000;
/** Names come from the configuration; the bound is for mistakes. */
const MOST_NAMES = 1_000;

interface Cached {
  readonly value: Promise<string>;
  readonly until: number;
}

/** Keeps values for five minutes, so that a rotated secret is picked up without a restart; readers at the same time share one question; failures are not kept. */
export function cachedSecrets(ask: (name: string) => Promise<string>, now: () => number): Secrets {
  const cache = new Map<string, Cached>();
  return {
    async read(name) {
      const known = cache.get(name);
      if (known !== undefined && known.until > now()) return known.value;
      const oldest = cache.keys().next();
      if (cache.size >= MOST_NAMES && oldest.done !== true) cache.delete(oldest.value);
      const asked: Cached = { value: ask(name), until: now() + CACHED_MS };
      cache.set(name, asked);
      try {
        return await asked.value;
      } catch (error) {
        if (cache.get(name) === asked) cache.delete(name);
        throw error;
      }
    },
    forget: (name) => void cache.delete(name),
  };
}
