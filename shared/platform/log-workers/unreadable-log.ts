import { PermanentError } from '../../errors/pipeline-error.ts';

/** What the codes of Node and zlib mean to whoever named the file. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read by this user',
  EISDIR: 'it is a folder',
  Z_BUF_ERROR: 'it is gzip and ends too early',
  Z_DATA_ERROR: 'it begins like gzip, and its data are damaged',
};

/** The error of a log that cannot be read, with the file and the reason. */
export function unreadableLog(path: string, cause: unknown): PermanentError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const name = path === '-' ? 'standard input' : `the log file ${path}`;
  return new PermanentError('INPUT_INVALID', `Cannot read ${name}: ${reason}.`, { cause });
}
