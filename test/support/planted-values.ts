import { createHash } from 'node:crypto';

/** A secret or personal value, and how it is written where text may be anything. */
export interface PlantedValue {
  readonly kind: string;
  /** The input that it was put into: tells where a leak came from. */
  readonly input: string;
  readonly value: string;
  /** The value in words that a person or a program would write around it. */
  readonly text: string;
  /** Whether the value alone, without words around it, tells what it is. */
  readonly alone: boolean;
}

interface Kind {
  readonly kind: string;
  readonly value: (random: Digits) => string;
  readonly text?: (value: string) => string;
  readonly alone?: boolean;
}

/** Forty kinds, of what the masker promises to find (docs/masking.md). */
const KINDS: readonly Kind[] = [
  { kind: 'email', value: (r) => `jane.${r.lower(6)}@mail-${r.lower(5)}.org` },
  { kind: 'phone-de', value: (r) => `+49 30 ${r.from(1)}${r.digits(6)}` },
  { kind: 'phone-us', value: (r) => `(212) 555-0${r.digits(3)}`, text: (v) => `phone: ${v}`, alone: false },
  { kind: 'ipv4', value: (r) => `203.0.${r.octet()}.${r.octet()}` },
  { kind: 'ipv6', value: (r) => `2001:db8:${r.hex(4)}:${r.hex(4)}::${r.hex(4)}` },
  { kind: 'mac', value: (r) => [0, 1, 2, 3, 4].map(() => r.hex(2)).reduce((a, b) => `${a}:${b}`, '02') },
  { kind: 'iban-de', value: (r) => iban('DE', r.digits(18)) },
  { kind: 'iban-nl', value: (r) => iban('NL', `INGB${r.digits(10)}`) },
  { kind: 'visa', value: (r) => luhn(`4539${r.digits(11)}`), text: (v) => `card ${v}`, alone: false },
  { kind: 'amex', value: (r) => luhn(`3782${r.digits(10)}`), text: (v) => `credit card: ${v}`, alone: false },
  {
    kind: 'ssn',
    value: (r) => `${r.from(2)}${r.from(1)}${r.from(1)}-${r.from(1)}${r.from(1)}-${r.from(1)}${r.digits(3)}`,
    text: (v) => `SSN: ${v}`,
    alone: false,
  },
  { kind: 'aws-key', value: (r) => `AKIA${r.base32(16)}` },
  { kind: 'github', value: (r) => `ghp_${r.word(36)}` },
  { kind: 'gitlab', value: (r) => `glpat-${r.word(20)}` },
  {
    kind: 'slack',
    value: (r) => `xoxb-${r.from(1)}${r.digits(11)}-${r.from(1)}${r.digits(11)}-${r.word(24)}`,
  },
  { kind: 'stripe', value: (r) => `sk_live_${r.word(24)}` },
  { kind: 'google', value: (r) => `AIzaSy${r.word(33)}` },
  { kind: 'npm', value: (r) => `npm_${r.word(36)}` },
  { kind: 'sendgrid', value: (r) => `SG.${r.word(22)}.${r.word(43)}` },
  {
    kind: 'jwt',
    value: (r) =>
      `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from(`{"sub":"${r.digits(10)}"}`).toString('base64url')}.${r.word(43)}`,
  },
  {
    kind: 'private-key',
    value: (r) => r.word(64),
    text: (v) =>
      `-----BEGIN RSA PRIVATE KEY-----\n${v}\n${v.split('').reverse().join('')}\n-----END RSA PRIVATE KEY-----`,
    alone: false,
  },
  {
    kind: 'url-password',
    value: (r) => `Pw${r.word(14)}`,
    text: (v) => `https://deploy:${v}@db.internal/orders`,
    alone: false,
  },
  {
    kind: 'azure-storage',
    value: (r) => `${r.word(86)}==`,
    text: (v) =>
      `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${v};EndpointSuffix=core.windows.net`,
    alone: false,
  },
  { kind: 'password', value: (r) => `Hx7!${r.word(12)}`, text: (v) => `password=${v}`, alone: false },
  { kind: 'bearer', value: (r) => r.word(40), text: (v) => `Authorization: Bearer ${v}`, alone: false },
  { kind: 'api-key', value: (r) => r.hex(32), text: (v) => `api_key: "${v}"`, alone: false },
  {
    kind: 'connection',
    value: (r) => `Z${r.word(18)}`,
    text: (v) => `Server=db1;Database=orders;User Id=app;Password=${v};Encrypt=true`,
    alone: false,
  },
  { kind: 'openai', value: (r) => `sk-${r.word(20)}T3BlbkFJ${r.word(20)}` },
  { kind: 'mrn', value: (r) => `${r.from(1)}${r.digits(7)}`, text: (v) => `MRN: ${v}`, alone: false },
  { kind: 'npi', value: (r) => npi(`1${r.digits(8)}`), text: (v) => `NPI ${v}`, alone: false },
  {
    kind: 'dob',
    value: (r) => `19${r.from(4)}${r.digits(1)}-0${r.from(1)}-1${r.digits(1)}`,
    text: (v) => `DOB: ${v}`,
    alone: false,
  },
  { kind: 'person', value: (r) => `Dietlinde ${r.name(9)}`, text: (v) => `Dear Mrs. ${v},`, alone: false },
  {
    kind: 'address',
    value: (r) => `${r.from(1)}${r.digits(2)} ${r.name(8)} Street`,
    text: (v) => `ship to ${v}`,
    alone: false,
  },
  {
    kind: 'passport',
    value: (r) => `C${r.from(1)}${r.digits(7)}`,
    text: (v) => `passport number: ${v}`,
    alone: false,
  },
  {
    kind: 'home-folder',
    value: (r) => `u${r.lower(8)}`,
    text: (v) => `/home/${v}/src/orders.ts`,
    alone: false,
  },
  {
    kind: 'member-id',
    value: (r) => `W${r.from(1)}${r.digits(8)}`,
    text: (v) => `member id: ${v}`,
    alone: false,
  },
  {
    kind: 'cookie',
    value: (r) => r.word(32),
    text: (v) => `Set-Cookie: sessionid=${v}; HttpOnly`,
    alone: false,
  },
  { kind: 'client-secret', value: (r) => r.word(34), text: (v) => `client_secret=${v}`, alone: false },
  {
    kind: 'basic-auth',
    value: (r) =>
      Buffer.from(`app:${r.word(20)}`)
        .toString('base64')
        .replace(/=+$/, ''),
    text: (v) => `Authorization: Basic ${v}`,
    alone: false,
  },
  { kind: 'huggingface', value: (r) => `hf_${r.letters(34)}` },
];

