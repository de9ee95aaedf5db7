import { flagsOf } from '../characters.ts';
import { PLATFORM_TOKENS } from './token-table.ts';
import { SERVICE_TOKENS } from './token-table-services.ts';

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

/** Letters of both cases and a digit, looked for where a token's drawn part begins. */
const MIXED = '(?=[A-Za-z]{0,31}\\d)(?=[a-z0-9]{0,31}[A-Z])(?=[A-Z0-9]{0,31}[a-z])';
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\\w-])';

/** The forms of the table, with the few that need an expression of their own. */
export const TOKEN_FORMS: readonly TokenForm[] = [
  ...[PLATFORM_TOKENS, SERVICE_TOKENS].flatMap((table) => table.trim().split('\n').map(formOf)),
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
  { rule: 'jfrog', anchor: 'AP', form: /AP(?!A91b)[A-Z0-9][A-Za-z0-9]{10}(?![A-Za-z0-9])/y },
  { rule: 'notion', anchor: 'ntn_', form: /ntn_\d{11}[A-Za-z0-9]{35}(?![A-Za-z0-9])/y },
  { rule: 'sourcegraph', anchor: 'sgp_', form: /sgp_[a-f0-9]{16}_[a-f0-9]{40}(?![A-Za-z0-9])/iy },
  ...['M.C', 'M.R'].map((anchor): TokenForm => ({
    rule: 'microsoft',
    anchor,
    form: /M\.[CR]\d{1,4}_[A-Z0-9]{3}\.[\w.!*$-]{60,2000}/y,
  })),
  {
    rule: 'authorization',
    anchor: 'key ',
    form: /key [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9a-f]{32}/iy,
  },
  ...['splunk', 'geniekey'].map((scheme): TokenForm => ({
    rule: 'authorization',
    anchor: `${scheme} `,
    form: new RegExp(`${scheme} ${UUID}`, 'iy'),
  })),
  // Of what follows it a digit and both cases are asked for: words that are put together look alike.
  { rule: 'crates', anchor: 'cio', form: new RegExp(`cio${MIXED}[A-Za-z0-9]{32}(?![A-Za-z0-9])`, 'y') },
  { rule: 'flagsmith', anchor: 'ser.', form: new RegExp(`ser\\.${MIXED}[A-Za-z0-9]{22}(?![\\w.(-])`, 'y') },
  { rule: 'vault', anchor: 's.', form: new RegExp(`s\\.${MIXED}[A-Za-z0-9]{24}(?![\\w.(-])`, 'y') },
  { rule: 'bitbucket', anchor: 'BBDC-', form: new RegExp(`BBDC-${MIXED}[\\w+/@-]{40,60}`, 'y') },
  { rule: 'modal', anchor: 'as-', form: new RegExp(`as-${MIXED}[A-Za-z0-9]{22}(?![\\w-])`, 'y') },
  { rule: 'modal', anchor: 'ak-', form: new RegExp(`ak-${MIXED}[A-Za-z0-9]{22}(?![\\w-])`, 'y') },
  ...['live', 'test'].map((kind): TokenForm => ({
    rule: 'stytch',
    anchor: `secret-${kind}-`,
    form: new RegExp(`secret-${kind}-${MIXED}[\\w-]{30,60}=?`, 'y'),
  })),
  { rule: 'phabricator', anchor: 'api-', form: /api-(?=[a-z]{0,27}\d)[a-z0-9]{28}(?![\w-])/y },
  { rule: 'phabricator', anchor: 'cli-', form: /cli-(?=[a-z]{0,27}\d)[a-z0-9]{28}(?![\w-])/y },
  { rule: 'close', anchor: 'api_', form: /api_[A-Za-z0-9]{20,24}\.[A-Za-z0-9]{20,24}(?![\w.(])/y },
  {
    rule: 'youtrack',
    anchor: 'perm',
    form: /perm[:-][\w+/=-]{4,60}\.[\w+/=-]{4,60}\.[A-Za-z0-9]{20,60}(?![\w.(])/y,
  },
  { rule: 'checkout', anchor: 'sk_', form: new RegExp(`sk_(?:test_)?${UUID}`, 'y') },
  { rule: 'telnyx', anchor: 'KEY', form: /KEY[0-9A-Fa-f]{32}_[A-Za-z0-9]{22}/y },
  { rule: 'imagekit', anchor: 'private_', form: /private_[A-Za-z0-9+/]{27}=/y },
  { rule: 'rancher', anchor: 'token-', form: /token-[a-z0-9]{5}:[a-z0-9]{54}/y },
  { rule: 'rancher', anchor: 'kubeconfig-u', form: /kubeconfig-u[a-z0-9-]{1,20}:[a-z0-9]{54}/y },
  { rule: 'configcat', anchor: 'configcat-sdk-', form: /configcat-sdk-\d\/[\w-]{22}\/[\w-]{22}/y },
  { rule: 'unleash', anchor: 'default:', form: /default:[\w-]{1,40}\.[a-f0-9]{50,64}/y },
  { rule: 'unleash', anchor: '*:', form: /\*:(?:\*|[\w-]{1,40})\.[a-f0-9]{50,64}/y },
  { rule: 'packagist', anchor: 'packagist_', form: /packagist_[a-z]{3}_[a-f0-9]{60,80}/y },
  { rule: 'twitter', anchor: 'AAAAAAAAAAAAAAAAAAAA', form: /A{20,24}[A-Za-z0-9%]{50,150}/y },
  // The second half of a payment's key lets its bearer change the payment.
  ...['pi', 'seti'].map((kind): TokenForm => ({
    rule: 'stripe',
    anchor: `${kind}_`,
    form: new RegExp(`${kind}_[A-Za-z0-9]{14,32}_secret_[A-Za-z0-9]{16,40}`, 'y'),
  })),
  // PASETO (paseto.io, versions 1 to 4) and the scheme of RFC 8959.
  ...['1', '2', '3', '4'].flatMap((version) =>
    ['local', 'public'].map((purpose): TokenForm => ({
      rule: 'paseto',
      anchor: `v${version}.${purpose}.`,
      form: new RegExp(`v${version}\\.${purpose}\\.[\\w-]{40,4000}(?:\\.[\\w-]{1,400})?`, 'y'),
    })),
  ),
  {
    rule: 'secret-token',
    anchor: 'secret-token:',
    form: /secret-token:(?=[A-Za-z_.~-]{0,64}\d)[\w.~%+/=-]{12,400}/y,
  },
  {
    rule: 'sidekiq',
    anchor: 'contribsys__com',
    form: /contribsys__com\w{0,12}["']?\s{0,3}[:=>]{1,2}\s{0,16}["']?[0-9a-f]{8}:[0-9a-f]{8}/iy,
  },
];

/** Tokens that are known by a part within. */
export const INNER_FORMS: readonly TokenExpression[] = [
  { rule: 'google-messaging', anchor: ':APA91b', form: /:APA91b[A-Za-z0-9_-]{100,200}/y },
  { rule: 'salesforce', anchor: '!A', form: /!A[QR][A-Za-z0-9._]{60,200}/y },
  { rule: 'openai', anchor: 'T3BlbkFJ', form: /T3BlbkFJ[A-Za-z0-9_-]{10,120}/y },
  { rule: 'terraform', anchor: '.atlasv1.', form: /\.atlasv1\.[\w=-]{60,80}/y },
];

/** Tokens that begin with a digit, which no anchor does: found by what follows it. */
export const DIGIT_FORMS: readonly TokenExpression[] = [
  { rule: 'google', anchor: '//0', form: /1\/\/0[\w-]{38,250}/y },
  { rule: 'google', anchor: '/0A', form: /4\/0A[\w-]{50,250}/y },
  { rule: 'asana', anchor: '/000000', form: /1\/\d{10,19}:[0-9a-f]{32}(?![0-9a-f])/y },
  { rule: 'asana', anchor: '/000000', form: /2\/\d{10,19}\/\d{10,19}:[0-9a-f]{32}(?![0-9a-f])/y },
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
