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
    ['Rua das Flores, 123', 'Flores'],
    ['Av. Paulista 1578', 'Paulista'],
  ])('%s is masked', (line, value) => {
    expect(mask(line)).not.toContain(value);
  });
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
