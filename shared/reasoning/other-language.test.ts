import { describe, expect, it } from 'vitest';
import { isOtherLanguage } from './other-language.ts';

describe('isOtherLanguage', () => {
  it.each([
    'Die Prüfung ist bestanden und wird nicht blockiert.',
    'La vérification est réussie, ce n’est pas une régression.',
    'El cambio está aprobado y no es una regresión.',
    'La modifica è approvata, non è una regressione.',
    'A mudança foi aprovada e não é uma regressão.',
    'De wijziging is goedgekeurd, het is geen regressie.',
    'Zmiana jest zatwierdzona i nie jest regresją.',
    'Bu değişiklik onaylandı ve bir gerileme değil.',
    'Ändringen är godkänd och det är inte en regression.',
  ])('knows another language by its small words: %s', (text) => {
    expect(isOtherLanguage(text)).toBe(true);
  });

  it.each([
    'The loop in loadOrders reads each item by itself.',
    'Connections per instance doubled.',
    'El Niño jobs and the van fleet share one queue.',
    'The query `select la, con from van` is sent for each order.',
    'p95 of GET /orders rose from 120 ms to 180 ms.',
    'Garbage collection pauses grew.',
    '',
  ])('takes English, and names of code within it: %s', (text) => {
    expect(isOtherLanguage(text)).toBe(false);
  });
});
