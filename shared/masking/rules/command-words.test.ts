import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const mask = (text: string): string =>
  createMasker({ runKey: 'k' })
    .mask(text)
    .replaceAll(/<secret-[\da-f]+>/g, '<secret>');

describe('passwords that look like something to be filled in', () => {
  it.each([
    [`keytool -storepass '$ecret99!x'`, `keytool -storepass '<secret>'`],
    ['keytool -storepass %PW!2024x x', 'keytool -storepass <secret> x'],
    ['keytool -storepass A${bcdefg1', 'keytool -storepass <secret>'],
    [`zip -P 'Ab$(c' x`, `zip -P '<secret>' x`],
    ['bindpw a{{b}}c!9', 'bindpw <secret>'],
    ['bindpw {Hunter}22x', 'bindpw <secret>'],
    [`CREATE USER x IDENTIFIED BY ':Summer2024';`, `CREATE USER x IDENTIFIED BY '<secret>';`],
    ['docker login -p ":Hunter22" reg', 'docker login -p "<secret>" reg'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    'bindpw ${LDAP_PW}',
    'keytool -storepass "$STORE:$PASS"',
    'keytool -storepass $(cat /run/pass)',
    'CREATE USER x IDENTIFIED BY :password;',
  ])('%s stays', (text) => {
    expect(mask(text)).toBe(text);
  });
});

describe('passwords with signs of the shell, as a list of processes shows them', () => {
  it.each([
    ['sshpass -p Hunt<er22!x ssh a@b', 'sshpass -p <secret> ssh a@b'],
    ['mysql -u root -pXk9<s1m2 db', 'mysql -u root -p<secret> db'],
    ['sshpass -p Ab\\ner22!x ssh a@b', 'sshpass -p <secret> ssh a@b'],
    ['{"cmd":"docker login -p Ab\\\\cer22!x reg"}', '{"cmd":"docker login -p <secret> reg"}'],
    [`docker login -u anna -p 'grey otter by 3rd' reg`, `docker login -u anna -p '<secret>' reg`],
    ['mysql -pHunter22<dump.sql', 'mysql -p<secret><dump.sql'],
    ['mysql --password=hunter2Xq9<dump.sql', 'mysql --password=<secret><dump.sql'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });
});

describe('a sign within a value', () => {
  it('is one of it between letters and digits', () => {
    expect(mask('password: Xk29p</QmVtB7')).toBe('password: <secret>');
    expect(mask('one-time password is 4920-Xkq9')).toBe('one-time password is <secret>');
  });

  it.each([
    'const token = idx<tokens.length ? tokens[idx] : null',
    'pwd=str.length<6',
    'invalid token Map<String,Integer',
    'mongodb://a.example:27017,b.example:27017/db?replicaSet=rs&appName=x@y',
    'amqp://broker:amqp/vhost#node@rabbit1',
  ])('compares or divides in %s', (text) => {
    expect(mask(text)).toBe(text);
  });
});

describe('words that only begin as settings do', () => {
  it.each([
    'username and password combination',
    'enable password protection',
    'snmp_community: Optional[str]',
    'snmpCommunity: process.env.X',
    'MDP = Markov decision process',
    'gpio pin=4095',
    'login code: 4030 (forbidden)',
    'otp 100000 generated in 3 s',
    'Erlang OTP 2024',
    'sshpass= command not found',
    `login attempt [b'root'/b''] failed`,
    'GRANT SELECT ON t TO u; customers are identified by customerid;',
    'pool.getConnection("master", "slave", "round-robin")',
    `page.type('#password-hint', 'my favourite place')`,
  ])('%s', (text) => {
    expect(mask(text)).toBe(text);
  });
});
