import { DIGIT, KIND, kindAt, LETTER, LOWER, OTHER_BYTE, SPACE, UPPER } from '../characters.ts';
import { type Anchor, NO_WORD, type Scan } from '../scan.ts';

export type ContextKind = 'card' | 'identity' | 'package' | 'phone';

/** Words that say what a number nearby is, each once for each kind; the automaton notes where one stood last. */
const CONTEXT_WORDS: Readonly<Record<ContextKind, string>> = {
  card: 'amex,card,cc,charge,credit,debit,diners,maestro,mastercard,paid with,paid by,paid via,pan,payment,visa',
  identity:
    'aadhaar,aadhar,aba,abn,acn,ahv,ahvn,amtsgericht,arzt,assurance sociale,australian,ausweis,avs,bahrain,beneficiary,bir,birth number,brn,bsn,btw,burgerservice,business registration,cadastro,carta d,chassis,civil id,cnp,cnpj,company identity,contribuinte,cpf,cpr,cuil,cuit,curp,dea,dl no,dni,documento,driver,driving,dvla,egk,egk-nummer,egn,ein,elect,emirates,employer id,epic,extranjer,f\u0080dselsnummer,fin,finanzamt,fiscal,fnr,fodselsnummer,frn,gst,handelsregister,hetu,hkid,hong kong,id card,id number,identifikationsnummer,identity card,identity code,identity number,idnr,income tax,insee,insz,iqama,israel,itin,iva,kimlik,korean,krankenkasse,krankenversicher,kuwait,kvnr,lanr,licen,mbi,medicare,mwst,my number,nas,national health,national insurance,nhi,nhs,nie,nif,nino,nip,nir,niss,npi,nric,org nr,org number,organisationsnummer,pan,partita,pasaport,passaport,passeport,passport,patente,patient,permanent account,permis,personal identi,personnummer,pesel,pnr,physician,pps,prescriber,provider,refugee,registrant,registre national,reisepass,rentenversicher,resident,rfc,rut,rijksregister,rodn,routing,rrn,rsa id,rtn,samordning,saudi,sin,singapore,social insurance,social security,s\u0080curit\u0080 sociale,henkil\u0080tunnus,henkilotunnus,numero national,num\u0080ro national,numero secu,num\u0080ro secu,individual number,snils,south africa,sozialversicher,ssn,steuer,svnr,swedish,taiwan,tax file,tax id,tax number,taxpayer,tck,tckimlik,tckn,teudat,tfn,thai,tin,tnin,travel document,turkish,tva,uae,uen,uid,uidai,umsatzsteuer,ust,vat,vehicle,versichertennummer,vin,vote',
  package:
    '<dependency,downgrad,gem ,implementation,packagereference,plugin,selecting previously,setting up,successfully installed,unpack,upgrad',
  phone:
    'answering,call,cell,cellphone,cep,contact,desk,dial,fax,gsm,handy,helpline,hotline,mobil,mobile,msisdn,numara,number,office,phone,reach,registered,ring,sms,tel,telefon,telefone,telefono,telephone,telepono,text me,t\u0080l,t\u0080l\u0080phone,tel\u0080fono,celular,cellulare,m\u0080vil,whatsapp',
};

/** How far before a number its word may stand. */
const REACH = 72;
const REACH_AFTER = 40;

/** What stands between the words of a name. */
const JOINTS = [' ', '_', ''];

export const contextAnchors: readonly Anchor[] = [
  { keyword: '\n', detect: forgetWords },
  ...contextAnchorsOf('card'),
  ...contextAnchorsOf('identity'),
  ...contextAnchorsOf('package'),
  ...contextAnchorsOf('phone'),
  { keyword: '\u0080\u0080', detect: noteLetters },
];

/** Words say something of their own line, or, as a label with a colon, of the one below. */
function forgetWords({ bytes, wordAt }: Scan, at: number): void {
  // On most lines there was none.
  if (wordAt.identity === NO_WORD && areForgotten(wordAt)) return;
  let last = at - 1;
  while (last >= 0 && at - last < REACH && (KIND[bytes[last]!]! & SPACE) !== 0) last--;
  if (bytes[last] === COLON) return;
  wordAt.card = NO_WORD;
  wordAt.identity = NO_WORD;
  wordAt.package = NO_WORD;
  wordAt.phone = NO_WORD;
}

function areForgotten(wordAt: Scan['wordAt']): boolean {
  return wordAt.card === NO_WORD && wordAt.package === NO_WORD && wordAt.phone === NO_WORD;
}

const LINE_BREAK = 0x0a;
const COLON = 0x3a;

