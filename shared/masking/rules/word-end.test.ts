import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const mask = (text: string): string => createMasker({ runKey: 'k' }).mask(text);
const SECRET = /<secret-[\da-f]+>/g;
const PASSWORD = 'Hunter22x';
const MASKED = mask(`sshpass -p '${PASSWORD}' ssh`).match(SECRET)![0];

const COMMANDS = [
  'mysql -uroot -pHunter22x',
  'mysqldump -h db -u root -pHunter22x',
  'sshpass -p Hunter22x',
  'docker login -u a -p Hunter22x',
  'docker --config /x login -u a -pHunter22x',
  'skopeo login -u a -p=Hunter22x',
  'keytool -list -storepass Hunter22x',
  'redis-cli -a Hunter22x',
  'sqlcmd -S db -U sa -P Hunter22x',
  'zip -P Hunter22x',
  'openssl rsa -passin pass:Hunter22x',
  'bindpw Hunter22x',
  'machine a.test login bob password Hunter22x',
];
const SURROUNDINGS: readonly (readonly [string, string])[] = [
  ['', ''],
  ['{"log":"', '\\n","n":1}'],
  ['{"log":"', '\\r\\n"}'],
  ['{"log":"', '\\t\\u003c"}'],
  ['{"log":"', '\\nERROR 1045 (28000)"}'],
  ['{"body":"{\\"log\\":\\"', '\\\\n\\"}"}'],
  ['{"body":"{\\"log\\":\\"', '\\\\nDone\\"}"}'],
  ['{"log":"', '\\\\n"}'],
  ['<a><b>', '</b></a>'],
  ['<failure>', '</failure><time>12</time>'],
  ['<![CDATA[', ']]></system-out>'],
  ['<p>', '<br/>next'],
  ['(', ')'],
  ['`', '`'],
  ['', '; sleep 1'],
  ['', '| gzip'],
  ['', '|gzip>x.gz'],
  ['', '&& ls'],
];

describe('a word of a command', () => {
  it.each(COMMANDS)('%s ends where what stands round it goes on', (command) => {
    const masked = command.replace(PASSWORD, MASKED);
    for (const [before, behind] of SURROUNDINGS)
      expect(mask(before + command + behind)).toBe(before + masked + behind);
  });

  it.each([
    '<<EOF',
    '<dump',
    '>out',
    '<dump.sql',
    '>/tmp/x.log',
    '>>out.txt',
    '<in.sql>out.log',
    '\\u003cdump.sql',
  ])('ends before %s', (behind) => {
    expect(mask(`mysql -uroot -p${PASSWORD}${behind}`)).toBe(`mysql -uroot -p${MASKED}${behind}`);
  });

  it.each(['Xk9<s.m2', 'A<b.c9', 'P4ss>/w0rd', 'Hun;ter22', 'Ab\\ner22!x', 'Hun\\ ter22', 'a&b|c9'])(
    'holds all of %s',
    (password) => {
      expect(mask(`sshpass -p ${password} ssh a@b`).replace(SECRET, '*')).toBe('sshpass -p * ssh a@b');
    },
  );

  it.each(['***', 'xxxx', '[REDACTED]', '${PASS}', '$PASS'])('is none where %s stands', (word) => {
    for (const [before, behind] of SURROUNDINGS) {
      const text = `${before}mysql -u root -p${word}${behind}`;
      expect(mask(text)).toBe(text);
    }
  });
});

describe('what is filled in later', () => {
  it.each([
    'docker login -u u -p "${{ secrets.PASS }}" ghcr.io',
    `CREATE USER a IDENTIFIED BY '\${{ secrets.PASS }}';`,
    'echo "${{ secrets.PASS }}" | sudo -S ls',
    'if mysql -uroot -p$PW; then',
    'x=$(mysql -uroot -p$PW)',
    'mysqldump -u root -p${PW}|gzip',
    'sshpass -p "${USER}_${PASS}" ssh a@b',
    'sshpass -p "$USER-$PASS" ssh a@b',
    'sshpass -p "${PASS}!" ssh a@b',
    'docker login -u u -p $env:DOCKER_PASS reg',
    'docker login -u u -p $cfg.Password reg',
    'docker login -u u -p $args[0] reg',
    `docker login -u u -p $config['pw'] reg`,
    'keytool -storepass \\${PASS} -list',
    'docker login -p $PASS.',
    `sshpass -p '" + pw + "' ssh a@b`,
    `ssh a@b "mysql -p'$db_pw1' shop"`,
  ])('%s stays', (text) => {
    expect(mask(text)).toBe(text);
  });

  it.each([
    [`mysql -u root -p'$Summer77' db`, `mysql -u root -p'*' db`],
    ['bindpw ${odd9x}Q', 'bindpw *'],
    ['keytool -storepass $1ngle9 -list', 'keytool -storepass * -list'],
    ['docker login -u a -p {Zx8Kq2Vw}9 reg', 'docker login -u a -p * reg'],
  ])('%s is not', (text, masked) => {
    expect(mask(text).replace(SECRET, '*')).toBe(masked);
  });
});

const WRAPPINGS: readonly (readonly [string, string])[] = [
  ['{"log":"', '\\n","n":1}'],
  ['{"body":"{\\"log\\":\\"', '\\\\n\\"}"}'],
  ['<a><b>', '</b></a>'],
];

describe('a password that is said, set or configured', () => {
  it.each([
    'setx DB_PASSWORD Hunter22x',
    'Initial admin password is: Hunter22x',
    'My password is Hunter22x',
    'mot de passe : Hunter22x',
    'login anna password Hunter22x',
    'community_string = Hunter22x',
    'username anna password 0 Hunter22x',
  ])('%s ends before what JSON escapes and before the end of an element', (line) => {
    const masked = mask(line);
    expect(masked).toContain(MASKED);
    for (const [before, behind] of WRAPPINGS)
      expect(mask(before + line + behind)).toBe(before + masked + behind);
  });

  it.each(['{"log":"snmp_community: public\\n"}', '{"log":"bindpw ${LDAP_PW}\\n"}'])(
    'none stands in %s',
    (text) => {
      expect(mask(text)).toBe(text);
    },
  );
});
