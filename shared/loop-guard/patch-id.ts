import { createHash } from 'node:crypto';

const SHA1_BYTES = 20;
/** What git takes for white space (`sane_ctype`). */
const WHITE_SPACE = /[ \t\n\r]/g;

/**
 * Id of a unified diff as `git patch-id --stable` makes it: each file's lines without white space and line numbers are hashed with SHA-1, and
 * the hashes are added as little-endian numbers, so that the order of the files does not matter. Two commits that change the same lines in the
 * same surroundings have the same id, wherever in the file they stand and whatever they stand on. Lines before the first `diff ` are skipped.
 * Source: git's builtin/patch-id.c.
 *
 * @param diff text of `git diff`; binary files count with their heading alone
 * @returns 40 hex digits, or null when there is no change in it
 */
export function patchIdOfDiff(diff: string): string | null {
  const sections = diff.split(/^(?=diff )/m).filter((section) => section.startsWith('diff '));
  if (sections.length === 0) return null;
  const hashes: Uint8Array[] = [];
  let open: string[] = [];
  for (const section of sections) {
    const { lines, hasHunks } = countedLines(section);
    open.push(...lines);
    // Git does not end the hash of a file that has a heading only (a rename, a mode): it goes on with the next file.
    if (!hasHunks) continue;
    hashes.push(hashOf(open));
    open = [];
  }
  return sumOfHashes(open.length === 0 ? hashes : [...hashes, hashOf(open)]);
}

/** @returns 40 hex digits: the sum of the hashes as little-endian numbers of 160 bits */
export function sumOfHashes(hashes: readonly Uint8Array[]): string {
  const sum = new Uint8Array(SHA1_BYTES);
  for (const hash of hashes) {
    let carry = 0;
    for (let at = 0; at < SHA1_BYTES; at += 1) {
      carry += (sum[at] ?? 0) + (hash[at] ?? 0);
      sum[at] = carry & 0xff;
      carry >>= 8;
    }
  }
  return Buffer.from(sum).toString('hex');
}

function hashOf(lines: readonly string[]): Uint8Array {
  const hash = createHash('sha1');
  for (const line of lines) hash.update(line.replace(WHITE_SPACE, ''));
  return hash.digest();
}

/** The lines of one file's section that count: its heading without object ids, and the bodies of its hunks. */
function countedLines(section: string): { readonly lines: readonly string[]; readonly hasHunks: boolean } {
  const all = section
    .split(/(?<=\n)/)
    // "\ No newline at end of file", in any language.
    .filter((line) => !(line.startsWith('\\ ') && line.length > 12));
  const end = all.findIndex((line) => line.startsWith('--- ') || isNoHeading(line));
  const hasHunks = all[end]?.startsWith('--- ') ?? false;
  const heading = all.slice(0, end === -1 ? all.length : end).filter((line) => !line.startsWith('index '));
  return { lines: hasHunks ? [...heading, ...hunkLines(all.slice(end))] : heading, hasHunks };
}

function isNoHeading(line: string): boolean {
  return !/^[a-z]/i.test(line) || /^(Binary files|GIT binary patch)/.test(line);
}

/** Names of both sides and what follows each `@@`, as long as that says: behind the last hunk stands what is no diff, as a mailed patch's signature. */
function hunkLines(body: readonly string[]): string[] {
  const counted: string[] = [];
  let before = 1;
  let after = 1;
  for (const line of body) {
    if (before === 0 && after === 0) {
      const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
      if (hunk === null) break;
      before = Number(hunk[1] ?? 1);
      after = Number(hunk[2] ?? 1);
      continue;
    }
    if (line.startsWith('-') || line.startsWith(' ')) before -= 1;
    if (line.startsWith('+') || line.startsWith(' ')) after -= 1;
    counted.push(line);
  }
  return counted;
}
