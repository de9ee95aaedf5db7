import { listedWords } from './listed-words.ts';

const LONGEST = 100;
/** Small words of one case and one blank between each, as word lists for passphrases give them. */
const FORM = /^[a-z]{3,10}(?: [a-z]{3,10}){3,11}$/;

/** What sentences and labels of forms have and drawn words mostly not: a passphrase with one of these is missed. */
const SAID = listedWords(() =>
  `about above account add admin after again all alphanumeric also and another any application are ask authentication
  back because been before below between both but call can cannot change changes character characters check chosen
  choose click column config configuration confirm contact contain contains could create credential credentials
  current custom data database default des describe description des die did different digit digits dir does done each
  edit either email empty encryption ensure enter entry environment error every example existing field fields file
  fill find first follow following for forgot form format from general generate get give given group handle has hash
  have help here hint his how identical input insert into its just keep key keys kein keine key label last leave
  least length less letter letters like link list log logged login lowercase make manager many match matches max
  maximum may mehr member message min minimum mit mode more most must name need needs never new next nicht none not
  note number numbers off oder old one only optional option options other our out page parameter part passcode
  passphrase password passwords path pick place placeholder please plus policy por pour previous prompt property
  protect protection provide provided put read recommended recovery remember repeat required reset retype rules same
  save screen script second secret secrets section security see select send server service session set setting
  settings she should show sie sign some special specify step still store string submit such symbol symbols system
  table test text than that the their them then there these they this those through token too try twice type und
  under unit update uppercase use used user username users uses using valid value values variable very via was were
  what when where which while who whose will with within without word words would write yet you your bitte clave contrasena erneut falsches haslo hier kennwort klik knows losenord mot musi neue neues neuen nobody nueva nuevo parola passe passord passwort
  really riprova senha uma una vergessen vergeten wachtwoord
  found inside kept know lives located lookup lookups over runs sent sits somewhere sorry stays took two under upstairs yesterday absent bad blank
  denied deny fail fails failure false hidden incorrect invalid null plain plaintext reject safe strong true unknown
  unsafe weak wrong`.split(/\s+/),
);

/** Such words up to the end of a line. */
const LINE = /(?:[a-z]{3,10} ){3,11}[a-z]{3,10}(?=[ \t]{0,8}(?:\r?\n|$))/y;
/** `expired`, `waiting`, `authentication`. */
const REPORTS = /(?:ed|ing|tion|ment|able|ible)$/;

/** Whether a value is drawn words, as `correct horse battery staple`, and nothing that one says of a password. */
export function isPassphrase(value: string): boolean {
  return (
    value.length <= LONGEST &&
    FORM.test(value) &&
    !value.split(' ').some((word) => SAID.has(word) || REPORTS.test(word))
  );
}

/** The end of a passphrase without quotes that begins somewhere and takes the rest of its line; -1 without one. */
export function passphraseEnd(text: string, start: number): number {
  LINE.lastIndex = start;
  const line = LINE.exec(text)?.[0];
  return line !== undefined && isPassphrase(line) ? start + line.length : -1;
}

const PHRASE = 'phrase';

/** `passphrase`, `SSH_PASS_PHRASE`: of no other name the rest of a line without quotes would be the value. */
export function namesPhrase(text: string, nameEnd: number): boolean {
  return text.slice(Math.max(0, nameEnd - PHRASE.length), nameEnd).toLowerCase() === PHRASE;
}
