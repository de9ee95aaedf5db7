/** What a rule for passwords begins with where a number of signs follows: `mindestens 12 Zeichen`. */
const LEAST =
  /^(?:mindestens|maximal|höchstens|minimum|maximum|minimal|mínimo|máximo|mínima|máxima|minimo|massimo|minst|minimaal|maximaal)$/i;
const NUMBER_BEHIND = /^(?: of| von| de)? \d{1,3} \p{L}/u;
/** What it is a rule of, where a verb follows: `size must be between 8 and 64`. */
const SUBJECT = /^(?:size|length|value|it|this|field|confirmation|entry|input|password|passwords)$/i;
const VERB_BEHIND =
  /^ (?:must|should|has to|needs to|cannot|may not) (?:not )?(?:be|have|contain|match|start|end)\b/i;
const BEHIND = 24;

/** A sentence about passwords: what it names first, and what has to be. */
const SENTENCE =
  /^(?:the |your |das |dein |ihr |le |votre |la |tu |su |il |o |sua |het |uw )?(?:new |neue |nouveau |nueva )?(?:passwor[dt]s?|kennwort|passphrase|mot de passe|contraseña|senha|wachtwoord|hasło|pin) (?:muss|müssen|must|should|darf|soll|doit|debe|deve|moet|musi|needs|has to|have to|cannot|too|zu|requires?|contains?|at least|is too|ist zu)\b/i;

/** Whether a word behind the label of a password begins what is asked of passwords; `[start, end)` is the word. */
export function beginsRule(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  if (LEAST.test(word)) return NUMBER_BEHIND.test(text.slice(end, end + BEHIND));
  return SUBJECT.test(word) && VERB_BEHIND.test(text.slice(end, end + BEHIND));
}

/** Whether a text says what is asked of passwords: `Passwort muss mindestens 12 Zeichen lang sein`. */
export function saysRule(value: string): boolean {
  return SENTENCE.test(value);
}

/** What asks for a password: `Passphrase:`, `Enter password for anna:`. */
const PROMPT =
  /^(?:[a-z]{1,12} ){0,4}(?:password|passphrase|passcode|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|hasło|token|secret|pin)(?: (?:for|of|für|pour|para) [^\s:]{1,64})? ?:$/i;

/** Whether a text asks for a password rather than being one. */
export function isPrompt(value: string): boolean {
  return PROMPT.test(value);
}
