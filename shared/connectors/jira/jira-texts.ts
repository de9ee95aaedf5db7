import type { ChangeBrief } from '../../contracts/change-brief.ts';
import { adfFromBlocks, adfText } from './adf-from-blocks.ts';
import type { JiraSettings } from './settings.ts';
import { type Block, blocksFromBrief, blocksFromText, DETAILS } from './ticket-blocks.ts';
import { wikiFromBlocks } from './wiki-from-blocks.ts';

/** Documented limit of a text field is 32,767 characters; held by the stored form, markup included. */
const LONGEST_TEXT = 32_000;
/** A text without a brief; its document is a little longer than itself. */
const LONGEST_PLAIN_TEXT = 30_000;

/** Texts in the format of the deployment: a document for Cloud, wiki markup for Data Center. */
export interface JiraTexts {
  description(brief: ChangeBrief | undefined, body: string): unknown;
  comment(text: string): unknown;
  /** Whether a stored comment says what `comment(text)` says. */
  says(stored: unknown, text: string): boolean;
}

export function jiraTexts(deployment: JiraSettings['deployment']): JiraTexts {
  const render: (blocks: readonly Block[]) => unknown =
    deployment === 'cloud' ? adfFromBlocks : wikiFromBlocks;
  const plain = (stored: unknown): string =>
    (typeof stored === 'string' ? stored : adfText(stored)).replace(/\s+/g, ' ').trim();

  function description(brief: ChangeBrief | undefined, body: string): unknown {
    if (brief === undefined) return render(blocksFromText(body.slice(0, LONGEST_PLAIN_TEXT)));
    for (const detail of DETAILS) {
      const text = render(blocksFromBrief(brief, detail));
      if (JSON.stringify(text).length <= LONGEST_TEXT) return text;
    }
    return render(blocksFromText(`${brief.headline}\n\n${brief.summary}`));
  }

  const comment = (text: string): unknown => render([{ kind: 'paragraph', inlines: [{ text }] }]);
  return { description, comment, says: (stored, text) => plain(stored) === plain(comment(text)) };
}
