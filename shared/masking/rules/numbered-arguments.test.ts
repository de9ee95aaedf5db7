import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'rows' });

describe('arguments that are numbered or stand without their command', () => {
  it.each([
    'argv[0]=sshpass argv[1]=-p argv[2]=«h8RkWz3pLd» argv[3]=ssh',
    'type=EXECVE msg=audit(1700000000.1:44): argc=4 a0="sshpass" a1="-p" a2="«h8RkWz3pLd»" a3="ssh"',
    '    - "-p"\n    - "«h8RkWz3pLd»"',
    '    - --token\n    - «h8RkWz3pLd4Xc»\n    - --verbose',
    '    - redis-server\n    - --requirepass\n    - «h8RkWz3pLd»',
    'Command::new("mysql").args(["-u", "root"]).arg("-p«h8RkWz3pLd»")',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'argv[0]=mkdir argv[1]=-p argv[2]=/tmp/a7',
    'argc=3 a0="mkdir" a1="-p" a2="/var/lib/Kestrel2"',
    '    - -p\n    - 8080:80',
    '    - "-p"\n    - "9000"',
    '    - --token-ttl\n    - 24h',
    '    - --token\n    - $(API_TOKEN)',
    'syscall=59 a0=55f0c8 a1=55f0d2 a2=7ffe01 items=2',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
