// Reads the last line of `npm run try -- --json` and holds it to what the README promises.
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const outcome = JSON.parse(await text(process.stdin));
const wanted = process.argv.slice(2);
const missing = Object.values(outcome.reports).filter((file) => !existsSync(file));
const faults = [
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
