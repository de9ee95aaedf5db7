import { createHash } from 'node:crypto';

/** One entry of a folder as git knows it. */
export interface TreeEntry {
  readonly name: string;
  /** Octal digits: `100644`, `100755`, `120000`, `160000`, `040000`. */
  readonly mode: string;
  /** Object id in hex digits: 40 (SHA-1) or 64 (SHA-256). */
  readonly id: string;
}

/**
 * Id of a tree object from its entries, as git makes it: for hosts that list a commit's root folder and do not tell the id of its tree. The
 * list has to be whole. Source: git-scm.com/book, "Git Objects", and `base_name_compare` of git's tree.c.
 * @returns hex digits as long as those of the entries
 */
export function treeIdOf(entries: readonly TreeEntry[]): string {
  const sorted = entries
    .map((entry) => ({ ...entry, mode: entry.mode.replace(/^0+/, '') }))
    .map((entry) => ({ entry, key: Buffer.from(entry.mode === '40000' ? `${entry.name}/` : entry.name) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  const body = Buffer.concat(
    sorted.flatMap(({ entry: { mode, name, id } }) => [
      Buffer.from(`${mode} ${name}\0`),
      Buffer.from(id, 'hex'),
    ]),
  );
  const algorithm = (entries[0]?.id.length ?? 40) === 64 ? 'sha256' : 'sha1';
  return createHash(algorithm).update(`tree ${body.length}\0`).update(body).digest('hex');
}
