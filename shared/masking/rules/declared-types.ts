const LINE_REACH = 120;
/** Behind a whole name or call. */
const ENDS = String.raw`(?=[,;)\s.?]|$)`;
/** A macro of Rust's. */
const MACRO = new RegExp(String.raw`^<?([A-Za-z_]{2,40})!\s?[([{][^\n()[\]{}]{0,80}[)\]}](?:>|${ENDS})`);
/** Those that may make a password. */
const OF_STRINGS = /^(?:format|concat|env|option_env|vec|include_str|include_bytes|hex|json|lit)$/;
/** A call by its path, or a type; letters alone, for a password may have digits. */
const PATH = /^((?:[A-Za-z_]{1,60}::){1,6})([A-Za-z_]{0,60})([<(]|(?=[,;)\s]|$))/;
/** What a type is written with. */
const WRITTEN = /^(?:(?:&(?:'[a-z_]{1,20} )?(?:mut )?)?(?:impl|dyn) [A-Z]|\*(?:const|mut) [A-Za-z_])/;
/** Functions of Python that make a value, members of PHP's classes, and a part that is asked for by two names or more. */
const MADE =
  /^(?:uuid\.uuid\d\(|secrets\.token_\w{2,12}\(|os\.urandom\(|(?:self|static|parent)::\$?[A-Za-z_]|\$?[A-Za-z_]\w{0,60}(?:\[(?:\$?[A-Za-z_]\w{0,40}|'[a-z_]{1,40}'|"[a-z_]{1,40}")\]){2,6})/;
/** What PHP gives back, and its arrays. */
const PHP = /^(?:(?:void|never|mixed)(?=[\s;{,]|$)|array[({](?=$|[\s"'$)]))/;
/** A static method of PHP's, whose class may have a digit. */
const STATIC_METHOD = /^[A-Z][A-Za-z_]{3,60}\w{0,20}::[a-z]\w{0,60}\(/;
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
  const mayBePassword = PASSWORD.test(name);
  if (/[=:]\s?$/.test(between) && isCode(code, between, mayBePassword)) return true;
  if (!/^\s?:\s$/.test(between)) return false;
  const referred = REFERENCE.exec(code)?.[1];
  if (referred !== undefined) return !mayBePassword || OF_PASSWORDS.test(referred);
  const type = TYPE.exec(code)?.[0];
  if (type === undefined) return false;
  if (!/^(?:[A-Z]{1,4}[a-z]|[A-Z]+_[A-Z])/.test(type) || (mayBePassword && !/^[A-Z][a-z]/.test(type)))
    return false;
  const line = before.slice(-LINE_REACH);
  const rest = code.slice(type.length);
  return (DECLARES.test(line) && GIVES.test(rest)) || (IS_MEMBER.test(line) && ENDS_MEMBER.test(rest));
}

/** By its own form alone: of what may be a password more is asked. */
function isCode(code: string, between: string, mayBePassword: boolean): boolean {
  if (WRITTEN.test(code) || MADE.test(code) || PHP.test(code)) return true;
  const macro = MACRO.exec(code)?.[1];
  if (macro !== undefined) return !mayBePassword || OF_STRINGS.test(macro);
  if (!mayBePassword && STATIC_METHOD.test(code)) return true;
  const [, path, last = '', sign] = PATH.exec(code) ?? [];
  if (path === undefined) return false;
  if (sign !== '') return !mayBePassword || /^[A-Z]|::[A-Z]/.test(path);
  // A type, of a parameter or a member.
  return /^\s?:\s?$/.test(between) && /^[a-z_]/.test(path) && /^[A-Z]/.test(last);
}
