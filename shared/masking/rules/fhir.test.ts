import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });
const bare = (text: string): string => mask(text).replace(/-[\da-f]{12}>/g, '>');

describe('a patient of FHIR', () => {
  it.each([
    ['<given value="Margaret"/>', '<given value="<person>"/>'],
    [
      '<name><family value="Holloway"/><given value="Margaret"/></name><birthDate value="1961-04-12"/>',
      '<name><family value="<person>"/><given value="<person>"/></name><birthDate value="<date-of-birth>"/>',
    ],
    [
      '<name><given>Margaret</given><family>Holloway</family></name>',
      '<name><given><person></given><family><person></family></name>',
    ],
    [
      '"name":[{"family":"Holloway","given":["Margaret","Ann"]}]',
      '"name":[{"family":"<person>","given":["<person>","<person>"]}]',
    ],
    [
      '{"body":"{\\"given\\":[\\"Margaret\\"],\\"family\\":\\"Holloway\\"}"}',
      '{"body":"{\\"given\\":[\\"<person>\\"],\\"family\\":\\"<person>\\"}"}',
    ],
    ['{"type":"MRN","value":"4482917"}', '{"type":"MRN","value":"<id>"}'],
    [
      '{"type":{"coding":[{"code":"MR"}],"text":"Medical record"},"system":"urn:x","value":"4482917"}',
      '{"type":{"coding":[{"code":"MR"}],"text":"Medical record"},"system":"urn:x","value":"<id>"}',
    ],
  ])('%s', (document, masked) => {
    expect(bare(document)).toBe(masked);
  });
});

describe('what resembles a part of one', () => {
  it.each([
    '{"family":"Arial","size":12}',
    '{"family":"IPv4","port":1}',
    '"given":["x","y"]',
    '<family value="Roboto"/>',
    'Scenario: given> Users exist',
    '{"type":"MR","value":"open"}',
  ])('%s stays', (line) => {
    expect(mask(line)).toBe(line);
  });
});
