import { flagsOf } from '../characters.ts';
import { TOKEN_TABLE } from './token-table.ts';

const CHARSETS: Readonly<Record<string, string>> = {
  w: '[A-Za-z0-9_]',
  d: '[A-Za-z0-9_-]',
  a: '[A-Za-z0-9]',
  h: '[A-Fa-f0-9]',
  u: '[A-Z0-9]',
  p: '[A-Za-z0-9_.=-]',
  b: '[A-Za-z0-9+/=_-]',
  n: '[a-z0-9:-]',
};

/** A set of characters that tokens are made of. */
export interface Charset {
  /** Its place among CHARSET_COUNT. */
  readonly index: number;
  /** As an expression has it. */
  readonly characters: string;
  /** For each byte whether it is one of them. */
  readonly holds: readonly boolean[];
}

export const CHARSET_COUNT = Object.keys(CHARSETS).length;

const SETS: ReadonlyMap<string, Charset> = new Map(
  Object.entries(CHARSETS).map(([name, characters], index) => [
    name,
    { index, characters, holds: flagsOf(new RegExp(characters)) },
  ]),
);

/** Of the parts of a JSON web token: Base64 for URLs. */
export const JWT_CHARSET = charsetOf('d');

/** So many characters of a set behind the anchor. */
export interface TokenRun {
  readonly rule: string;
  readonly anchor: string;
  readonly run: { readonly charset: Charset; readonly least: number; readonly most: number };
}

export interface TokenExpression {
  readonly rule: string;
  readonly anchor: string;
  /** Sticky; tried at the anchor's first character, or where it stands within. Counted repeats of one class: its work is bounded. */
  readonly form: RegExp;
  /** What stands behind the anchor up to a sign: without it there, the form need not be tried. */
  readonly lead?: { readonly charset: Charset; readonly sign: string };
}

export type TokenForm = TokenRun | TokenExpression;

/** The forms of the table, with the few that need an expression of their own. */
export const TOKEN_FORMS: readonly TokenForm[] = [
  ...TOKEN_TABLE.trim().split('\n').map(formOf),
  { rule: 'cloudflare', anchor: 'v1.0-', form: /v1\.0-[0-9a-f]{20,40}(?:-[0-9a-f]{20,400})?/y },
  { rule: 'airtable', anchor: 'pat', form: /pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/y },
  {
    rule: 'paypal',
    anchor: 'access_token$',
    form: /access_token\$(?:production|sandbox)\$\w{16}\$[0-9a-f]{32}/y,
  },
  { rule: 'password-hash', anchor: '$2', form: /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/y },
  { rule: 'password-hash', anchor: '$apr1$', form: /\$apr1\$[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{22}/y },
  {
    rule: 'password-hash',
    anchor: '$argon2',
    form: /\$argon2(?:id|i|d)\$(?:v=\d{1,3}\$)?[mtp=,\d]{5,40}\$[+/A-Za-z0-9]{8,90}\$[+/A-Za-z0-9]{16,180}/y,
  },
  ...['1', '5', '6'].map((kind): TokenForm => ({
    rule: 'password-hash',
    anchor: `$${kind}$`,
    form: new RegExp(`\\$${kind}\\$(?:rounds=\\d{1,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{22,86}`, 'y'),
  })),
  { rule: 'resend', anchor: 're_', form: /re_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{20,28}(?![\w-])/y },
  ...['prod', 'dev', 'preview'].map((kind): TokenForm => ({
    rule: 'convex',
    anchor: `${kind}:`,
    lead: { charset: charsetOf('n'), sign: '|' },
    form: new RegExp(`${kind}:[a-z][a-z0-9:-]{3,80}\\|[A-Za-z0-9+/=_-]{40,400}`, 'y'),
  })),
  { rule: 'jfrog', anchor: 'AKC', form: /AKC[A-Za-z0-9]{10}(?![A-Za-z0-9])/y },
  { rule: 'jfrog', anchor: 'AP', form: /AP[A-Z0-9][A-Za-z0-9]{10}(?![A-Za-z0-9])/y },
  { rule: 'notion', anchor: 'ntn_', form: /ntn_\d{11}[A-Za-z0-9]{35}(?![A-Za-z0-9])/y },
  { rule: 'sourcegraph', anchor: 'sgp_', form: /sgp_[a-f0-9]{16}_[a-f0-9]{40}(?![A-Za-z0-9])/iy },
  {
    rule: 'sidekiq',
    anchor: 'contribsys__com',
    form: /contribsys__com\w{0,12}["']?\s{0,3}[:=>]{1,2}\s{0,16}["']?[0-9a-f]{8}:[0-9a-f]{8}/iy,
  },
];

/** Tokens that are known by a part within. */
export const INNER_FORMS: readonly TokenExpression[] = [
  { rule: 'openai', anchor: 'T3BlbkFJ', form: /T3BlbkFJ[A-Za-z0-9_-]{10,120}/y },
  { rule: 'terraform', anchor: '.atlasv1.', form: /\.atlasv1\.[\w=-]{60,80}/y },
];

function formOf(line: string): TokenRun {
  const parts = line.split(' ');
  return {
    rule: parts[0] ?? '',
    anchor: parts[1] ?? '',
    run: { charset: charsetOf(parts[2] ?? ''), least: Number(parts[3]), most: Number(parts[4]) },
  };
}

function charsetOf(name: string): Charset {
  const charset = SETS.get(name);
  if (charset === undefined) throw new RangeError(`Token forms have no character set "${name}".`);
  return charset;
}