/** Notes the word unless it is the end of another (`ring` in `string`) or, when it is short, the start of one. */
function contextAnchorsOf(kind: ContextKind): Anchor[] {
  return CONTEXT_WORDS[kind]
    .split(',')
    .flatMap(spellingsOf)
    .map((keyword) => ({
      keyword,
      detect: (scan, start, end) => {
        const { bytes, wordAt } = scan;
        const before = kindAt(bytes, start - 1);
        if ((before & LETTER) !== 0 && !((before & LOWER) !== 0 && (kindAt(bytes, start) & UPPER) !== 0))
          return;
        if (keyword.length <= SHORT_WORD && (kindAt(bytes, end) & LOWER) !== 0) return;
        wordAt[kind] = end;
      },
    }));
}

const SHORT_WORD = 4;

/** Words that a blank parts are joined in names of fields: `tax_id`, `taxId`. Dashes and dots, which are rarer, would slow down all lines by 3 %. */
function spellingsOf(keyword: string): readonly string[] {
  return /\S \S/.test(keyword) ? JOINTS.map((joint) => keyword.replaceAll(' ', joint)) : [keyword];
}

/** Letters beyond ASCII may be a word of either kind (`手机号`); a text full of them asks at each. */
function noteLetters({ bytes, wordAt }: Scan, start: number, end: number): void {
  if ((kindAt(bytes, start - 1) & LETTER) !== 0 || (kindAt(bytes, end) & LOWER) !== 0) return;
  wordAt.identity = end;
  wordAt.phone = end;
}

/** True when a word of that kind stood shortly before; cheap, and to be followed by a look at the words themselves. */
export function hasWordBefore(scan: Scan, start: number, kind: ContextKind): boolean {
  return start - scan.wordAt[kind] <= REACH;
}

/** The words before a number: of its line, or of a label that is the line above. */
export function textBefore(scan: Scan, start: number): string {
  // Several rules ask of one number.
  if (scan.before.at !== start) scan.before = { at: start, text: wordsBefore(scan, start) };
  return scan.before.text;
}

function wordsBefore({ bytes, text }: Scan, start: number): string {
  return interned(BEFORE, bytes, text, Math.max(0, start - REACH), start);
}

/**
 * What is before and behind numbers comes again and again, in lines of one form: what was made of it is remembered, with all digits
 * as zeros, for no rule asks which digits stand beside a number. A later window takes the place of an earlier one.
 */
interface Windows {
  readonly slots: (Interned | undefined)[];
  readonly wordsOf: (window: string) => string;
}

interface Interned {
  readonly bytes: Uint8Array;
  /** Some characters have the byte that stands for others: those of the window tell. */
  readonly isWide: boolean;
  /** The same as text: bytes do not tell all characters. */
  readonly window: string;
  readonly words: string;
}

const MOST_WINDOWS = 512;
const BEFORE = windowsOf(wordsOfLine);
const BEHIND = windowsOf(splitHumps);

function windowsOf(wordsOf: (window: string) => string): Windows {
  return { slots: new Array<undefined>(MOST_WINDOWS), wordsOf };
}

/** The words of a window: the same string each time, so that what is remembered of it is found by its address. */
function interned(
  { slots, wordsOf }: Windows,
  bytes: Uint8Array,
  text: string,
  from: number,
  to: number,
): string {
  const hash = hashOf(bytes, text, from, to);
  const slot = (hash ^ (hash >>> 15)) & (MOST_WINDOWS - 1);
  const known = slots[slot];
  if (known !== undefined && isFolded(known, bytes, text, from, to)) return known.words;
  const folded = new Uint8Array(to - from);
  for (let index = from; index < to; index++) folded[index - from] = FOLDED[bytes[index]!]!;
  const isWide = folded.includes(OTHER_BYTE);
  const window = isWide ? foldedText(text, from, to) : Buffer.from(folded.buffer).toString('latin1');
  const words = wordsOf(window);
  slots[slot] = { bytes: folded, isWide, window, words };
  return words;
}

const BEYOND_ASCII_OF_FOUR = 0x80808080 | 0;

/** Four bytes at a time: the steps wait for each other less often. */
function hashOf(bytes: Uint8Array, text: string, from: number, to: number): number {
  let hash = to - from;
  let index = from;
  let seen = 0;
  for (; index + 3 < to; index += 4) {
    const four =
      FOLDED[bytes[index]!]! |
      (FOLDED[bytes[index + 1]!]! << 8) |
      (FOLDED[bytes[index + 2]!]! << 16) |
      (FOLDED[bytes[index + 3]!]! << 24);
    seen |= four;
    hash = Math.imul(hash ^ four, HASH_FACTOR);
    hash ^= hash >>> 15;
  }
  for (; index < to; index++) {
    seen |= FOLDED[bytes[index]!]!;
    hash = Math.imul(hash ^ FOLDED[bytes[index]!]!, HASH_FACTOR);
  }
  if ((seen & BEYOND_ASCII_OF_FOUR) === 0) return hash;
  // Characters beyond one byte have all the same one: words of another script would share their place.
  let last = 0;
  for (index = to - 1; index >= from && last < MOST_WIDE; index--) {
    if (bytes[index]! !== OTHER_BYTE) continue;
    hash = Math.imul(hash ^ text.charCodeAt(index), HASH_FACTOR);
    last++;
  }
  return hash;
}

