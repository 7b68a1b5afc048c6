// Logic that needs no page, beside what it tests; tests/web/logic_test.mjs runs it.
import {fileURLToPath} from 'node:url';

import {defineConfig} from 'vitest/config';

export default defineConfig({
    resolve: {alias: {'@': fileURLToPath(new URL('./src', import.meta.url))}},
    test: {include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 30_000},
});
