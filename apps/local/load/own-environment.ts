/** What programs find files, their language and the time by; Windows starts none without the last two. */
const NAMES = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'SystemRoot',
  'PATHEXT',
] as const;

/** The environment for a program of somebody else: without the keys, tokens and connection strings that may stand in ours. */
export function ownEnvironment(from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(NAMES.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
