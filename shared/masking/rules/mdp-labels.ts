import { type Scan } from '../scan.ts';
import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { isSecretValue } from './secret-values.ts';
import { isStateWord } from './state-words.ts';

/** In quotes, where it may hold blanks, or up to a blank, with brackets that close again. */
const VALUE = `((?<=")[^"\\n\\\\]{4,128}(?=\\\\{0,3}")|(?<=')[^'\\n]{4,128}(?=')|(?:[^\\s"'\`,;<>\\\\()]|\\([^\\s"'()]{0,32}\\)){4,64})`;
/** What a Markov decision process is made of, and what it is solved by. */
const OF_PROCESS =
  /grid|world|lake|states?(?![a-z])|state_|reward|policy|agent|action|solv|iterat|value|transition|gamma|discount|tabular|finite|model|environment|env(?![a-z])|random|taxi|cliff|cart|pole|episode|horizon|markov|bellman|belief|pomdp|mdp|train|learn|test|step|plan|graph|file|config/i;
/** An environment's version, and a setting: `FrozenLake-v1`, `n_states=1200`. */
const NAMES_VERSION = /[a-z]-v\d{1,2}$/i;
const SETS_NUMBER = /^[A-Za-z_]{1,40}=-?[\d.]+$/;
const SIGNS = /[!#$%&*+@^~?]/;
const DIGITS = /\d/;
const NUMBER = /^[\d.,_]+$/;
/** A word alone counts at the end of its line, in lower case, where nothing else is said. */
const WORD = /^[\p{Ll}-]{6,}$/u;
const ENDS_LINE = /^["']?[ \t]{0,8}(?:[\r\n}\]]|\\[nr]|["']|$)/;
const AFTER_REACH = 12;

/** `mdp` is short for the French `mot de passe`; a Markov decision process has the same three letters. */
function isPassword(value: string, { text }: Scan, start: number): boolean {
  if (!isGivenWord(value) || isStateWord(value) || NUMBER.test(value) || value.includes('://')) return false;
  if (
    !isSecretValue(value, 'password', {
      assigned: true,
      quoted: value.includes(' '),
      spaced: true,
      after: '',
    })
  )
    return false;
  if (SETS_NUMBER.test(value)) return false;
  if (SIGNS.test(value)) return true;
  if (NAMES_VERSION.test(value) || OF_PROCESS.test(value)) return false;
  if (DIGITS.test(value)) return true;
  const end = text.indexOf(value, start) + value.length;
  return WORD.test(value) && ENDS_LINE.test(text.slice(end, end + AFTER_REACH));
}

/** A password behind `mdp`, in names of settings too: `DB.mdp=…`, `"mdp": "…"`. */
export const mdpLabels: readonly FieldForm[] = [
  {
    rule: 'password-label',
    type: 'secret',
    keywords: ['mdp:', 'mdp=', 'mdp =', 'mdp :', 'mdp  ', 'mdp"', "mdp'", 'mdp\\', 'mdp_'],
    form: () =>
      new RegExp(
        `mdp(?:_[A-Za-z]{1,16})?\\\\{0,3}["']?[ \\t]{0,8}(?::|=>|=)[ \\t]{0,8}\\\\{0,3}["']?${VALUE}`,
        'iy',
      ),
    accepts: isPassword,
  },
];
