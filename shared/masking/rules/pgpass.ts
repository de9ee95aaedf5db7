import { KIND, SPACE } from '../characters.ts';
import { type Anchor, type Scan } from '../scan.ts';
import { CLOSING_TAG } from './closing-tag.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { isPlaceholder } from './secret-values.ts';
import { looksChosen } from './spoken-passwords.ts';
import { isStateWord } from './state-words.ts';

const COLON = 0x3a;
const LONGEST_HOST = 120;
const FEWEST_PORT_DIGITS = 4;
const MOST_PORT_DIGITS = 5;

const USUAL_PORT = /^:(?:543\d|6432|[1-6]543\d|5432\d|6543|26257|\*):/;

/** What a server or a connection is or does: `idle_in_transaction`, `replica`. */
const ROLE =
  /^(?:idle(?:[-_ ]in[-_ ]transaction(?:[-_ ]?\(?aborted\)?)?)?|primary|replica|standby|leader|follower|slave|secondary|arbiter|witness|streaming|(?:a?sync|quorum|catchup|potential)|read[-_]?(?:only|write)|readonly|writer|reader|maint(?:enance)?|fastpath|tcp|udp|http|https|ssl|tls|session|transaction|statement|select|insert|update|delete|commit|rollback|begin|vacuum|analyze|walsender|autovacuum|client[-_]backend|background[-_]worker)$/i;

/** `orders-v1` */
const VERSIONED = /^[a-z]+(?:-[a-z]+)*-v?\d{1,3}$/i;

/**
 * A line of `.pgpass`: `HOST:PORT:DATABASE:USER:PASSWORD` and nothing else (PostgreSQL documentation, "The Password File").
 * With other ports than those that servers and poolers are given it reads as a file, a line and three words, unless the last
 * one is none. Lists of connections have the same form, with a state at the end.
 */
const PGPASS: FieldForm = {
  rule: 'pgpass',
  type: 'secret',
  keywords: [':*:'],
  form: () =>
    new RegExp(
      `:(?:\\d{4,5}|\\*):[^\\s:]{1,63}:[^\\s:]{1,63}:((?:[^\\s:"'<]|(?!${CLOSING_TAG})<){4,128})(?=["']?(?:\\s|$|${CLOSING_TAG}))`,
      'y',
    ),
  accepts: (value, { text }, start) =>
    !isPlaceholder(value) &&
    !isStateWord(value) &&
    !ROLE.test(value) &&
    ((looksChosen(value) && !VERSIONED.test(value)) ||
      USUAL_PORT.test(text.slice(start, start + MOST_PORT_DIGITS + 2))) &&
    isHost(text.slice(Math.max(0, start - LONGEST_HOST - 2), start)),
};

/** `login.ts:5432:…` is a line of a file. */
const SOURCE =
  /\.(?:[cm]?[jt]sx?|go|rs|cc?|cpp|cxx|h|hpp|py|java|cs|rb|php|log|kts?|scala|swift|vue|sql|sh|txt|lua|ex|erl|pl)$/i;

function isHost(before: string): boolean {
  return /(?:^|[\n"' +>])[\w.*-]{1,120}$/.test(before) && !SOURCE.test(before);
}

/** Any port. One that is a number is met by its digits: a keyword of them would stop the scan at each number behind a colon. */
export const pgpassAnchors: readonly Anchor[] = anchorsOf(PGPASS);

/** Judges a line by its port, `[start, end)`, if that is one: digits between colons. */
export function detectPgpass(scan: Scan, start: number, end: number): void {
  if (end - start < FEWEST_PORT_DIGITS || end - start > MOST_PORT_DIGITS) return;
  const { bytes } = scan;
  if (start === 0 || end >= bytes.length || bytes[start - 1]! !== COLON || bytes[end]! !== COLON) return;
  if (!isBeforeDatabase(bytes, end)) return;
  for (const { detect } of pgpassAnchors) detect(scan, start - 1, start);
}

/** Whether a name and another colon stand behind the port's: the form asks for up to 63 characters that are no colon and no space. */
function isBeforeDatabase(bytes: Uint8Array, portEnd: number): boolean {
  const to = Math.min(bytes.length, portEnd + LONGEST_DATABASE + 2);
  for (let index = portEnd + 1; index < to; index++) {
    const code = bytes[index]!;
    if (code === COLON) return index > portEnd + 1;
    // Spaces beyond ASCII are left to the form.
    if ((KIND[code]! & SPACE) !== 0) return false;
  }
  return false;
}

const LONGEST_DATABASE = 63;
