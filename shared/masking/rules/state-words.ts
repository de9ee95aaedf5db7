import { flagsOf, KIND, LETTER, LOWER, UPPER } from '../characters.ts';
import { listedWords } from './listed-words.ts';
import { madeOnce } from './made-once.ts';

/**
 * What is said of a password, a login or a check instead of a password: states, verdicts and colours of lights, by language. Words that end
 * in `-o` or `-é` stand for all their endings. Those that people like for a password stand among the liked ones, too; none is a name.
 * Some (`default`, `empty`, `undefined`) are placeholders to other rules as well, which judge without this list.
 */
const STATES = [
  'abandoned aborted absent accepted acknowledged active allowed amber answered applied approved archived asked assigned authenticated authorised authorized available awaiting bad blank blocked broken busy bypassed cached canceled cancelled changed checked cleared cleartext closed complete completed compliant compromised confirmed copied correct corrupt corrupted created critical current declined default degraded deleted denied deprecated detected differs differing disallowed dismissed done down draining duplicate empty enabled encoded encrypted entered error errored exceeded exists expected expired expires expiring exposed fail failed failing failure fine finished forbidden forced forgotten found generated given good granted green hardcoded hashed healthy hidden idle ignored illegal inaccessible inactive incomplete inconsistent incorrect ineligible insecure insufficient invalid invalidated issued kaput kept known late leaked limited live locked lost managed mandatory masked match matched matches matching medium migrated mismatch mismatched mismatches missing modified moderate muted needed obsolete offline okay omitted online open opened overdue partial pass passed passing passwordless paused pending plaintext postponed present presented preserved processed processing progress prompted protected provided provisioned queued ready received recovered red redacted refused registered rejected released removed renewed replaced reported requested required reset resolved restored restricted resumed retained retrieved retrying reused revoked rotated rotating running safe salted saved secured sent skipped standby stale started starting stopped stored stopping strong submitted succeeded success successful supplied suspended synced synchronized taken tampered temporary terminated tested throttled timedout timeout tolerable unacceptable unaffected unapproved unassigned unauthenticated unauthorised unauthorized unavailable unblocked unchanged unchecked unconfigured unconfirmed undefined unencrypted unequal unexpected unhashed unhealthy unlocked unmatched unmodified unneeded unprotected unreachable unread unrecognised unrecognized unsafe unset unspecified unsupported untested untouched unused unverified up updated updating upgraded usable used valid validated verified verifying violated visible waiting waived warn warned warning weak withdrawn withheld working wrong yellow',
  'abgebrochen abgelaufen abgelehnt abgewiesen akzeptiert aktiv aktiviert aktualisiert aktuell ausstehend bereit bestanden bestätigt deaktiviert erforderlich erfolgreich erlaubt erneuert fehlend fehlerhaft fehlgeschlagen fehlschlag fehlt falsch freigegeben gelb gelöscht genehmigt gespeichert gesperrt gestoppt geprüft geändert gescheitert gleich grün gültig identisch inaktiv kaputt korrekt kurz laufend leer mittel nötig offen ok pausiert richtig rot schwach sicher stark unbekannt unbestätigt ungeprüft ungültig ungleich unsicher unverändert unvollständig verboten vergessen verweigert vorhanden wartend wirksam zurückgesetzt zurückgewiesen überprüft',
  'absent accepté actif activé active annulé approuvé attente autorisé bloqué changé confirmé correct correcte court courte désactivé échec échoué effacé enregistré erroné expiré faible faux fausse fort forte fourni identique ignoré inactif inactive inchangé inconnu inconnue incorrect incorrecte interdit invalide manquant manquante modifié moyen moyenne obligatoire oublié périmé perdu prêt refusé rejeté requis requise réinitialisé réussi révoqué rouge sécurisé supprimé suspendu trouvé valide validé verrouillé vert verte vide vérifié',
  'aceptado activado activo actualizado amarillo anulado aprobado autorizado bloqueado caducado cambiado cancelado comprobado confirmado correcto corto débil denegado desactivado desconocido disponible distinto encontrado erróneo error espera exitoso expirado fallido fallo faltante fuerte guardado habilitado idéntico ignorado inactivo incorrecto inseguro inválido listo media modificado necesario obligatorio olvidado pendiente perdido permitido prohibido rechazado requerido restablecido revocado rojo seguro suspendido vacío vencido verde verificado válido éxito',
  'accettato obbligatorio aggiornato approvato assente attesa attivato attivo autorizzato bloccato breve cambiato cancellato confermato corretto debole dimenticato disattivato disponibile errato errore fallito forte giallo giusto identico ignorato inattivo invalido mancante modificato negato pronto respinto revocato richiesto rifiutato riuscito rosso sbagliato scaduto sconosciuto sicuro sospeso superato trovato valido verificato vietato vuoto',
  'aceito alterado amarelo aprovado atualizado aguardando ativo bloqueado cancelado certo confirmado correto curto desativado desconhecido diferente disponível encontrado errado esquecido expirado falha falhou fraco igual inativo incorreto inseguro inválido modificado mudado negado obrigatório pendente permitido perdido proibido pronto recusado redefinido rejeitado revogado salvo seguro sucesso suspenso válido vazio verificado vermelho vencido',
  'actief verplicht afgekeurd afgewezen bevestigd bewaard correct fout foutief geaccepteerd geblokkeerd gebruikt geel geldig gelijk geldend gereed gevonden geweigerd gewijzigd goed goedgekeurd groen herstel inactief ingetrokken juist klaar leeg mislukt nodig onbekend ongeldig ongewijzigd onjuist onveilig ontbreekt rood sterk toegestaan veilig verboden vereist vergeten verlopen verwijderd wachtend zwak',
  'akceptowane aktywne aktywny błędne błędny brak czerwone czerwony gotowe gotowy nieaktywne nieaktywny niepoprawne nieprawidłowe nieudane nieważne nieznane odrzucone odwołane oczekuje poprawne prawidłowe puste sprawdzone silne słabe usunięte ważne wygasłe wymagane zablokowane zaakceptowane zatwierdzone zgodne zielone zielony zmienione znalezione żółte',
  'aktiv aktivt avslått avvist avvisat blokkert blockerat bytt endret felaktigt fel feil forkert fejl giltigt godkendt godkjent godkänd godkänt grön grønn grøn gul gyldig gyldigt inaktiv inaktivt korrekt kort låst mangler misslyckades mislykkedes nekad nekat nekted ogiltigt oförändrat riktig rätt rød röd svag svagt sterk stark stærk tom tomt udløbet ugyldig ugyldigt utgått utløpt ændret ändrat',
  'aktivní chybné neplatné platné prázdné slabé silné správné špatné zamítnuto změněno aktív érvénytelen érvényes hibás helyes elutasítva lejárt üres gyenge erős aktif pasif gerekli zorunlu hatalı geçersiz geçerli yanlış doğru reddedildi onaylandı hatalı boş zayıf güçlü bekliyor',
  'активен активный верный верно ожидание отклонён отклонен отозван ошибка неверный неверно недействителен неактивен неправильный пустой принят просрочен изменён изменен заблокирован истёк истек успешно слабый сильный правильный действителен',
];
/** Said with others, and none by themselves: `not_found`, `too short`, `accessDenied`. */
const JOINED =
  'access again already and at auth authentication be been by check days does done for has have in is its length long longer no non not now of off ok on once only out over own rate set short shorter since so soon strength the timed to today too two until via was well wont yet yes';
