import { KIND, kindAt, LETTER, LOWER, SPACE, UPPER } from '../characters.ts';
import { type Anchor, NO_WORD, type Scan } from '../scan.ts';

/** Words that say what a number nearby is; the automaton notes where one stood last. */
const IDENTITY_WORDS =
  'passport,passeport,pasaport,reisepass,passaport,travel document,itin,taxpayer,tax id,tax number,tax file,social security,ssn,social insurance,assurance sociale,sin,nas,tfn,acn,lanr,arzt,routing,aba,rtn,bsn,burgerservice,israel,teudat,nif,contribuinte,cpr,bahrain,tin,bir,npi,provider,physician,prescriber,nhs,national health,patient,brn,business registration,personnummer,personal identi,samordning,organisationsnummer,org nr,org number,company identity,swedish,medicare,saudi,iqama,nip,rodn,birth number,steuer,finanzamt,identifikationsnummer,idnr,kimlik,turkish,tck,pesel,abn,australian,partita,iva,vat,cpf,cadastro,rijksregister,registre national,niss,insz,fodselsnummer,fnr,aadhaar,aadhar,uidai,uid,driver,driving,licen,kuwait,civil id,my number,thai,tnin,south africa,refugee,resident,rsa id,id number,identity number,rrn,frn,korean,ahv,avs,cnp,cnpj,nir,insee,emirates,uae,national insurance,nino,fiscal,gst,hetu,identity code,curp,sozialversicher,rentenversicher,svnr,handelsregister,amtsgericht,mbi,beneficiary,dea,registrant,kvnr,krankenkasse,krankenversicher,egk,egk-nummer,versichertennummer,nric,fin,singapore,uen,nie,extranjer,dni,documento,ust,umsatzsteuer,tva,btw,mwst,ausweis,pan,income tax,permanent account,vote,epic,elect,carta d,identity card,pps,hkid,hong kong,nhi,dl no,vin,vehicle,chassis,dvla,patente,permis,ein,employer id'.split(
    ',',
  );

const PHONE_WORDS =
  'phone,tel,mobile,mobil,cell,fax,call,dial,sms,whatsapp,contact,number,reach,answering,ring,hotline,helpline,msisdn,numara,gsm,handy,registered,office,text me,cep,desk,telepono'.split(
    ',',
  );

const CARD_WORDS = 'card,credit,debit,visa,mastercard,amex,payment,pan,cc'.split(',');

export type ContextKind = 'card' | 'identity' | 'phone';

/** How far before a number its word may stand. */
const REACH = 72;
const REACH_AFTER = 40;

export const contextAnchors: readonly Anchor[] = [
  { keyword: '\n', detect: forgetWords },
  ...anchorsOf('identity', IDENTITY_WORDS),
  ...anchorsOf('phone', PHONE_WORDS),
  ...anchorsOf('card', CARD_WORDS),
];

/** Words say something of their own line, or, as a label with a colon, of the one below. */
function forgetWords({ bytes, wordAt }: Scan, at: number): void {
  let last = at - 1;
  while (last >= 0 && at - last < REACH && (KIND[bytes[last]!]! & SPACE) !== 0) last--;
  if (bytes[last] === COLON) return;
  wordAt.card = NO_WORD;
  wordAt.identity = NO_WORD;
  wordAt.phone = NO_WORD;
}

const COLON = 0x3a;

/** Notes the word unless it is the end of another (`ring` in `string`) or, when it is short, the start of one. */
function anchorsOf(kind: ContextKind, words: readonly string[]): Anchor[] {
  return words.map((keyword) => ({
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

/** True when a word of that kind stood shortly before; cheap, and to be followed by a look at the words themselves. */
export function hasWordBefore(scan: Scan, start: number, kind: ContextKind): boolean {
  return start - scan.wordAt[kind] <= REACH;
}

/** The words before a number: of its line, or of a label that is the line above. */
export function textBefore(scan: Scan, start: number): string {
  const window = scan.text.slice(Math.max(0, start - REACH), start);
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
  return plain.replace(/([a-z]{2})([A-Z])/g, '$1 $2');
}

/** The words behind a number on its line. */
export function textAfter(scan: Scan, end: number): string {
  const window = scan.text.slice(end, end + REACH_AFTER);
  const lineEnd = window.indexOf('\n');
  return splitHumps(lineEnd < 0 ? window : window.slice(0, lineEnd));
}

/** Answers whether a text holds one of some words. */
export interface WordTest {
  test(text: string): boolean;
}

/** Makes an expression of whole words from one of words: `sin` is not in `using`. It is built when it is first asked. */
export function wholeWords(words: RegExp): WordTest {
  let expression: RegExp | null = null;
  return {
    test: (text) => {
      expression ??= new RegExp(`(?<![\\p{L}\\d])(?:${words.source})(?![\\p{L}])`, 'iu');
      return expression.test(text);
    },
  };
}

/** True for a text that is nothing but a number or a few: a field that was handed over alone. */
export function isNumberAlone(text: string): boolean {
  if (text.length > 64 || /[="'`{}<>]/.test(text)) return false;
  const words = text.trim().split(/\s+/);
  return (
    words.some((word) => /\d/.test(word)) &&
    words.every((word) => /\d/.test(word) || /^(?:[A-Za-z]{1,2}|[A-Z]{5}|and|,)$/.test(word))
  );
}
