import { describe } from 'vitest';
import { createReportLinks } from '../../shared/platform/system/create-report-links.ts';
import { itSignsLinks } from './report-links.ts';

describe('links signed by HMAC', () => {
  itSignsLinks({
    first: createReportLinks('https://perf.example', 'key of the installation'),
    second: createReportLinks('https://perf.example', 'key of the installation'),
    stranger: createReportLinks('https://perf.example', 'another key'),
  });
});
