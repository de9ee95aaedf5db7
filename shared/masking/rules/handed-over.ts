import { ALNUM, KIND, UNDERSCORE } from '../characters.ts';
import { type Scan } from '../scan.ts';

const DASH = 0x2d;
const AMPERSAND = 0x26;
const QUESTION_MARK = 0x3f;
const EQUALS = 0x3d;
const SHORTEST = 7;
const LONGEST = 40;
const CONNECTION_REACH = 256;

/** What programs read their password from. */
export const PASSWORD_VARIABLES: readonly string[] = [
  'PGPASSWORD',
  'MYSQL_PWD',
  'SSHPASS',
  'SQLCMDPASSWORD',
  'RESTIC_PASSWORD',
  'BORG_PASSPHRASE',
  'ANSIBLE_PASSWORD',
  'RSYNC_PASSWORD',
];
const VARIABLES = new Set(PASSWORD_VARIABLES);
/** The address of a database, up to its parameters. */
const CONNECTION = /\bjdbc:[^\s"'<>]*$/i;

/**
 * Whether a program gets just what stands behind a name and its equals sign, so that no word there says how something stands:
 * `--password=secured`, `PGPASSWORD=secured psql`, `jdbc:…?user=app&password=secured`. `[start, end)` is the name.
 */
export function isHandedOver({ bytes, text }: Scan, start: number, end: number): boolean {
  if (bytes[end] !== EQUALS) return false;
  let from = start;
  while (end - from < LONGEST && from > 0 && isOfName(bytes[from - 1]!)) from--;
  if (bytes[from] === DASH) return bytes[from + 1] === DASH;
  const before = bytes[from - 1];
  if (before === AMPERSAND || before === QUESTION_MARK) {
    return CONNECTION.test(text.slice(Math.max(0, from - CONNECTION_REACH), from));
  }
  return end - from >= SHORTEST && VARIABLES.has(text.slice(from, end));
}

function isOfName(code: number): boolean {
  return code === DASH || (KIND[code]! & (ALNUM | UNDERSCORE)) !== 0;
}
