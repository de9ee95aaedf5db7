import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });
const bare = (text: string): string => mask(text).replace(/-[\da-f]{12}>/g, '>');

describe('what a picture of DICOM says of people', () => {
  it.each([
    ['(0010,0010) PN [Varga^Ilona^M] # 14, 1 PatientName', '(0010,0010) PN [<person>] # 14, 1 PatientName'],
    ['(0008,0090) PN [Bergström^Nils]', '(0008,0090) PN [<person>]'],
    [
      "(0010, 0010) Patient's Name                      PN: 'VARGA^ILONA'",
      "(0010, 0010) Patient's Name                      PN: '<person>'",
    ],
    ['(0010,0020) LO [77120934] PatientID', '(0010,0020) LO [<id>] PatientID'],
    ['(0010,0030) DA [19580921]', '(0010,0030) DA [<date-of-birth>]'],
    [
      '{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Varga^Ilona"}]}}',
      '{"00100010":{"vr":"PN","Value":[{"Alphabetic":"<person>"}]}}',
    ],
    ['{"00100020":{"vr":"LO","Value":["77120934"]}}', '{"00100020":{"vr":"LO","Value":["<id>"]}}'],
    ['PatientName=Varga^Ilona Modality=CT', 'PatientName=<person> Modality=CT'],
    ['ReferringPhysicianName: Bergström^Nils', 'ReferringPhysicianName: <person>'],
  ])('%s is masked', (text, masked) => {
    expect(bare(text)).toBe(masked);
  });

  it.each([
    '(0028,0010) US 512 # 2, 1 Rows',
    '(0010,0010) PN (no value available)',
    'alphabetic: true',
    '{"sort":"alphabetic"}',
    '(0008,0016) UI [1.2.840.10008.5.1.4.1.1.2]',
  ])('%s stays', (text) => {
    expect(mask(text)).toBe(text);
  });
});
