// Logic that needs no page, beside what it tests; tests/web/logic_test.mjs runs it.
import {fileURLToPath} from 'node:url';

import {defineConfig} from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
    resolve: {alias: {'@': here('./src'), '@shared': here('./shared')}},
    test: {include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 30_000},
});
