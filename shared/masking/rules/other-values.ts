import { type Scan } from '../scan.ts';
import { isExpression } from './code-expressions.ts';
import { isReference } from './code-references.ts';
import { isCode } from './code-values.ts';
import { isMeasurement } from './measurements.ts';
import { isLabelOfObject, isObjectName } from './object-names.ts';
import { isPassedOn } from './passed-values.ts';
import { isQuotedCode } from './quoted-code.ts';

const REACH = 64;
const LONGEST = 160;
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
const DESCRIPTION = /^(?:[a-z][\w-]*|\d+)$/i;
/** Other labels of Kubernetes, and what is said of its objects. */
const OBJECT_AROUND =
  /kube|namespace|\bpod\b|\bns=|\bmount|\bvolume|ingress|certificate|deployment|secret (?:created|updated|synced|rotated|not found|loaded)/i;
const AROUND = 120;
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
  const value = withoutClosing(text, place);
  const name = text.slice(nameStart, nameEnd);
  // Of each two conditions the one that fails sooner stands first.
  if (text.endsWith('checksum/', nameStart) && /^[a-f\d]+$/.test(value)) return true;
  if (SHORT_HASH.test(value) && HASHES.test(name)) return true;
  if (DESCRIPTION.test(value) && DESCRIBES.test(name) && !/\d[a-z]|[a-z]\d{3}/i.test(value)) return true;
  if (CACHE_KEY.test(name) && CACHE.test(lineBefore(text, nameStart))) return true;
  if (VAULT_PATH.test(value) && name.includes('agent-inject-secret')) return true;
  if (isObjectName(name, value)) return true;
  const between = text.slice(nameEnd, start);
  if (isReference(name, value, isQuoted ? text.charAt(start - 1) : '', between)) return true;
  if (
    isLabelOfObject(name, value) &&
    between.includes('=') &&
    (!isQuoted || /[{,]/.test(text.charAt(nameStart - 1))) &&
    OBJECT_AROUND.test(text.slice(Math.max(0, nameStart - AROUND), end + AROUND))
  )
    return true;
  if (isQuoted)
    return (
      isQuotedOtherwise(value, name, between) ||
      isPassedOn(text, nameEnd, start, end) ||
      isQuotedCode(text, { nameStart, name, value, between, end })
    );
  return isOtherBare(text, place, { name, value, between });
}

/** `'[name=password]').type(…)`: what looks like a quote before the value closes a selector; or a measurement. */
function isQuotedOtherwise(value: string, name: string, between: string): boolean {
  return (value.startsWith(')') && /^["'`]?\]["'`]$/.test(between)) || isQuotedMeasure(name, value);
}

/** `"98.1%"`: only with a point, for the value of a document is a password otherwise. */
function isQuotedMeasure(name: string, value: string): boolean {
  return (
    value.includes('.') &&
    !IS_PASSWORD.test(name) &&
    isMeasurement(value, 0, value.length) &&
    !value.includes('/')
  );
}

/** `{secret: basic-auth}`: brackets that close what was opened before the name are no part of the value. */
function withoutClosing(text: string, { nameStart, start, end }: NamedValue): string {
  const value = text.slice(start, end);
  return value.endsWith('}') && lineBefore(text, nameStart).includes('{')
    ? value.replace(/\}{1,4}$/, '')
    : value;
}

interface Parts {
  readonly name: string;
  readonly value: string;
  readonly between: string;
}

/** A rate may have the name `pass`, and `token` a count of them. */
const IS_PASSWORD = /(?:passw(?:or)?d|pwd|passphrase|passcode|kennwort|passwort)$/i;
/** How long asking for a password took: `password=241ms`, `12.4 s`. */
function isTime(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  return (
    /^(?:\d{1,4}(?:\.\d{1,3})?(?:ms|[µun]s)|\d{1,3}\.\d{1,3}s?)$/.test(value) &&
    (!/^[\d.]+$/.test(value) || /^[ \t][mµun]?s/.test(text.slice(end, end + 3)))
  );
}

/** `IPSEC_LOCAL_CRED = 0x19`, `CRED_FLAGS = 4u32` */
const SMALL_CONSTANT = /^(?:0x[\da-f]{1,8}|(?:0x[\da-f]{1,8}|\d{1,10})_?[ui](?:8|16|32|64|128|size))$/i;
const CONSTANT_NAME = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/;

/** What a statement, a type or a word of Terraform may begin with. */
const BEGINS_CODE = /[A-Za-z_$[&*!<]/;

function isOtherBare(
  text: string,
  { nameStart, nameEnd, start, end }: NamedValue,
  { name, value, between }: Parts,
): boolean {
  if (isMeasurement(text, start, end) && (!IS_PASSWORD.test(name) || isTime(text, start, end))) return true;
  if (name === 'secret' && between === ',' && text.endsWith('type=', nameStart)) return true;
  if (name === 'passwd' && between.startsWith(':') && startsAt(SOURCES, text, start)) return true;
  if (/(?:regexp?|_re)$/i.test(name) && value.startsWith('/')) return true;
  if (SMALL_CONSTANT.test(value) && CONSTANT_NAME.test(name)) return true;
  if (!BEGINS_CODE.test(text.charAt(start))) return false;
  if (isExpression(text, { nameStart, start, name, between })) return true;
  const isSpaced = between.endsWith(' ') || between.endsWith('\t');
  if (
    isSpaced &&
    startsAt(TERRAFORM, text, start) &&
    RESOURCE.test(text.slice(Math.max(0, nameEnd - REACH), nameEnd + between.lastIndexOf(':')))
  )
    return true;
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

/** What stands before `end` on its line, at most `REACH` signs. */
function lineBefore(text: string, end: number): string {
  const before = text.slice(Math.max(0, end - REACH), end);
  return before.slice(before.lastIndexOf('\n') + 1);
}
