import { type Scan } from '../scan.ts';
import { isReference } from './code-references.ts';
import { isCode } from './code-values.ts';
import { isMeasurement } from './measurements.ts';
import { isLabelOfObject, isObjectName } from './object-names.ts';

const REACH = 64;
const LONGEST = 160;
const LINE = /[^\n]*$/;
const CACHE =
  /\bcache\b(?:[ \w]{0,40} )?(?:from|with|for|on|input|primary|restore|the|by|under)(?: input| primary| restore| the)?[ -]$/i;
const CACHE_KEY = /^(?:restore-?)?keys?$/i;
/** What Terraform says of a resource, behind its address. */
const TERRAFORM =
  /(?:Creation complete|Creating\.\.\.|Refreshing state\.\.\.|Still (?:creating|reading|modifying|destroying|refreshing|opening)|Modifying\.\.\.|Modifications complete|Destroying\.\.\.|Destruction complete|Reading\.\.\.|Read complete|Opening\.\.\.|Opening complete|Closing\.\.\.|Closing complete|Importing from|Import (?:complete|prepared)|Preparing import|Plan to (?:create|destroy|update)|Provisioning with|Drift detected)/y;
const RESOURCE = /[a-z]\w*\.[\w-]+(?:\[[^\]\n]*\])?["\]]*$/i;
/** Sources of accounts in `nsswitch.conf`. */
const SOURCES =
  /(?:(?:files|systemd|compat|sss|ldap|nis|nisplus|db|winbind|dns|mymachines|altfiles|extrausers|cache|hesiod|centrify|vas4|\[[\w=! ]{3,40}\])[ \t]*)+(?=$|[\r\n#"\\])/y;
const ARCHITECTURE =
  /^(?:amd64|arm64|armhf|armel|i386|i686|all|any|noarch|x86_64|aarch64|ppc64el|ppc64le|s390x|riscv64|mips64el)$/;
const PACKAGE = /^lib[a-z]*secret[\w.+-]*$/;
const SHORT_HASH = /^[a-f\d]{6,16}$/;
/** How a password is kept or where secrets lie, and when one was set. */
const DESCRIBES = /(?:encoders?|encoding|backend|hashing|strategy|encryptor|last_?set)$/i;
const HASHES = /(?:hash|checksum|digest)$/i;
const VAULT_PATH = /^[a-z][\w-]*(?:\/[\w.-]+)+$/i;

/** Where a value was found: `[nameStart, nameEnd)` and `[start, end)`. */
export interface NamedValue {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/**
 * True for what has the name of a secret before it and is none: a measurement, code, the name of an object, the key of a cache, what a tool
 * says of a resource. Asked of what would else be masked.
 */
export function isOtherValue(scan: Scan, place: NamedValue): boolean {
  const { text } = scan;
  const { nameStart, nameEnd, start, end, isQuoted } = place;
  if (end - start > LONGEST) return false;
  const before = lineBefore(text, nameStart);
  const value = withoutClosing(text.slice(start, end), before);
  const name = text.slice(nameStart, nameEnd);
  const between = text.slice(nameEnd, start);
  if (before.endsWith('checksum/') && /^[a-f\d]+$/.test(value)) return true;
  if (HASHES.test(name) && SHORT_HASH.test(value)) return true;
  if (DESCRIBES.test(name) && /^[a-z][\w-]*$|^\d+$/i.test(value) && !/\d[a-z]|[a-z]\d{3}/i.test(value))
    return true;
  if (CACHE_KEY.test(name) && CACHE.test(before)) return true;
  if (/agent-inject-secret/.test(name) && VAULT_PATH.test(value)) return true;
  if (isObjectName(name, value)) return true;
  if (isReference(name, value, isQuoted ? text.charAt(start - 1) : '', between.trim() === ',')) return true;
  if (between.includes('=') && (!isQuoted || /[{,]$/.test(before)) && isLabelOfObject(name, value))
    return true;
  // `'[name=password]').type(…)`: what looks like a quote before the value closes a selector.
  if (isQuoted) return (/^["'`]?\]["'`]$/.test(between) && value.startsWith(')')) || isQuotedMeasure(value);
  return isOtherBare(text, place, { name, value, between, before });
}

/** `"98.1%"`: only with a point, for the value of a document is a password otherwise. */
function isQuotedMeasure(value: string): boolean {
  return value.includes('.') && isMeasurement(value, 0, value.length) && !value.includes('/');
}

/** `{secret: basic-auth}`: brackets that close what was opened before the name are no part of the value. */
function withoutClosing(value: string, before: string): string {
  return before.includes('{') ? value.replace(/\}{1,4}$/, '') : value;
}

interface Parts {
  readonly name: string;
  readonly value: string;
  readonly between: string;
  readonly before: string;
}

function isOtherBare(
  text: string,
  { nameEnd, start, end }: NamedValue,
  { name, value, between, before }: Parts,
): boolean {
  if (isMeasurement(text, start, end)) return true;
  if (before.endsWith('type=') && name === 'secret' && between === ',') return true;
  const isSpaced = /[ \t]$/.test(between);
  if (
    isSpaced &&
    startsAt(TERRAFORM, text, start) &&
    RESOURCE.test(text.slice(Math.max(0, nameEnd - REACH), nameEnd + between.lastIndexOf(':')))
  )
    return true;
  if (name === 'passwd' && between.startsWith(':') && startsAt(SOURCES, text, start)) return true;
  if (between === ':' && PACKAGE.test(name) && ARCHITECTURE.test(value)) return true;
  return isCode(text, start, end, {
    separator: between.replace(/[\s"'`]/g, ''),
    spaced: isSpaced,
    isNameQuoted: /^["'`]/.test(between),
  });
}

function startsAt(sticky: RegExp, text: string, start: number): boolean {
  sticky.lastIndex = start;
  return sticky.test(text);
}

function lineBefore(text: string, end: number): string {
  return LINE.exec(text.slice(Math.max(0, end - REACH), end))?.[0] ?? '';
}
