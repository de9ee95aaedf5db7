/** What languages other than English and German call a password; as part of an expression. */
export const PASSWORD_LABELS =
  'contraseña|mots? de passe|senha|palavra[- ]passe|wachtwoord|lösenord|adgangskode|passord|salasana|hasło|heslo|jelszó|şifre|parola|пароль|密码|密碼|口令|パスワード|暗証番号|비밀번호';

/** What arms them; the automaton sees every letter beyond ASCII as the same one. */
export const PASSWORD_KEYWORDS: readonly string[] = [
  'contrase\u0080a',
  'mot de passe',
  'mots de passe',
  'senha',
  'palavra passe',
  'palavra-passe',
  'wachtwoord',
  'l\u0080senord',
  'adgangskode',
  'passord',
  'salasana',
  'has\u0080o',
  'heslo',
  'jelsz\u0080',
  '\u0080ifre',
  'parola',
  '\u0080\u0080',
];

/** The letters they begin with. */
export const PASSWORD_INITIALS = 'cCmMsSpPwWlLaAhHjJşŞпП密口パ暗비';
