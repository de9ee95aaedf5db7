import type { Masked } from '../contracts/masked.ts';
import { rewriteMasked } from '../contracts/masked-text.ts';

/**
 * Signs that show nothing and still reach a model: tag characters (they spell ASCII), zero width, bidirectional order, soft hyphen,
 * fillers, variation selectors, controls. Source: Unicode, Default_Ignorable_Code_Point and Bidi_Control.
 */
const INVISIBLE = /[[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\ufff9-\ufffb]--[\t\n]]+/gv;
/** Signs that look like the angle brackets of a marker, square-bar brackets and slashes of chat templates included. */
const BRACKET = '[<\uff1c\u2039\u276e\u3008\ufe64\u1438\u02c2\u29fc]';
const END_BRACKET = '[>\uff1e\u203a\u276f\u3009\ufe65\u1433\u02c3\u29fd]';
const BAR = '[|\uff5c\u2223\u01c0]';
/** `<data`, `</data`, with a look-alike bracket, blanks, or another sign for the slash. */
const MARKER = new RegExp(
  `${BRACKET}(?=[\\s/\\\\\uff0f\u2044\u2215]*(?:data|evidence|system|instructions?)\\b)`,
  'giu',
);
/** Turns of chat templates (ChatML, Llama, Gemma, Mistral, DeepSeek); some servers read them as such within a user's text, too. */
const TEMPLATES: readonly RegExp[] = [
  new RegExp(`${BRACKET}(?=${BAR})`, 'gu'),
  new RegExp(`(?<=${BAR})${END_BRACKET}`, 'gu'),
  new RegExp(
    `${BRACKET}(?=/?(?:start_of_turn|end_of_turn|s|bos|eos|pad|unk|tool_call|tool_response|think)${END_BRACKET})`,
    'giu',
  ),
  /\[(?=\/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS|TOOL_RESULTS)\])/giu,
  new RegExp(`${BRACKET}(?=${BRACKET}/?SYS${END_BRACKET})`, 'giu'),
];

/**
 * Evidence as a model may read it: nothing that a person would not see in it, no end of the block that it stands in, no turn of a chat template.
 * Ordinary code keeps its letters; brackets that could be such a sign become `‹`, `›` or `(`, runs of invisible signs one U+FFFD.
 */
export function inertEvidence(text: Masked): Masked {
  return rewriteMasked(text, (whole) => {
    const visible = whole.toWellFormed().replace(/\r\n?/g, '\n').replace(INVISIBLE, '\uFFFD');
    const unmarked = visible.replace(MARKER, '(');
    return TEMPLATES.reduce((rest, template) => rest.replace(template, '('), unmarked);
  });
}
