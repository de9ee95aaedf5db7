import { describe, expect, it } from 'vitest';
import { changeMark } from './change-mark.ts';

describe('changeMark', () => {
  it.each([
    ['https://gitlab.example/team/shop/orders/-/merge_requests/17', '!17'],
    ['https://host.example/gitlab/shop/orders/-/merge_requests/17', '!17'],
    ['https://github.com/shop/orders/pull/17', '#17'],
    ['https://dev.azure.com/shop/checkout/_git/orders/pullrequest/17', 'PR 17'],
    ['https://tfs.example/Shop/_git/orders/pullRequest/17?_a=files', 'PR 17'],
    ['https://git.example/shop/orders/changes/17', 'number 17'],
    ['no address', 'number 17'],
    [null, 'number 17'],
  ])('writes the number as the host of %s does: %s', (url, expected) => {
    expect(changeMark('17', url)).toBe(expected);
  });
});
