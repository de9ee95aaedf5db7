import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'rules' });

describe('what is asked of passwords, and what asks for them', () => {
  it.each([
    'password: size must be between 8 and 64',
    'password: value must not be empty',
    'Passwort: mindestens 12 Zeichen',
    'Password: minimum 12 characters',
    'Contraseña: mínimo 8 caracteres',
    'Mot de passe : obligatoire',
    '"password.tooShort": "Passwort muss mindestens 12 Zeichen lang sein"',
    '"error.password": "Password must contain at least one digit"',
    "passwordHelp = 'Le mot de passe doit contenir 12 caractères'",
    'label.password=Kennwort',
    "'password' => 'required|string|min:8|confirmed'",
    'Password string `json:"password" validate:"required,min=8"`',
    '{"m":"Secret string `json:\\"secret\\"`"}',
    'let password = rpassword::prompt_password("Password: ").unwrap();',
    'passphrase := term.ReadPassword("Passphrase: ").trim();',
    'password=[FILTERED] token=[FILTERED]',
    'password_hashing: argon2id',
    'const password = process.env.DB_PASSWORD!;',
    '{"m":"class User:\\n  password: SecretStr\\n  name: str"}',
  ])('stays: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });

  it.each([
    ['Passwort: mindestens7', 'mindestens7'],
    ['Passwort: mindestens Zeichen', 'mindestens'],
    ['Password: minimum42', 'minimum42'],
    ['password: size9must', 'size9must'],
    ['password: value77 must be changed', 'value77'],
    ['password: "Passwort 12 geheim"', 'geheim'],
    ['password: "passwort1 muss weg"', 'passwort1'],
    ['password="required|Kq7"', 'Kq7'],
    ['password: "min:8|xyzQ7"', 'xyzQ7'],
    ['secret: "json:Kq7mz"', 'Kq7mz'],
    ['password: ")Kq7.mzR9(x"', 'Kq7'],
    ['password: filtered99', 'filtered99'],
    ['label.password=Wm7kRq92LxZt', 'Wm7k'],
    ['password: SecretStr9x', 'SecretStr9x'],
    ['password=summer.rain2024', 'rain2024'],
    ['password: Sommer.Regen24', 'Regen24'],
  ])('a password of such words is masked: %s', (line, value) => {
    expect(masker.mask(line)).not.toContain(value);
  });

  it.each([
    'secretKeyRef: {name: shop-db, key: db-password}',
    'env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: shop-db, key: db-password}}}]',
    '{"message": "await page.fill(\'#password\', process.env.PASSWORD!);", "line": 12}',
    'password: fixtures.user42',
    'connect(password=cfg.pass12)',
  ])('stays: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });

  it('leaves the braces and the next field that stand behind a value', () => {
    expect(masker.mask('spec: {db: {user: x, password: plover42}}')).toMatch(/password: <secret-\w+>\}\}$/);
    expect(masker.mask('{name: shop, password: Kq7}mz}')).toMatch(/password: <secret-\w+>\}$/);
    expect(masker.mask('env: [{password: plover42}]')).toMatch(/<secret-\w+>\}\]$/);
    expect(
      JSON.parse(masker.mask('{"m": "page.fill(\'#password\', \'plover42\');", "line": 1}')),
    ).toHaveProperty('line', 1);
  });
});
