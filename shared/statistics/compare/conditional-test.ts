import { betaCdf, betaSurvival } from '../distributions/beta-cdf.ts';
import { logBinomialTerm } from '../distributions/log-binomial-term.ts';

interface Rate {
  readonly events: number;
  readonly exposure: number;
}

/**
 * Two-sided p value (twice the smaller tail, at most 1) given the total of events: Fisher's exact test for proportions,
 * the exact binomial test of a Poisson pair for counts. Fractional numbers (deflated totals) are rounded.
 */
export function conditionalTest(b: Rate, c: Rate, kind: 'proportion' | 'count'): number {
  const eventsB = Math.round(b.events);
  const eventsC = Math.round(c.events);
  if (eventsB + eventsC === 0) return 1;
  const tails =
    kind === 'proportion'
      ? hypergeometricTails(b, c, eventsB, eventsC)
      : binomialTails(b, c, eventsB, eventsC);
  return Math.min(1, 2 * Math.min(tails.atMost, tails.atLeast));
}

interface Tails {
  readonly atMost: number;
  readonly atLeast: number;
}

function binomialTails(b: Rate, c: Rate, eventsB: number, eventsC: number): Tails {
  const share = c.exposure / (b.exposure + c.exposure);
  return {
    atMost: eventsB === 0 ? 1 : betaSurvival(share, eventsC + 1, eventsB),
    atLeast: eventsC === 0 ? 1 : betaCdf(share, eventsC, eventsB + 1),
  };
}

/** Tails of the candidate's events, by summing outward from the observed table. */
function hypergeometricTails(b: Rate, c: Rate, eventsB: number, eventsC: number): Tails {
  const trialsB = Math.max(eventsB, Math.round(b.exposure));
  const trialsC = Math.max(eventsC, Math.round(c.exposure));
  const events = eventsB + eventsC;
  const least = Math.max(0, events - trialsB);
  const most = Math.min(events, trialsC);
  const share = events / (trialsB + trialsC);
  const start = Math.exp(
    logBinomialTerm(eventsC, trialsC, share) +
      logBinomialTerm(eventsB, trialsB, share) -
      logBinomialTerm(events, trialsB + trialsC, share),
  );
  let atLeast = start;
  let term = start;
  for (let x = eventsC; x < most; x++) {
    term *= ((trialsC - x) * (events - x)) / ((x + 1) * (trialsB - events + x + 1));
    atLeast += term;
    if (term < atLeast * 1e-17) break;
  }
  let atMost = start;
  term = start;
  for (let x = eventsC; x > least; x--) {
    term *= (x * (trialsB - events + x)) / ((trialsC - x + 1) * (events - x + 1));
    atMost += term;
    if (term < atMost * 1e-17) break;
  }
  return { atMost, atLeast };
}
