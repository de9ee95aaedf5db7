import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });
const bare = (text: string): string => mask(text).replace(/-[\da-f]{12}>/g, '>');

const PATIENT =
  'PID|1||4482917^^^HOSP^MR||HOLLOWAY^MARGARET^A||19610412|F|||12 ROSEWOOD AVE^^SPRINGFIELD^IL^62704||(217)555-0142|||||||123-45-6789';
const MASKED = 'PID|1||<id>^^^HOSP^MR||<person>||<date-of-birth>|F|||<address>||<phone>|||||||<id>';
const RELATIVE = 'NK1|1|HOLLOWAY^PETER^B|SPO^Spouse|14 ELM ST^^SPRINGFIELD^IL^62704|^PRN^PH^^1^217^5550199';
const RELATIVE_MASKED = 'NK1|1|<person>|SPO^Spouse|<address>|^PRN^PH^^1^<phone>';
const INSURED =
  'IN1|1|PPO^Plan|4411|ACME INS||||||||||||HOLLOWAY^MARGARET|SELF|19610412|12 ROSEWOOD AVE^^X^IL';
const INSURED_MASKED = 'IN1|1|PPO^Plan|4411|ACME INS||||||||||||<person>|SELF|<date-of-birth>|<address>';
const VISIT = 'PV1|1|I|2000^2012^01||||004777^OKAFOR^AMARA^J';
const VISIT_MASKED = 'PV1|1|I|2000^2012^01||||<id>^<person>';

describe('a segment of HL7', () => {
  it.each([
    [PATIENT, MASKED],
    [RELATIVE, RELATIVE_MASKED],
    [INSURED, INSURED_MASKED],
    [VISIT, VISIT_MASKED],
    ['MRG|4482918^^^HOSP^MR', 'MRG|<id>^^^HOSP^MR'],
    [
      'PID|1001||910022^^^A^MR||Ferreira^Lucia||19620730|F',
      'PID|1001||<id>^^^A^MR||<person>||<date-of-birth>|F',
    ],
    ['PID|1||4482917^^^A~99182^^^B', 'PID|1||<id>^^^A~<id>^^^B'],
    ['PID|1|""|4482917^^^A||Müller^Jürgen||""|F', 'PID|1|""|<id>^^^A||<person>||""|F'],
    ['GT1|1|8291^^^HOSP^MR|OKAFOR^CHIDI', 'GT1|1|<id>^^^HOSP^MR|<person>'],
    ['PID|1||00482913||OKAFOR||19710714|F', 'PID|1||<id>||<person>||<date-of-birth>|F'],
    ['(PID|1||00482913^^^H||OKAFOR^AMARA)', '(PID|1||<id>^^^H||<person>)'],
    ['[PID|1||00482913^^^H||X^Y||19710714]', '[PID|1||<id>^^^H||<person>||<date-of-birth>]'],
    ['[INFO]PID|1||00482913^^^H', '[INFO]PID|1||<id>^^^H'],
    ['MSH|^~\\&|A%0DPID|1||00482913||DOE%0DPV1|1|I', 'MSH|^~\\&|A%0DPID|1||<id>||<person>%0DPV1|1|I'],
    ['MSH|^~\\&|A&#13;PID|1||00482913||DOE&#xD;OBX|1', 'MSH|^~\\&|A&#13;PID|1||<id>||<person>&#xD;OBX|1'],
    ['71;PID|1||00482913^^^H||OKAFOR^AMARA;ward;9', '71;PID|1||<id>^^^H||<person>;ward;9'],
    ['71,PID|1||00482913^^^H||OKAFOR^AMARA,ward,9', '71,PID|1||<id>^^^H||<person>,ward,9'],
    ['`PID|1||00482913^^^H||OKAFOR^AMARA` took 41 ms', '`PID|1||<id>^^^H||<person>` took 41 ms'],
    ['m=&quot;PID|1||00482913^^^H||OKAFOR^AMARA&quot; n=1', 'm=&quot;PID|1||<id>^^^H||<person>&quot; n=1'],
    [
      '["PID|1||00482913^^^H||OKAFOR^AMARA||19710714|F","OBX|1|NM|GLU^GLUCOSE||105|mg/dL"]',
      '["PID|1||<id>^^^H||<person>||<date-of-birth>|F","OBX|1|NM|GLU^GLUCOSE||105|mg/dL"]',
    ],
    ['"PID|1|""|00482913^^^H||OKAFOR^AMARA"', '"PID|1|""|<id>^^^H||<person>"'],
    ['PD1||||004777^BRANDT^SAMUEL', 'PD1||||<id>^<person>'],
    ['OBR|1|||||||||||||||004777^BRANDT^SAMUEL', 'OBR|1|||||||||||||||<id>^<person>'],
    ["b'PID|||4482917^^^H||HOLLOWAY^ANN'", "b'PID|||<id>^^^H||<person>'"],
  ])('%s has the fields of people masked', (segment, masked) => {
    expect(bare(segment)).toBe(masked);
  });

  it.each(['\n', '\r', '\r\n', '\\r', '\\n', '\\u000d', ' '])('ends with %j', (separator) => {
    expect(bare(['MSH|^~\\&|ADT', PATIENT, RELATIVE, VISIT].join(separator))).toBe(
      ['MSH|^~\\&|ADT', MASKED, RELATIVE_MASKED, VISIT_MASKED].join(separator),
    );
  });

  it('may stand in a string of JSON', () => {
    expect(bare(JSON.stringify({ msg: PATIENT, n: 1 }))).toBe(JSON.stringify({ msg: MASKED, n: 1 }));
  });

  it('stays as it is when it is masked already', () => {
    expect(mask(mask(PATIENT))).toBe(mask(PATIENT));
  });
});

describe('what resembles a segment', () => {
  it.each([
    'PID|USER|CPU|MEM',
    '| PID | Name | CPU |',
    'PID|1234|java^x|run',
    'PID|1234|x^y|412|98|java|12345678',
    '[PID|41234|java^2|98|main|worker-12|412|12345678]',
    'PV1|ADT^A01|412ms|12|98|41|7|9012345|4829131',
    'IN1|412|x^y|12|98|41|Worker|412|8',
    'PID|412|7|98|41|java|9|20260304|run',
    'PID|PPID|CMD',
    'RAPID|1||4482917^^^HOSP^MR||HOLLOWAY^MARGARET',
    'pid|1||4482917^^^HOSP',
    'PV1|1|I',
    'OBX|1|NM|718-7^Hemoglobin||13.2|g/dl|12-16|N|||F',
  ])('%s stays', (line) => {
    expect(mask(line)).toBe(line);
  });
});
