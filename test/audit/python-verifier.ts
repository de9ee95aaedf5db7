import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { type NoteKey, printNoteKey } from '../../shared/audit/signed-note.ts';

export const SCRIPT = path.resolve('tools/verify_audit.py');
export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Exit codes of one run of the script for each target, in one process. */
export function python(targets: readonly (readonly [readonly NoteKey[], string])[]): readonly number[] {
  const list = targets.map(([keys, target]) => [keys.map(printNoteKey).join('\n'), target]);
  const driver = `import contextlib, io, json, sys
sys.path.insert(0, sys.argv[1])
import verify_audit
codes = []
for key, target in json.load(sys.stdin):
    sys.argv = ["verify_audit.py", key, target]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        codes.append(verify_audit.main())
print(json.dumps(codes))`;
  const out = execFileSync('python3', ['-B', '-c', driver, path.dirname(SCRIPT)], {
    input: JSON.stringify(list),
    timeout: 100_000,
  });
  return JSON.parse(out.toString()) as readonly number[];
}
