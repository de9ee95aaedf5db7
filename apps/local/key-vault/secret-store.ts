import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** One version of a secret; times in seconds since 1970. */
const Version = z.object({
  version: z.string(),
  value: z.string(),
  created: z.number(),
  updated: z.number(),
  enabled: z.boolean(),
  contentType: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
export type SecretVersion = z.infer<typeof Version>;
const Store = z.record(z.string(), z.array(Version));

export interface SecretStore {
  names(): readonly string[];
  /** The named version, or the newest; null when there is none. */
  read(name: string, version?: string): SecretVersion | null;
  /** Adds a version; what is returned is on disk. */
  set(
    name: string,
    secret: { value: string; contentType?: string; tags?: Record<string, string> },
  ): SecretVersion;
}

/** Secrets in `<folder>/secrets.json`, readable by its owner alone. @throws when the file is damaged */
export function openSecretStore(folder: string): SecretStore {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'secrets.json');
  const versions = new Map(
    existsSync(file) ? Object.entries(Store.parse(JSON.parse(readFileSync(file, 'utf8')))) : [],
  );

  function save(): void {
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(versions), null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  return {
    names: () => [...versions.keys()].sort(),
    read(name, version) {
      const known = versions.get(name.toLowerCase()) ?? [];
      const found =
        version === undefined ? known.at(-1) : known.find((candidate) => candidate.version === version);
      return found ?? null;
    },
    set(name, { value, contentType, tags }) {
      const now = Math.floor(Date.now() / 1000);
      const made: SecretVersion = {
        version: randomUUID().replaceAll('-', ''),
        value,
        created: now,
        updated: now,
        enabled: true,
        ...(contentType === undefined ? {} : { contentType }),
        ...(tags === undefined ? {} : { tags }),
      };
      versions.set(name.toLowerCase(), [...(versions.get(name.toLowerCase()) ?? []), made]);
      save();
      return made;
    },
  };
}
