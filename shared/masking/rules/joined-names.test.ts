import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'joined' });

describe('passwords behind names written together', () => {
  it.each([
    'ansible_ssh_pass=«Zx8Kq!Vw7»',
    'main_pass=«plover42»',
    'db_test_pass=«plover42»',
    'DBPASS=«plover42»',
    'dbpass: «plover42»',
    'userpass=«plover42»',
    '{"smtppass":"«plover42»"}',
    'MYSQLPASS=«ploversand»',
    'rootpass = "«plover42»"',
    "$dbpass = '«plover42»';",
    "define('DBPASS', '«plover42»')",
    '--dbpass=«plover42»',
    'REDISCLI_AUTH=«plover42»',
    'redis_auth=«plover42»',
    'redis.auth = «plover42»',
    'REDIS_AUTH="«ploversand»"',
    "'password' => '«Zx8Kq2!w»', 'name' => 'anna'",
    'SSHPASS=«plover»',
    'pass=«plover42»',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'keytool -storepass:file pass.txt',
    'keytool -storepass:env STORE_PASS',
    'keytool -storepass "$STORE:$PASS"',
    'sshpass: v1.09 installed',
    'keepass: v2.57.1',
    'compilepass=plover42',
    'bypass=plover42',
    'bypass: plover42',
    'compass=plover42',
    'byPass: plover42',
    'lowpass=plover42',
    'highpass=plover42',
    'bandpass: "butter4th"',
    'renderpass: main42',
    'multipass=plover42',
    'subpass=plover42',
    'overpass=plover42',
    'underpass: "Unter2den"',
    'trespass: plover42',
    'firstPass=abcd4242',
    'first_pass: abcd4242',
    'passbypass=abcd42',
    'allpass: plover42',
    'singlepass=plover42',
    '"bypass": "true"',
    'dbpass: required',
    'dbpass=$DBPASS',
    'cache_bypass=request42',
    'proxy_cache_bypass $http_pragma',
    'proxy_pass http://backend:8080;',
    'redis_auth: enabled',
    'redis_auth=true',
    'auth=plover42',
    'compile pass: 42 warnings',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
