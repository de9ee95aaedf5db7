import type { ApiKey } from '../contracts/access.ts';

/** A key that was shown and is right. */
export interface UsedKey {
  readonly key: ApiKey;
  /** Requests with it in the running minute, this one included, at all instances together. */
  readonly usedThisMinute: number;
  readonly minuteEndsInMs: number;
}

/** A key without its hash, as it is listed. */
export type ListedKey = Omit<ApiKey, 'hash'> & {
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
};

/** Keys of the API. Everything but `use` sees one tenant alone. */
export interface ApiKeys {
  create(key: ApiKey): Promise<void>;
  list(tenant: string): Promise<readonly ListedKey[]>;
  /** Lets a key expire at the time, or leaves it when it expires before. @returns null when the tenant has no such key */
  end(tenant: string, id: string, at: Date): Promise<ListedKey | null>;
  /** Finds a key by its id, compares the hash in constant time and counts the use. @returns null for an unknown or a wrong key */
  use(id: string, hash: string, now: Date): Promise<UsedKey | null>;
}
