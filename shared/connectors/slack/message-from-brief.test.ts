import { describe, expect, it } from 'vitest';
import { brief, hostileBrief } from '../../../test/support/change-brief.ts';
import { checkBlocks } from '../../../test/support/check-blocks.ts';
import { masked } from '../../../test/support/report-input.ts';
import { messageFromBrief, messageFromDigest } from './message-from-brief.ts';

const long = masked('x'.repeat(200));
const claim = { text: masked('y'.repeat(500)), evidence: Array.from({ length: 20 }, () => long) };
/** As long as the schema of briefs allows, and its address with it. */
const longest = {
  ...hostileBrief(),
  causes: Array.from({ length: 5 }, () => claim),
  fixes: Array.from({ length: 5 }, () => claim),
  links: { report: `https://perf.example/${'r'.repeat(1_900)}`, expireAt: null },
};

describe('a message to Slack', () => {
  it('says all of a usual change', () => {
    const text = JSON.stringify(messageFromBrief(brief()).blocks);

    expect(text).toContain('Figures');
    expect(text).toContain('Cause');
  });

  it('says less of a change that would be too long, and counts the figures that it leaves out', () => {
    const { blocks } = messageFromBrief(longest);

    expect(checkBlocks(blocks)).toEqual([]);
    expect(JSON.stringify(blocks)).toMatch(/"\d+ more in the report"/);
  });

  it('lists fewer changes in a digest that would be too long, and counts the others', () => {
    const briefs = Array.from({ length: 20 }, () => longest);

    const { blocks } = messageFromDigest({ id: 'd', headline: masked('20 more changes'), briefs, more: 4 });

    expect(checkBlocks(blocks)).toEqual([]);
    expect(JSON.stringify(blocks)).toMatch(/"(19|14|23) more changes"/);
  });
});
