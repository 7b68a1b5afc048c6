// The consoles' logic (web/src/**/*.test.ts), run by vitest and told case by case.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';

import {root, summary} from './desk.mjs';

const web = join(root, 'web');
const ended = spawnSync(
    process.execPath,
    [join(web, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json'],
    {cwd: web, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024},
);
const counts = {passed: 0, failed: 0, skipped: 0};
let report;
try {
    report = JSON.parse(ended.stdout.slice(ended.stdout.indexOf('{')));
} catch {
    console.log(`FAIL vitest: ${`${ended.stdout} ${ended.stderr}`.replace(/\n/g, ' | ').slice(-2000)}`);
    process.exit(summary({...counts, failed: 1}));
}
for (const file of report.testResults) {
    if (file.assertionResults.length === 0) {
        counts.failed += 1;
        console.log(`FAIL ${named(file.name)}: ${String(file.message).replace(/\n/g, ' | ')}`);
    }
    for (const test of file.assertionResults) {
        const name = `${named(file.name)}_${test.fullName.replace(/[^0-9A-Za-z]+/g, '_')}`;
        if (test.status === 'passed') console.log(`PASS ${name}`);
        else console.log(`FAIL ${name}: ${test.failureMessages.join(' ').replace(/\n/g, ' | ')}`);
        counts[test.status === 'passed' ? 'passed' : 'failed'] += 1;
    }
}
process.exit(summary(counts));

function named(file) {
    return file
        .slice(web.length + 5)
        .replace(/\.test\.ts$/, '')
        .replace(/[^0-9A-Za-z]+/g, '_');
}
