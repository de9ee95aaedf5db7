import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'said' });

describe('what stands behind the name of a secret', () => {
  it.each([
    'password: same as above',
    'password: stored in vault',
    'pwd: command not found',
    'at verify (/app/src/password.ts:41:13)',
    'pass: 4155, fail: 12',
    'secret:\n  secretName: shop',
    'password_maps = hash:/etc/postfix/sasl_passwd',
    'auth $USER_NAME:$USER_PASSWORD',
    'spring.datasource.password=@db.password@',
    "PASSWORD = config('DB_PASSWORD')",
    'if (password == confirmPassword) {',
    'field_new_password: Neues Passwort',
    'setting_lost_password: Glemt passord',
    'field_password: Passwort',
    'field_new_password: Nova zaporka',
    'setting_lost_password: Zurücksetzen des Passworts per E-Mail erlauben',
    'api_token: P\u0159\u00edstupov\u00fd',
    "if you pass 'a..b', only 'b' is taken",
    'we pass `AllocInit::Zero`, so it is set',
    "$pass = $configuration->get('smtp_pass', '(none)');",
    'ciphers ALL:!MD5:!PSK:!RC4:!ADH',
    'label_password_query: Gespeicherte',
    "throw new Error('The password is empty!')",
    'is a login without password allowed?',
    'importer -s /var/git -u https://git.example.org --scm git',
  ])('is no value in %j', (text) => {
    expect(masker.mask(text)).toBe(text);
  });

  it.each([
    ['password: same', 'same'],
    ['password: same1 as above', 'same1'],
    ['password.ts = hunter22', 'hunter22'],
    ['pass: 4155, user: bob', '4155'],
    ['password=host:/x', 'host:/x'],
    ["password = '''orchard'''", 'orchard'],
    ['password: Sommer Passwort: geheim', 'Sommer'],
    ['password: Tiger7 password', 'Tiger7'],
    ['пароль: солнышко', 'солнышко'],
    ['password: étincelle', 'étincelle'],
    ['db_password=Überraschung', 'Überraschung'],
    ['field_password: hunter22', 'hunter22'],
    ['field_password=hunter', 'hunter'],
    ["we pass 'Kq7mzR2' to it", 'Kq7mzR2'],
    ['the password is Plover7!', 'Plover7'],
    ['WIFI_PSK=!RC4:xyz99A', '!RC4'],
    ['curl -u https:Kq7mzR2 example.org', 'Kq7mzR2'],
  ])('is one in %j', (text, value) => {
    expect(masker.mask(text)).not.toContain(value);
  });
});
