import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';

const masker = createMasker({ runKey: 'identity labels' });

describe('identity numbers behind a label of no other meaning', () => {
  it.each([
    ['{"national_id":"1894181297"}', '1894181297'],
    ['{"nationalId":"AFZPK7190K"}', 'AFZPK7190K'],
    ['national id: 64032514-0911', '64032514-0911'],
    ['Personalausweisnummer: NR2V301834', 'NR2V301834'],
    ['Sozialversicherungsnummer 1894 181297', '1894 181297'],
    ['HKID: C163710(8)', 'C163710(8)'],
    ['CNIC 35202-3114895-7', '35202-3114895-7'],
    ['DNI 29.687.089-T', '29.687.089-T'],
    ['BSN 3759.26.422', '3759.26.422'],
    ['cédula de ciudadanía: 1.009.936.454', '1.009.936.454'],
    ['numéro de sécurité sociale 1 89 10 75 750 910 93', '1 89 10 75 750 910 93'],
    ['AHV-Nr.: 7560864297990', '7560864297990'],
    ['ИНН: 000715100797', '000715100797'],
    ['СНИЛС: 10795884100', '10795884100'],
    ['ΑΜΚΑ: 12025371605', '12025371605'],
    ['henkilötunnus: 241287-2622', '241287-2622'],
    ['isikukood: 38001010000', '38001010000'],
    ['JMBG: 0101980123456', '0101980123456'],
    ['"oib":"12345678901"', '12345678901'],
  ])('are masked: %s', (text, value) => {
    const masked = masker.mask(text);

    expect(masked).not.toContain(value);
    expect(masked).toMatch(/<id-[0-9a-f]{12}>\W*$/);
    expect(masker.mask(masked)).toBe(masked);
  });

  it.each([
    ['BSN: 123456789', '123456789'],
    ['{"bsn":"123456789"}', '123456789'],
    ['burgerservicenummer 123456789', '123456789'],
    ['NIK: 1234567890123456', '1234567890123456'],
    ['IRD: 49-091-851', '49-091-851'],
    ['CPF: 123.456.789-00', '123.456.789-00'],
    ['"cpf": "12345678900"', '12345678900'],
    ['PESEL: 12345678901', '12345678901'],
    ['NIP: 123-456-78-90', '123-456-78-90'],
    ['RUT: 12.345.678-9', '12.345.678-9'],
    ['CUIT 20-12345678-1', '20-12345678-1'],
    ['SIN: 123-456-789', '123-456-789'],
    ['TFN: 123 456 789', '123 456 789'],
    ['Aadhaar number: 123456789012', '123456789012'],
    ['personnummer: 811218-9877', '811218-9877'],
    ['fødselsnummer 01018012345', '01018012345'],
    ['rodné číslo: 800101/1234', '800101/1234'],
    ['CNP: 1800101123456', '1800101123456'],
    ['Steuer-ID: 12345678901', '12345678901'],
    ['numéro de sécurité sociale 1 80 01 75 123 456 12', '1 80 01 75 123 456 12'],
    ['身份证：110101198001011234', '110101198001011234'],
    ['AHV-Nr. 756.1234.5678.90', '756.1234.5678.90'],
  ])('are masked though their check digits are wrong: %s', (text, value) => {
    const masked = masker.mask(text);

    expect(masked).not.toContain(value);
    expect(masker.mask(masked)).toBe(masked);
  });

  it.each([
    'bsn=123456789 acked',
    '"bsn": 123456789',
    'nik=1767225600000000',
    'sin 123456789',
    'nir=180017512345612',
    'run: 12345678-1',
    'PESEL: 12345678901 rows',
    'cpf 12345678900',
    'rut 12345678',
    'national_id column has 12000000 rows',
    'index on national_id (cost=0.42..8.44 rows=1234567)',
    '"national_id": null',
    'identity_number VARCHAR(20)',
    'WHERE national_id = $1',
    'government id service 10.2.3',
    'za 3 dni 12:30',
    'DNI: error',
    'hkid validation 3 ms',
    'national id 2026-05-04',
  ])('leave alone what only speaks of them: %s', (text) => {
    expect(masker.mask(text)).toBe(text);
  });
});

describe('dates of care in fields', () => {
  it.each([
    '{"admissionDate":"2026-03-02"}',
    'discharge_date=2026-03-09',
    '{"date_of_service":"2026-03-02"}',
  ])('are masked: %s', (text) => {
    expect(masker.mask(text)).toMatch(/<date-/);
  });

  it('leaves other dates alone', () => {
    const text = 'date_of_release=2026-03-02 service_date_ms=12 update_date=2026-03-02';

    expect(masker.mask(text)).toBe(text);
  });
});
