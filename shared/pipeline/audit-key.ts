import { sha256 } from '../audit/sha256.ts';

/** As the schema of audit notes has it; an entry that does not fit cannot be read any more, and nothing can be appended behind it. */
const LONGEST_KEY = 300;

/** Key of the note about one artifact: its ref, or the hash of a ref that is too long, as names with many escaped characters make it. */
export function auditKeyOf(ref: string): string {
  return ref.length <= LONGEST_KEY ? ref : `artifact:${sha256(ref)}`;
}