/** A copy: a slice would keep the whole text that it was cut from. */
function foldedText(text: string, from: number, to: number): string {
  return Buffer.from(text.slice(from, to).replace(/\d/g, '0'), 'utf16le').toString('utf16le');
}

/** Whether a window is one that is remembered. */
function isFolded(known: Interned, bytes: Uint8Array, text: string, from: number, to: number): boolean {
  const { bytes: folded, isWide, window } = known;
  if (folded.length !== to - from) return false;
  // Windows that are compared are mostly the same: all of them is looked at, without a question at each byte.
  let difference = 0;
  if (isWide) {
    for (let index = 0; index < folded.length; index++) {
      const code = bytes[from + index]!;
      const character = code === OTHER_BYTE ? text.charCodeAt(from + index) : FOLDED[code]!;
      difference |= window.charCodeAt(index) ^ character;
    }
  } else {
    for (let index = 0; index < folded.length; index++)
      difference |= folded[index]! ^ FOLDED[bytes[from + index]!]!;
  }
  return difference === 0;
}

/** Of such characters the last tell places apart: what is right before a number is its label. */
const MOST_WIDE = 16;
const HASH_FACTOR = 0x01000193;
const ZERO = 0x30;
const FOLDED = Uint8Array.from({ length: 256 }, (_, code) => ((KIND[code]! & DIGIT) !== 0 ? ZERO : code));

function wordsOfLine(window: string): string {
  const lineStart = window.lastIndexOf('\n');
  const own = splitHumps(window.slice(lineStart + 1));
  if (lineStart < 0 || own.trim() !== '') return own;
  // A label of its own line: `phone:` and the number below.
  const above = window.slice(window.lastIndexOf('\n', lineStart - 1) + 1, lineStart).trimEnd();
  return above.endsWith(':') ? splitHumps(above) : own;
}

const PSEUDONYMS =
  /(?:<[a-z-]{2,31}|^[a-z-]{0,31})-[0-9a-f.]{12,13}>|^[0-9a-f.]{0,13}>|<[a-z][a-z0-9.-]{0,44}$/g;
/** What a pseudonym reads as: no word, no blank and no digit, as little as the value it stands for. */
const NEUTRAL = '\u00a4';

/** `phoneNumber` is two words; a pseudonym, or what a window shows of one, is none. */
function splitHumps(text: string): string {
  const plain = text.includes('>') || text.includes('<') ? text.replace(PSEUDONYMS, NEUTRAL) : text;
  return hasHump(plain) ? plain.replace(/([a-z]{2})([A-Z])/g, '$1 $2') : plain;
}

/** Two small letters and a capital: hardly any words have one. */
function hasHump(text: string): boolean {
  let small = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= SMALL_A && code <= SMALL_Z) small++;
    else if (small >= 2 && code >= CAPITAL_A && code <= CAPITAL_Z) return true;
    else small = 0;
  }
  return false;
}

const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
const CAPITAL_A = 0x41;
const CAPITAL_Z = 0x5a;

/** The words behind a number on its line. */
export function textAfter(scan: Scan, end: number): string {
  if (scan.after.at !== end) scan.after = { at: end, text: wordsAfter(scan, end) };
  return scan.after.text;
}

function wordsAfter({ bytes, text }: Scan, end: number): string {
  const most = Math.min(bytes.length, end + REACH_AFTER);
  let to = end;
  while (to < most && bytes[to] !== LINE_BREAK) to++;
  return interned(BEHIND, bytes, text, end, to);
}

/** Answers whether a text holds one of some words. */
export interface WordTest {
  test(text: string): boolean;
}

/** Makes an expression of whole words from one of words: `sin` is not in `using`. */
export function wholeWords(words: RegExp): WordTest {
  return remembered(`(?<![\\p{L}\\d])(?:${inAnySpelling(words.source)})(?![\\p{L}])`, 'iu');
}

/** The source of words that may be joined in any way: of `tax id` one that matches `tax_id`, `taxId`, `tax-id` and `tax.id`, too. */
export function inAnySpelling(source: string): string {
  return source.replace(/\[[^\]]*\]|\\.|[ -]\??(?![{*+])/g, (part) =>
    /^[ -]/.test(part) ? '[ _.-]?' : part,
  );
}

/** An expression that is built when it is first asked, and remembers what it was asked of the words beside numbers. */
export function remembered(source: string, flags: string): WordTest {
  let expression: RegExp | null = null;
  const answers = new Map<string, boolean>();
  return {
    test: (text) => {
      let answer = answers.get(text);
      if (answer !== undefined) return answer;
      expression ??= new RegExp(source, flags);
      answer = expression.test(text);
      if (answers.size >= MOST_ANSWERS) answers.clear();
      answers.set(text, answer);
      return answer;
    },
  };
}

const MOST_ANSWERS = 64;
