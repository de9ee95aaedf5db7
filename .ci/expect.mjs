// Reads the last line of `npm run try -- --json` and holds it to what the README promises.
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const outcome = JSON.parse(await text(process.stdin));
const wanted = process.argv.slice(2);
const TOTAL_SECONDS = 180;
const isOfType = {
  verdict: (value) => typeof value === 'string' && value !== '',
  runId: (value) => /^run-[0-9a-f]{24}$/.test(value),
  comment: (value) => typeof value === 'string' && value !== '',
  reports: (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0,
  auditValid: (value) => typeof value === 'boolean',
};
const wrong = Object.keys(isOfType).filter((key) => !isOfType[key](outcome[key]));
if (wrong.length > 0) {
  console.error(`the document lacks, or has wrong: ${wrong.join(', ')}`);
  process.exit(1);
}
const missing = Object.values(outcome.reports).filter((file) => !existsSync(file));
const faults = [
  ...(outcome.totalSeconds < TOTAL_SECONDS
    ? []
    : [`it took ${outcome.totalSeconds} s, and must take less than ${TOTAL_SECONDS} s`]),
  ...(wanted.includes(outcome.verdict)
    ? []
    : [`the verdict is "${outcome.verdict}", expected ${wanted.join(' or ')}`]),
  ...(outcome.auditValid === true ? [] : ['the audit log is not valid']),
  ...(outcome.comment.includes('perf-agent') ? [] : ['there is no comment']),
  ...missing.map((file) => `there is no ${file}`),
];
for (const fault of faults) console.error(fault);
console.log(
  `${outcome.defect}: ${outcome.verdict}, ${outcome.totalSeconds} s, ${outcome.audit.entries} audit entries`,
);
process.exit(faults.length === 0 ? 0 : 1);
