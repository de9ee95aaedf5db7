import { flagsOf, kindAt, LOWER } from '../characters.ts';
import { type Anchor, type Scan } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { namesSomebody } from './fields.ts';

/** Accounts of programs by a part of their names. */
const PROGRAM =
  /(?:^|[._-])(?:svc|service|srv|server|system|sys|admin|bot|agent|runner|daemon|exporter|reader|writer|robot|job|worker|client|app|api|web|test|tester|demo|load|perf|bench|vu|guest|db|sql|ro|rw|git|ci|cd|backup|deploy|deployer|postgres|redis|kafka|nginx|monitor|monitoring|orders|grafana|prometheus|loadtest|benchmark|anonymous|internal|external)\d{0,4}(?:$|[._-])/i;
/** True for an account that is named after a program (`orders-svc`). */
export const isProgram = (value: string): boolean => PROGRAM.test(value);
/** What tells of a person at work; a program's connection says none of it. */
const ACTIVITY =
  /(?:^|[\s,;{[(])(?:action|event|activity|login|logout|auth|role|tty|ip|src_ip|remote_ip|client_ip|email|session|sid|mfa|tenant)=|\blog(?:ged)?[ -]?(?:in|on|out)\b/i;
const CONNECTION = /(?:^|[\s,;])(?:db|dbname|database|host|port|password|pwd|application_name|sslmode)=/i;
const FIELD_REACH = 64;

/** Who did something, in the fields of the same line. */
function actsOnThisLine(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - FIELD_REACH), start);
  const behind = text.slice(start, start + FIELD_REACH);
  const lineEnd = behind.indexOf('\n');
  const fields = `${before.slice(before.lastIndexOf('\n') + 1)}${lineEnd < 0 ? behind : behind.slice(0, lineEnd)}`;
  return ACTIVITY.test(fields) && !CONNECTION.test(fields);
}

/** A name and a slash behind `~`, and nothing else between them. */
function isFolderOfUser({ bytes }: Scan, start: number, nameStart: number): boolean {
  if ((kindAt(bytes, nameStart) & LOWER) === 0) return false;
  const highest = Math.min(bytes.length - 1, nameStart + LONGEST_USER);
  let end = nameStart + 1;
  while (end < highest && IN_USER[bytes[end]!]!) end++;
  return bytes[end] === SLASH;
}

const LONGEST_USER = 32;
const IN_USER = flagsOf(/[a-z0-9._-]/);
const SLASH = 0x2f;

export const ACCOUNT_FORMS: readonly FieldForm[] = [
  {
    rule: 'user-field',
    type: 'username',
    keywords: ['user='],
    form: /user=["']?([a-z][a-z0-9._-]{2,31})(?=["']?(?:[\s,;)}\]]|$))/y,
    accepts: (value, { text }, start) =>
      namesSomebody(value) &&
      !PROGRAM.test(value) &&
      !/[?&\w-]/.test(text.charAt(start - 1)) &&
      actsOnThisLine(text, start),
  },
  {
    rule: 'sudo-user',
    type: 'username',
    keywords: ['sudo: ', 'sudo['],
    form: /sudo(?:\[\d{1,7}\])?: {1,12}([a-z_][\w.-]{1,31})(?= : (?:TTY=|PWD=|USER=|\d{1,3} incorrect|command not|user NOT))/y,
    accepts: namesSomebody,
  },
  {
    rule: 'home-folder',
    type: 'username',
    keywords: ['documents and settings'],
    form: /documents and settings[\\/]{1,4}([A-Za-z_][\w.-]{1,31})(?=[\\/\s"':,;)]|$)/iy,
    accepts: (value) => namesSomebody(value) && !/^(?:All|LocalService|NetworkService)$/i.test(value),
  },
  {
    rule: 'home-folder',
    type: 'username',
    keywords: ['\\home\\', '\\homes\\'],
    form: /\\homes?\\{1,2}([A-Za-z_][\w.-]{1,31})(?=[\\\s"':,;)]|$)/iy,
    accepts: namesSomebody,
  },
  {
    // `~` alone opens ranges of versions, packages of style sheets and frames of logback.
    rule: 'home-folder',
    type: 'username',
    keywords: ['~'],
    form: /~([a-z][a-z0-9._-]{1,31})(?=\/)/y,
    mayMatch: isFolderOfUser,
    accepts: (value, { text }, start) =>
      namesSomebody(value) &&
      (/^\/(?:public_html|Documents|Downloads|Desktop|\.[a-z])/.test(
        text.slice(start + 1 + value.length, start + 14 + value.length),
      )
        ? !/\w/.test(text.charAt(start - 1))
        : /:\/\/[\w.:-]{1,80}\/$/.test(text.slice(Math.max(0, start - 90), start))),
  },
  {
    rule: 'social-profile',
    type: 'username',
    keywords: [
      'twitter.com/',
      'instagram.com/',
      'facebook.com/',
      'linkedin.com/in/',
      'tiktok.com/@',
      'medium.com/@',
    ],
    form: /(?:(?:twitter|instagram|facebook|tiktok|medium)\.com\/@?|linkedin\.com\/in\/)([A-Za-z][\w.-]{2,31})(?=[/\s"'?#:,;)<]|$)/iy,
    accepts: (value) =>
      namesSomebody(value) &&
      !/^(?:home|login|share|sharer|sharer\.php|intent|search|hashtag|explore|pages|groups|plugins|dialog|tr|policies|about|help|settings|legal|widgets\.js|i)$/i.test(
        value,
      ),
  },
];

/** Accounts of people in fields, folders and addresses. */
export const accountAnchors: readonly Anchor[] = ACCOUNT_FORMS.flatMap(anchorsOf);
