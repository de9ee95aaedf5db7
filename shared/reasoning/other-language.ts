/** Small words of languages in Latin script that are no words of English or of code: articles, forms of "to be", negations, prepositions. */
const OF_OTHERS = new Set(
  [
    'der das den dem ist sind nicht und wird wurde wurden auf für mit kein keine dieser diese dieses sich auch bei zum zur nach über kann soll',
    'le la les est sont pas et pour avec cette ce ces une des du dans sur ne aucune aucun été être peut qui que',
    'el los las es y para con esta este una del por ninguna ningún fue puede que está se de',
    'il lo gli è sono non con questa questo della del dei nessuna nessun stato può che di',
    'não é são uma da dos das pelo pela nenhuma nenhum foi pode sem',
    'de het een niet voor zijn deze dit geen wordt werd kan van',
    'jest są nie dla ta tego żaden żadna został może się na',
    'bir bu için değil ve ile olarak yok edildi',
    'är inte och för med det den ingen inga har blev kan på av',
  ].flatMap((words) => words.split(' ')),
);
/** Those that no other of these languages has, too. */
const OF_ENGLISH = new Set(
  'the are were be been of and to this that these it its for with by from not than has have which when each more less'.split(
    ' ',
  ),
);
const WORD = /\p{L}+/gu;
/** One may be a name of the code: `la`, `con`, `van`. */
const FEWEST = 2;

/** Whether a sentence is written in another language than the English that was asked for, as far as its small words tell. */
export function isOtherLanguage(text: string): boolean {
  const words = text.toLowerCase().match(WORD) ?? [];
  const english = words.filter((word) => OF_ENGLISH.has(word)).length;
  const others = words.filter((word) => OF_OTHERS.has(word)).length;
  return others >= FEWEST && others > english;
}