/** Forty values that occur in this input and in no other. The same input has the same values in every run of the tests. */
export function plantedIn(input: string): readonly PlantedValue[] {
  return KINDS.map(({ kind, value: make, text, alone }) => {
    const value = make(digitsOf(`${input}/${kind}`));
    return { kind, input, value, text: text?.(value) ?? value, alone: alone ?? true };
  });
}

/** All forty in one text, one a line. */
export function prose(values: readonly PlantedValue[]): string {
  return values.map(({ text }) => text).join('\n');
}

interface Digits {
  digits(count: number): string;
  hex(count: number): string;
  word(count: number): string;
  letters(count: number): string;
  lower(count: number): string;
  base32(count: number): string;
  name(count: number): string;
  octet(): number;
  /** A digit from `least` to 8. */
  from(least: number): number;
}

function digitsOf(seed: string): Digits {
  let block = 0;
  let bytes: number[] = [];
  const next = (): number => {
    if (bytes.length === 0) {
      block += 1;
      bytes = [...createHash('sha256').update(`${seed}/${block}`).digest()];
    }
    return bytes.pop() ?? 0;
  };
  const pick = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => alphabet.charAt(next() % alphabet.length)).join('');
  const lower = 'abcdefghijklmnopqrstuvwxyz';
  const letters = lower + lower.toUpperCase();
  return {
    digits: (count) => pick('0123456789', count),
    hex: (count) => pick('123456789abcdef', count),
    word: (count) => pick(`${letters}0123456789`, count),
    letters: (count) => pick(letters, count),
    lower: (count) => pick(lower, count),
    base32: (count) => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', count),
    name: (count) => pick('BDGHKLMRSTW', 1) + pick(lower, count - 1),
    octet: () => 1 + (next() % 254),
    from: (least) => least + (next() % (9 - least)),
  };
}

function luhn(digits: string): string {
  for (let check = 0; ; check += 1) if (luhnSum(`${digits}${check}`) % 10 === 0) return `${digits}${check}`;
}

/** NPI: Luhn over the number behind 80840. */
function npi(digits: string): string {
  return luhn(`80840${digits}`).slice(5);
}

function luhnSum(digits: string): number {
  return digits
    .split('')
    .reverse()
    .reduce((sum, digit, at) => {
      const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
      return sum + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
}

function iban(country: string, account: string): string {
  const numeric = `${account}${country}00`
    .split('')
    .map((character) => Number.parseInt(character, 36))
    .join('');
  const check = 98n - (BigInt(numeric) % 97n);
  return `${country}${String(check).padStart(2, '0')}${account}`;
}
