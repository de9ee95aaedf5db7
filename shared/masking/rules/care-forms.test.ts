import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });

describe('a person, a day or a number of a record', () => {
  it.each([
    ['Pt Holloway, Margaret 65F', 'Holloway'],
    ['Pt Margaret Holloway 65F admitted', 'Holloway'],
    ['pt: Holloway, Margaret', 'Holloway'],
    ['attending: Okafor, Amara MD', 'Okafor'],
    ['Surgeon: Amara Okafor', 'Okafor'],
    ['ordering provider: Amara Okafor, MD', 'Okafor'],
    ['PCP: Okafor, Amara', 'Okafor'],
    ['seen by Dr Okafor', 'Okafor'],
    ['Prof Okafor was here', 'Okafor'],
    ['patient 44817 Deceased on 2026-10-11', '2026-10-11'],
    ['patient expired, died on 10/11/2026', '10/11/2026'],
    ['{"deceasedDateTime":"2026-10-11T10:00:00Z"}', '2026-10-11'],
    ['Passport No. C01X00T47', 'C01X00T47'],
    ['Passport NO. C01X00T47', 'C01X00T47'],
    ['Health plan beneficiary H48291037', 'H48291037'],
    ['account number: 004829103847', '004829103847'],
    ['acct no 4829103847', '4829103847'],
    ['"accountNumber":"004829103847"', '004829103847'],
    ['tckn=37083062212', '37083062212'],
    ['{"tckn":"37083062212"}', '37083062212'],
    ['pnr: 601016-4785', '601016-4785'],
    ['GET /v1/cards/4045365912712011/status', '4045365912712011'],
    ['/v1/cards/6759307871560966/status 200', '6759307871560966'],
    ['pnr: 198507141235', '198507141235'],
    ["pnr='19850714-1235'", '19850714-1235'],
    ["pt Okafor, Amara' x", 'Amara'],
    ['Pt. Nkosi, Thandiwe admitted to ward 7', 'Nkosi'],
    ['patient: Quispe, Huanca', 'Quispe'],
    ['patient Zhao, Mei-Ling 41 y/o', 'Zhao'],
    ['PCP: Thandiwe Nkosi', 'Thandiwe'],
    ['acct no. 4829-1310-22', '4829-1310-22'],
    ['account number: 20260304', '20260304'],
    ['her mother-in-law died on 03/04/2026 at the hospital', '03/04/2026'],
    ['Rua das Flores, 123', 'Flores'],
    ['Av. Paulista 1578', 'Paulista'],
  ])('%s is masked', (line, value) => {
    expect(mask(line)).not.toContain(value);
  });
});

it('leaves the quote behind a name', () => {
  expect(mask("WHERE attending = 'Thandiwe Nkosi' AND n=3")).toMatch(
    /^WHERE attending = '<person-[\da-f]{12}>' AND n=3$/,
  );
});

describe('what resembles one', () => {
  it.each([
    'attempt 3 of Example, Test',
    'attending: true',
    'provider: Google Cloud',
    'provider: Amazon Web Services',
    'Provider: Azure Blob, Standard',
    'physician: 3 rows',
    'script Foo Bar',
    'Prompt Hello, World',
    'pt 12',
    'worker died on 2026-10-11 10:00:00',
    'worker died on 2026-03-04T10:11:12.345Z, hospital-1',
    'pod died 03/04/2026 ward-7',
    'Thread died 2026-03-04 12:00:01 (patient-service)',
    'patient-api instance i-0412 died on 2026-03-04',
    'patient Create, Update, Delete permissions',
    'Patient Portal, Checkout, Login: p95 412 ms',
    '12 pt Helvetica, Arial',
    'JVM pt Eden, Survivor',
    'patient: Lookup Query 12 m',
    'PCP: Packet Capture',
    'clinician="Portal Api" p95=412',
    'resident Set Size, PA',
    'Admitting Controller Webhook, PA',
    '"aws_account_number":"482913120482"',
    'awsAccountNumber: 482913120482',
    'account number 20260304 loaded',
    'health plan subscriber 48291 ms',
    'process died at 2026-10-11',
    'session expired on 2026-10-11',
    'AWS account number: 004829103847',
    'account number is invalid',
    'account number: 12',
    'GET /v1/orders/4045365912712011/status',
    'pnr: ABC123',
    'pnr=4821',
    'tckn=12345678901',
    'Av. 12ms',
    'av. latency 1578',
    'dr 4',
    '10 Dr',
    'resident memory: 12 MB',
    'Referring URL',
    'ordering: Ascending, Name',
  ])('%s stays', (line) => {
    expect(mask(line)).toBe(line);
  });
});

describe('a name of a patient behind a number', () => {
  it.each([
    ['03:12 Pt Okafor, Amara c/o chest pain', 'Okafor'],
    ['2026-03-04 03:12 Pt Okafor, Amara admitted', 'Okafor'],
    ['2026-03-04T03:12:00 patient Okafor, Amara discharged', 'Okafor'],
    ['Room 412 Pt Vogt, Lena states hives', 'Vogt'],
    ['bed 12 pt Vogt, Lena states hives', 'Vogt'],
    ['11:02 pt Marsh, Peter moved', 'Marsh'],
  ])('%s is masked', (line, name) => {
    expect(mask(line)).not.toContain(name);
  });

  it('is none behind a size of letters', () => {
    for (const line of ['font: 12 pt Georgia, Serif seen', '10.5 pt Verdana, Arial admitted'])
      expect(mask(line)).toBe(line);
  });
});

describe('a name of a patient in quotes', () => {
  it.each([
    ['Patient="Mbeki, Thandiwe" ward=4W', 'Mbeki'],
    ['patient "Mbeki, Thandiwe" opened', 'Mbeki'],
    ["Patient 'Mbeki, Thandiwe' opened", 'Mbeki'],
    ['{"patient":"Thandiwe Mbeki","ward":"4W"}', 'Mbeki'],
    ['{"patient": "O\\u0027Rourke, Sorcha"}', 'Rourke'],
    ['msg="{\\"patient\\":\\"Thandiwe Mbeki\\"}"', 'Mbeki'],
  ])('%s is masked', (line, name) => {
    expect(mask(line)).not.toContain(name);
  });

  it.each([
    '{"patient":"Patient Service"}',
    'patient="read"',
    'resource "Patient" not found',
    '{"patient":"Test Data"}',
  ])('%s stays', (line) => {
    expect(mask(line)).toBe(line);
  });
});
