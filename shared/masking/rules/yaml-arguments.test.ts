import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'arguments' });

describe('lists of arguments', () => {
  it.each([
    'command:\n  - sshpass\n  - -p\n  - «Kq7mzR2vLp»\n  - ssh',
    'command:\r\n  - sshpass\r\n  - "-p"\r\n  - "«Kq7mzR2vLp»"\r\n  - ssh',
    "    command:\n    - sshpass\n    args:\n    - '-p'\n    - '«Kq7mzR2vLp»'\n",
    '      - --password\n      - «Kq7mzR2vLp»',
    'args:\n- --db-password\n- «plover42»  # for staging\n- --port\n- "8080"',
    'args: [sshpass, -p, «Kq7mzR2vLp», ssh, h]',
    'Command::new("sshpass").args(["-p", "«Kq7mzR2vLp»", "ssh"])',
    'Command::new("mysql")\n    .arg("-u").arg("root")\n    .arg("-p«Kq7mzR2vLp»")',
    '"args": ["sshpass", "-p", "«b3\\"Wz9kLq6Tn»", "ssh", "deploy@host1"]',
    '{"cmd":"[\\"sshpass\\",\\"-p\\",\\"«Kq7mzR2vLp»\\"]"}',
  ])('have their password masked, and nothing else: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    const expected = values.reduce((sum, value) => sum.replace(value, '<>'), text);

    expect(masked.replace(/<secret-\w+>/g, '<>')).toBe(expected);
    expect(masker.mask(masked)).toBe(masked);
  });

  it.each([
    '- --port\n- "8080"\n- --log-level\n- debug',
    'args:\n  - --password-file\n  - /run/secrets/db1',
    'args:\n  - --password\n  - $(DB_PASSWORD)',
    'matrix: [1, -2, -x]',
    '- -v\n- /etc/passwd:/etc/passwd1',
    'args: [run, -p, 8080:80, nginx]',
  ])('stay where they hold none: %s', (text) => {
    expect(masker.mask(text)).toBe(text);
  });
});
