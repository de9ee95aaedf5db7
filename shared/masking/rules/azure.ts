import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

/** Client secrets of Microsoft Entra: three characters, a digit, `Q~`, then 31 to 34 more. */
const CLIENT_SECRET = /[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/y;

export const azureAnchors: readonly Anchor[] = [
  {
    keyword: 'Q~',
    detect: (scan: Scan, at: number): void => {
      const start = at - 4;
      if (start < 0) return;
      CLIENT_SECRET.lastIndex = start;
      const match = CLIENT_SECRET.exec(scan.text);
      if (match === null) return;
      report(scan, start, start + match[0].length, 'secret', STRENGTH.shape, 'azure-client-secret');
    },
  },
];
