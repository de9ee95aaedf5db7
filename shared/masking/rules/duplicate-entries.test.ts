import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });
const bare = (text: string): string => mask(text).replace(/-[\da-f]{12}>/g, '>');

describe('a number that is there twice', () => {
  it.each([
    ["Duplicate entry '77120934' for key 'patients.mrn'", "Duplicate entry '<id>' for key 'patients.mrn'"],
    ["Duplicate entry '77120934' for key 'idx_mrn'", "Duplicate entry '<id>' for key 'idx_mrn'"],
    [
      "Duplicate entry '01712345678' for key 'users.phone_UNIQUE'",
      "Duplicate entry '<phone>' for key 'users.phone_UNIQUE'",
    ],
  ])('%s is masked', (text, masked) => {
    expect(bare(text)).toBe(masked);
  });

  it.each([
    "Duplicate entry '48213' for key 'orders.PRIMARY'",
    "Duplicate entry '48213' for key 'telephone_models.id'",
    "Duplicate entry '12-34' for key 'cart_items.cart_product'",
  ])('%s stays', (text) => {
    expect(mask(text)).toBe(text);
  });
});
