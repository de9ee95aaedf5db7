import { type Verdict } from '../contracts/decision.ts';
import { type Answer, type Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { type Markup, markup } from './markup.ts';

/**
 * Class of each answer and verdict; colours are told apart by people who see no red or green (Okabe and Ito 2008,
 * darkened to a contrast of 4.5 on white).
 */
const ANSWER_CLASS = {
  regression: maskedText`bad`,
  improvement: maskedText`good`,
  undecided: maskedText`open`,
  'no-change': maskedText`calm`,
  'no-baseline': maskedText`calm`,
} satisfies Record<Answer, unknown>;

/** Class of a finding: what the target branch had before is not in the colour of what the change did. */
export function classOfFinding({ answer, before }: Pick<Finding, 'answer' | 'before'>): Masked {
  return before === null ? ANSWER_CLASS[answer] : ANSWER_CLASS.undecided;
}

export const VERDICT_CLASS = {
  fail: maskedText`bad`,
  warn: maskedText`open`,
  pass: maskedText`good`,
  undecided: maskedText`open`,
  'no-baseline': maskedText`calm`,
  'no-data': maskedText`calm`,
} satisfies Record<Verdict, unknown>;

/** Style of the picture; its own element, so that it looks the same as a file, as an image and inside the page. */
export const PICTURE_STYLE = maskedText`.pa-back{fill:#ffffff;stroke:#d0d7de}.pa-ink{fill:#1f2328}.pa-soft{fill:#59636e}.pa-rule{stroke:#d8dee4}.pa-zero{stroke:#818b98}.pa-band{fill:#eaeef2}.pa-hollow{fill:#ffffff;stroke:#59636e}.pa-mean{stroke:#59636e}.pa-bad{fill:#b3400a;stroke:#b3400a}.pa-good{fill:#00694c;stroke:#00694c}.pa-open{fill:#8a5a00;stroke:#8a5a00}.pa-calm{fill:#4a5662;stroke:#4a5662}.pa-on{fill:#ffffff;stroke:none}@media (prefers-color-scheme:dark){.pa-back{fill:#151b23;stroke:#3d444d}.pa-ink{fill:#f0f6fc}.pa-soft{fill:#9198a1}.pa-rule{stroke:#2f3742}.pa-zero{stroke:#656c76}.pa-band{fill:#262c36}.pa-hollow{fill:#151b23;stroke:#9198a1}.pa-mean{stroke:#9198a1}.pa-bad{fill:#ff9a5c;stroke:#ff9a5c}.pa-good{fill:#3fd0a4;stroke:#3fd0a4}.pa-open{fill:#e3b341;stroke:#e3b341}.pa-calm{fill:#aeb9c4;stroke:#aeb9c4}.pa-on{fill:#151b23}}text.pa-plain{stroke:none}`;

/** {@link PICTURE_STYLE} as an element; it holds no text from outside. */
export const PICTURE_STYLE_ELEMENT: Markup = { markup: maskedText`<style>${PICTURE_STYLE}</style>` };

export const FONT = markup`font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"`;
