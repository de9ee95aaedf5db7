import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });
const bare = (text: string): string => mask(text).replace(/-[\da-f]{12}>/g, '>');

describe('a patient of FHIR', () => {
  it.each([
    [
      '{"name":[{"family":"Mbeki","given":"Thandiwe"}]}',
      '{"name":[{"family":"<person>","given":"<person>"}]}',
    ],
    ['{"family":"O\\u0027Rourke","given":["Sorcha"]}', '{"family":"<person>","given":["<person>"]}'],
    [
      '{"value":"77120934","system":"http://hospital.example/mrn"}',
      '{"value":"<id>","system":"http://hospital.example/mrn"}',
    ],
    [
      '{"system":"http://hospital.example/mrn/","use":"usual","value":"77120934"}',
      '{"system":"http://hospital.example/mrn/","use":"usual","value":"<id>"}',
    ],
    ['{"id":"77120934","resourceType":"Patient"}', '{"id":"<id>","resourceType":"Patient"}'],
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
    [
      '{"family":"van der Berg","given":["Jan","Piet","Kees","Dirk","Karl"]}',
      '{"family":"<person>","given":["<person>","<person>","<person>","<person>","<person>"]}',
    ],
    [`{"family":"d'Angelo","given":["小明"]}`, '{"family":"<person>","given":["<person>"]}'],
    ["{'family': 'Holloway', 'given': ['Ann']}", "{'family': '<person>', 'given': ['<person>']}"],
    ['"system":"http://h.example/mrn","value":"00482913"', '"system":"http://h.example/mrn","value":"<id>"'],
    [
      '{"value":"00482913","type":{"coding":[{"code":"MR"}]}}',
      '{"value":"<id>","type":{"coding":[{"code":"MR"}]}}',
    ],
    [
      '<type><coding><code value="MR"/></coding></type><value value="00482913"/>',
      '<type><coding><code value="MR"/></coding></type><value value="<id>"/>',
    ],
    [
      '<id root="2.16.840.1.113883.19.5" extension="00482913"/>',
      '<id root="2.16.840.1.113883.19.5" extension="<id>"/>',
    ],
    ['{"system":"phone","value":"2125550147"}', '{"system":"phone","value":"<phone>"}'],
    ['{"value":"2125550147","system":"phone"}', '{"value":"<phone>","system":"phone"}'],
    ['{"resourceType":"Patient","id":"pt-482913"}', '{"resourceType":"Patient","id":"<id>"}'],
  ])('%s', (document, masked) => {
    expect(bare(document)).toBe(masked);
  });
});

describe('what resembles a part of one', () => {
  it.each([
    '{"family":"Arial","size":12}',
    '{"id":"77120934","resourceType":"Observation"}',
    '{"value":"77120934","system":"http://hospital.example/units"}',
    '{"family":"IPv4","port":1}',
    '"given":["x","y"]',
    '<family value="Roboto"/>',
    'Scenario: given> Users exist',
    '{"type":"MR","value":"open"}',
    '{"type":"MR","value":4829131}',
    '{"unit":"MR","use":"x","value":12345}',
    '{"font":{"family":"Roboto","given":["Bold"]}}',
    '{"column_family":"Orders","given":["Id"]}',
    '<given value="Rate"/>',
    '{"value":"482913012","system":"counter"}',
    '{"metric":"rps","value":"12345678","type":{"x":{"code":"MS"}}}',
    '{"resourceType":"Bundle","id":"pt-482913"}',
  ])('%s stays', (line) => {
    expect(mask(line)).toBe(line);
  });
});
