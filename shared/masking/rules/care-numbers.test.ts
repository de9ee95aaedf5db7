import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });

describe('a number of the care of a patient', () => {
  it.each([
    ['Accession: CR-26-004829', 'CR-26-004829'],
    ['specimen id S26004829', 'S26004829'],
    ['Hospital No: 00482913', '00482913'],
    ['Chart # 482913', '482913'],
    ['Rx# 4829131', '4829131'],
    ['Medicaid ID: AB12345C', 'AB12345C'],
    ['visit number: V00482913', 'V00482913'],
    ['E11.9 patient=PT-482913', 'PT-482913'],
    ['identifier=urn:mrn|00482913', '00482913'],
    ['GET /patients/00482913/chart 200', '00482913'],
    ['GET /api/patients/PT-482913?full=1', 'PT-482913'],
    ['DOS 03/04/2026', '03/04/2026'],
    ['/patients/77120934: timeout', '77120934'],
    ['`/Patients/77120934` failed', '77120934'],
    ['{"path":"/patients/P-77120934-02\\n"}', '77120934'],
    ['GET /patients%2F77120934', '77120934'],
    ['GET /mrn/77120934/labs 200', '77120934'],
    ['accession=25-0071234 modality=MR', '25-0071234'],
    ['Specimen: S25-10772', 'S25-10772'],
    ["Failed to parse accession '25-0071234'", '25-0071234'],
    ['"visitNumber":"V7712093"', 'V7712093'],
    ['hospitalNumber: H7712093', 'H7712093'],
  ])('%s is masked', (line, value) => {
    expect(mask(line)).not.toContain(value);
  });
});

describe('what resembles one', () => {
  it.each([
    'chart #4 of 12',
    'accession 0000320193-24-000123',
    'accession=NM_000546.6',
    '/patients/2026.json',
    '/mrn/lookup 200',
    'GET /static/patient/20260304.js 200',
    'rx# 4829131 packets',
    'visit number 4829131',
    'GET /patients/42/chart 200',
    'GET /patients/search 200 41 ms',
    'patient=42',
    'patient:read',
    'MS-DOS 6.22',
    'DOS attack 412',
    'specimen id missing',
    'hospital number of beds: 412',
  ])('%s stays', (line) => {
    expect(mask(line)).toBe(line);
  });
});
