import * as z from 'zod';

/** A path with "." or ".." as a segment names another place once it becomes part of a reference. */
const NO_DOT_SEGMENTS = String.raw`(?!(?:.*/)?\.{1,2}(?:/|$))`;
const PLAIN = new RegExp(String.raw`^[^\p{Cc}\p{Cs}]*$`, 'u');
const SERVICE = new RegExp(
  String.raw`^${NO_DOT_SEGMENTS}[\p{L}\p{N}._@](?:[\p{L}\p{N} ._/:@+\-]*[\p{L}\p{N}_@+\-])?$`,
  'u',
);
const PROJECT = new RegExp(String.raw`^${NO_DOT_SEGMENTS}[^\p{Cc}\p{Cs}]+$`, 'u');

/** Text from outside that becomes part of keys, rows and the audit log: no control characters, no half of a surrogate pair. */
export function plainText(max: number): z.ZodString {
  return z.string().min(1).max(max).regex(PLAIN, 'no control characters and no broken Unicode');
}

/** What is measured and judged, as handed in; part of references. */
export const ServiceName = z
  .string()
  .min(1)
  .max(100)
  .regex(
    SERVICE,
    'a service is letters, digits, spaces and . _ - / : @ +, begins with a letter, a digit, ".", "_" or "@", ends with none of . / : or space, and has no part "." or ".."',
  );

/** Path of a project on its code host, or any name for it without one. */
export const ProjectPath = z
  .string()
  .min(1)
  .max(300)
  .regex(PROJECT, 'a path without control characters and without a part "." or ".."');

/** A commit that something is filed under: a short id names another commit tomorrow, and would be filed apart from the full one. */
export const CommitId = z
  .string()
  .regex(
    /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/,
    'the full commit id in lower case, 40 hex digits (64 with SHA-256), as "git rev-parse HEAD" prints it',
  );
