import { plainOf, lastOf } from './code-paths.ts';

const FEWEST_SHARED = 5;
const ENDS_TYPE = /^(?:$|\s|[,;)}|<[\]=])/;
const PASSWORD = /(?:passw(?:or)?d|pwd|passphrase|passcode|pass|kennwort|passwort)$/i;
/** Types and values of Go, and casts of C. */
const COMPOSITE =
  /^(?:(?:\[\d{0,4}\])?\*?map\[[\w.*[\]]{1,40}\][\w.*[\]]{0,40}|(?:\[\d{0,4}\]){1,2}\*?[A-Za-z_][\w.]{0,60}|struct|interface|chan [\w.*]{1,60}) ?\{|^\*?\(\*{1,2}[\w.]{1,60}\)\(/;

/** A composite value or a type of Go, a cast: `map[string]bool{`, `[]byte{`, `*(*uint32)(p)`. `code` begins with it. */
export function isComposite(code: string): boolean {
  return COMPOSITE.test(code);
}

/** `sig *Signature`, `auth := &plainAuth{`, `seed := &globalRand.seed`, `regs = *ctxt.regs()`. YAML, too, has a name behind an ampersand. */
export function isPointer(between: string, path: string, rest: string): boolean {
  if (/^(?:[ \t]{1,12}|\) |,\s?)$/.test(between)) return /^(?:$|[\s,:){;])/.test(rest);
  if (!/^\s?:?[=:] $/.test(between)) return false;
  return (
    /^(?:\{|\(|\.\()/.test(rest) ||
    (path.includes('.') && between.includes('=') && /^\s?(?:$|[\r\n;,)])/.test(rest))
  );
}

/**
 * A type of the parameter or member, which has the name of what it is of (`session: Http2Session`, `private_key: ed25519.Ed25519PrivateKey`), holds
 * another, or is put together of four words and more.
 * @param words how many words the path has
 * @param rest what follows it
 */
export function isTypeOf(name: string, path: string, words: number, rest: string): boolean {
  const type = lastOf(path);
  if (words < 2 || !ENDS_TYPE.test(rest) || !/^[A-Z]/.test(type)) return false;
  if (rest.startsWith('<') || (words >= 4 && rest.startsWith(';'))) return true;
  const own = plainOf(name);
  if (own.length < FEWEST_SHARED) return false;
  const plain = plainOf(path);
  return plain.endsWith(own) || (plain.startsWith(own) && !PASSWORD.test(name) && /^[,)]/.test(rest));
}

/** What a function gives back: `(logger: CredentialLogger): void`. */
export function endsType(rest: string): boolean {
  return ENDS_TYPE.test(rest);
}
