import { pageView, PAGE_VIEWS, VIEWERS } from './page-view.ts';

/**
 * A k6 script of page views at a constant arrival rate: new ones start whether or not earlier ones are answered (open
 * model), so a slow service cannot slow down the load that shows it. Written out whole, so that the run can be repeated
 * with `k6 run` alone.
 */
export function k6Script(options: {
  readonly url: string;
  readonly seconds: number;
  readonly pagesPerSecond: number;
}): string {
  const pages = Array.from({ length: PAGE_VIEWS }, (_, index) => pageView(index));
  return `import http from 'k6/http';
import exec from 'k6/execution';

const url = ${JSON.stringify(options.url)};
const pages = ${JSON.stringify(pages)};

export const options = {
  discardResponseBodies: true,
  systemTags: ['status', 'name', 'expected_response', 'error_code'],
  scenarios: {
    pages: {
      executor: 'constant-arrival-rate',
      rate: ${String(options.pagesPerSecond)},
      timeUnit: '1s',
      duration: '${String(options.seconds)}s',
      preAllocatedVUs: ${String(VIEWERS)},
      maxVUs: ${String(options.pagesPerSecond * 4)},
      gracefulStop: '5s',
    },
  },
};

export default function () {
  const page = pages[exec.scenario.iterationInTest % pages.length];
  http.batch(page.map(({ name, path }) => ['GET', url + path, null, { tags: { name }, timeout: '5s' }]));
}
`;
}
