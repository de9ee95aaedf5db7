import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { makeSecrets } from './made-secrets.ts';

const masker = createMasker({ runKey: 'forms' });
const SECRETS = [...makeSecrets(1), ...makeSecrets(2)];

/** The same secret as files, protocols and programs write it. */
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'alone on a line': (secret) => `first line\n${secret}\nlast line`,
  'in a log line': (secret) => `2026-03-02T10:11:12Z ERROR call with ${secret} failed after 31 ms`,
  'in JSON': (secret) => JSON.stringify({ level: 'info', config: { credential: secret } }),
  'in JSON within JSON': (secret) => JSON.stringify({ log: JSON.stringify({ value: secret }) }),
  'in YAML': (secret) => `env:\n  - name: SERVICE\n    value: ${secret}\n`,
  'in .env': (secret) => `PORT=8080\nSERVICE_TOKEN=${secret}\nDEBUG=true\n`,
  'in an exported variable': (secret) => `export SERVICE_TOKEN="${secret}"`,
  'in a header': (secret) => `GET /v1 HTTP/1.1\r\nHost: api.example.com\r\nX-Api-Key: ${secret}\r\n\r\n`,
  'as bearer': (secret) => `> Authorization: Bearer ${secret}`,
  'in a query': (secret) => `GET /v1/items?limit=10&api_key=${encodeURIComponent(secret)}&page=2 200 31ms`,
  'in a URL': (secret) => `cloning https://oauth2:${encodeURIComponent(secret)}@git.example.com/app.git`,
  'in an added line': (secret) => `@@ -1,2 +1,2 @@\n-token: ""\n+token: "${secret}"`,
  'at the start of an added line': (secret) => `@@ -1,2 +1,2 @@\n+${secret}`,
  'in SQL': (secret) => `INSERT INTO settings (name, value) VALUES ('api_token', '${secret}');`,
  'in an element': (secret) => `<credential><token>${secret}</token></credential>`,
  'in a call': (secret) => `const client = new Client({ token: '${secret}', retries: 3 });`,
  'in a stack trace': (secret) => `Error: 401 for key ${secret}\n    at call (/app/src/client.ts:41:7)`,
  'behind an escaped line break': (secret) => `{"message":"keys:\\n${secret}\\ndone"}`,
  'in a command': (secret) => `$ tool login --token ${secret} --quiet`,
};

describe('secrets in the forms of providers', () => {
  it.each(Object.entries(FORMS))('are masked %s', (_, write) => {
    const left = SECRETS.filter(({ value }) => shows(masker.mask(write(value)), value));

    expect(left.map(({ provider }) => provider)).toEqual([]);
  });

  it('are masked in Base64 of a file of variables', () => {
    const left = SECRETS.filter(({ value }) => {
      const wrapped = Buffer.from(`SERVICE_TOKEN=${value}\n`).toString('base64');
      return shows(masker.mask(`  .env: ${wrapped}`), wrapped);
    });

    expect(left.map(({ provider }) => provider)).toEqual([]);
  });

  it('are masked where a whole document is URL-encoded', () => {
    const left = SECRETS.filter(({ value }) =>
      shows(masker.mask(`body=${encodeURIComponent(JSON.stringify({ token: value }))}`), value),
    );

    expect(left.map(({ provider }) => provider)).toEqual([]);
  });

  it.each([
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
  ])('hide a %s on many lines, on one line and in a diff', (kind) => {
    const lines = SECRETS.slice(0, 8).map(({ value }) =>
      Buffer.from(value.repeat(3)).toString('base64').slice(0, 64),
    );
    const key = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n');
    const texts = [
      key,
      `key: "${key.replaceAll('\n', '\\n')}"`,
      key.replace(/^/gm, '+'),
      key.replace(/^/gm, '    '),
    ];

    const left = texts.filter((text) => {
      const masked = masker.mask(text);
      return lines.some((line) => masked.includes(line));
    });

    expect(left).toEqual([]);
  });
});

/** True when a run of a dozen characters of the value is left, wherever it begins; forms' own beginnings are short. */
function shows(masked: string, value: string): boolean {
  const length = Math.min(LONGEST_LEFT, value.length);
  return Array.from({ length: value.length - length + 1 }, (_, at) => value.slice(at, at + length)).some(
    (part) => masked.includes(part),
  );
}

const LONGEST_LEFT = 12;
