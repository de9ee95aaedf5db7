/** Sent with every call: GitHub answers without a version in whatever shape is its default. */
export const API_HEADERS = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
} as const;