/** Said of more than passwords, and liked for them: states only in quotes and alone, where a field holds one of a few. */
const LIKED = new Set(
  'amarelo amarillo geel gelb giallo good green groen grün live lost open red rojo rood rosso rot rouge safe strong stark sterk verde verdes vert verte yellow'.split(
    ' ',
  ),
);

/** Endings that make names and other words: `Rossi`, `salva`, `falla`. */
const MADE_OTHERWISE = new Set(
  'rossi salva salvas salvi salve falla fallas falli falle lista listas corta corte corti verdi'.split(' '),
);

const words = listedWords(() =>
  STATES.flatMap((language) => language.split(' '))
    .flatMap(endingsOf)
    .filter((word) => !MADE_OTHERWISE.has(word)),
);
const joined = new Set(JOINED.split(' '));
const LONGEST = 48;
const LETTERS = madeOnce(() => /^\p{L}[\p{L}_ -]*\p{L}$/u);
const APART = madeOnce(() => /[-_ ]|(?<=\p{Ll})(?=\p{Lu})/u);

/** All that is left of the document round it, to the end: quotes and line breaks that were escaped, brackets, closing tags. */
const CLOSES = /(?:\\+(?:["'nrt]|$)|<\/[\w:.-]{0,40}>|["'\])},;\s])+$/y;
/** What the rest of a document begins with. */
const OUTSIDE = /[\\<]/;

/** `rechazado` has four endings, `refusé` as many; others stay as they are. */
function endingsOf(word: string): readonly string[] {
  if (word.endsWith('é')) return [word, `${word}e`, `${word}s`, `${word}es`];
  if (word.endsWith('o') && word.length > 4) {
    const stem = word.slice(0, -1);
    return [word, `${stem}a`, `${stem}os`, `${stem}as`, `${stem}i`, `${stem}e`];
  }
  return [word];
}

/**
 * Whether a value says how something stands: one word of the list, or several of which one is and the others belong to it. Without
 * quotes none is that people like for a password.
 */
export function isStateWord(value: string, isQuoted = true): boolean {
  if (value.length > LONGEST || !mayBeWords(value)) return false;
  const end = wordEnd(value);
  if (end < 0) return false;
  const word = value.slice(0, end);
  if (words.has(word)) return isQuoted || !LIKED.has(word.toLowerCase());
  if (isOneWord(word) || !LETTERS().test(word)) return false;
  const parts = word.split(APART()).map((part) => part.toLowerCase());
  if (parts.length === 1 || !(parts.some(isState) || isSaidTogether(parts))) return false;
  return parts.every((part, index) => isState(part) || isJoined(part, parts[index + 1]));
}

/** Within several words: one that people like for a password makes no state there. */
function isState(part: string): boolean {
  return words.has(part) && !LIKED.has(part);
}

/** `not_set`, `too short`, not `NotToday`. */
function isSaidTogether(parts: readonly string[]): boolean {
  return SAID_TOGETHER.has(parts[0] ?? '') && COMPLETES.has(parts.at(-1) ?? '');
}

/** `access_denied`, not `open_access`. */
function isJoined(part: string, next: string | undefined): boolean {
  return joined.has(part) && (part !== 'access' || (next !== undefined && isState(next)));
}

/** Where the words of a value end, and nothing but what closes a document is left; -1 when something else is. */
function wordEnd(value: string): number {
  const end = value.search(OUTSIDE);
  if (end < 0) return value.length;
  CLOSES.lastIndex = end;
  return CLOSES.test(value) ? end : -1;
}

/** Whether a letter begins it, and only letters and what joins words stand before what may close a document. */
function mayBeWords(value: string): boolean {
  if (BEGINS_NO_WORD[value.charCodeAt(0)] === true) return false;
  for (let index = 1; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (IN_NO_WORD[code] === true) return MAY_CLOSE[code]!;
  }
  return true;
}

/** Letters of ASCII that nothing parts, which most values are: several words are asked for then. */
function isOneWord(word: string): boolean {
  let before = 0;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    if (code >= BEYOND_ASCII) return false;
    const kind = KIND[code]! & LETTER;
    if (kind === 0 || (kind === UPPER && before === LOWER)) return false;
    before = kind;
  }
  return true;
}

const BEYOND_ASCII = 0x80;
const BEGINS_NO_WORD = flagsOf(/[^A-Za-z]/);
const IN_NO_WORD = flagsOf(/[^A-Za-z_ -]/);
const MAY_CLOSE = flagsOf(/[\\<]/);

/** Of the joined ones those that make a state of others that make none: `too_short`, `not set`. */
const SAID_TOGETHER = new Set(['not', 'no', 'non', 'too', 'off']);
const COMPLETES = new Set([
  'set',
  'short',
  'shorter',
  'long',
  'longer',
  'old',
  'ok',
  'yet',
  'done',
  'known',
  'is',
  'has',
  'own',
  'check',
]);
