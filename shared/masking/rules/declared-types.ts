const LINE_REACH = 120;
/** A macro, a call or a type by its path, a pointer, what a type is written with; letters alone, for a password may have digits. */
const RUST =
  /^(?:<?[A-Za-z_]{2,40}!\s?[([{][^\n()[\]{}]{0,80}[)\]}]|(?:[A-Za-z_]{1,60}::){1,6}(?:[A-Za-z_]{1,60}[<(]|<)|[a-z_]{1,60}::(?:[A-Za-z_]{1,60}::){0,5}[A-Za-z_]{1,60}(?=[,;)\s]|$)|(?:&(?:'[a-z_]{1,20} )?(?:mut )?)?(?:impl|dyn) [A-Z]|\*(?:const|mut) [A-Za-z_])/;
/** What PHP and TypeScript give back, and PHP's static methods and arrays. */
const PHP = /^(?:(?:void|never|mixed)(?=[\s;{,]|$)|array[({]|[A-Z][A-Za-z_]{3,60}\w{0,20}::[a-z]\w{0,60}\()/;
/** `&BigUint,` */
const REFERENCE = /^&(?:'[a-z_]{1,20} )?(?:mut )?([A-Z][a-z]{1,20}[A-Z][A-Za-z]{1,40})[,)<]/;
const PASSWORD = /(?:passw(?:or)?d|pwd|passphrase|passcode|pass|kennwort|passwort)$/i;
/** What a type of passwords is called. */
const OF_PASSWORDS = /Secret|Pass|Str|Cred|Token|Key|Byte|Cow|Box|Vec/;
/** What declares a name; in Rust and TypeScript its type stands behind a colon. */
const DECLARES =
  /(?:^|[\s(<])(?:(?:pub(?:\([\w: ]{1,30}\))?|export|private|protected|public|declare) )*(?:const|static|let|var|val)(?: mut)? [\w.]{0,80}$/;
const IS_MEMBER = /(?:^|\s)pub(?:\([\w: ]{1,30}\))? [\w.]{0,80}$/;
const TYPE = /^(?:[A-Z]{1,30}(?:_[A-Z]{1,30}){1,6}\d{0,3}|[A-Za-z_]{2,60})(?:<[^\n=;{}"']{1,80}>)?/;
const GIVES = /^ ?=(?!=)/;
const ENDS_MEMBER = /^,? ?(?:$|\r?\n|\/\/)/;

/**
 * Whether what stands behind a name and a colon is its type, as Rust, TypeScript, Kotlin and Scala declare it: `const KEY: OSStatus = 0;`, `pub cred:
 * CREDSSP_CRED,`, `password: impl AsRef<[u8]>`, `where_token: Token![where]`; or a path of Rust's.
 * @param code the text from the value on
 * @param before what stands before the name
 */
export function isDeclaredType(code: string, before: string, name: string, between: string): boolean {
  if (RUST.test(code) || PHP.test(code)) return /[=:]\s?$/.test(between);
  if (!/^\s?:\s$/.test(between)) return false;
  const referred = REFERENCE.exec(code)?.[1];
  if (referred !== undefined) return !PASSWORD.test(name) || OF_PASSWORDS.test(referred);
  const type = TYPE.exec(code)?.[0];
  if (type === undefined) return false;
  if (PASSWORD.test(name) && !OF_PASSWORDS.test(type) && !/^[A-Z][a-z]/.test(type)) return false;
  const line = before.slice(-LINE_REACH);
  const rest = code.slice(type.length);
  return (DECLARES.test(line) && GIVES.test(rest)) || (IS_MEMBER.test(line) && ENDS_MEMBER.test(rest));
}
