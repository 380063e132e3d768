import { defineConfig } from 'vitest/config'

/** Real browsers on few cores: one file at a time, and time enough for a slow machine. */
const BROWSERS = {
  environment: 'node',
  fileParallelism: false,
  // A browser may miss a beat on a busy machine. `scripts/test.mjs` runs what still failed once more, and names it at its end.
  retry: 1,
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/e2e/**'],
        },
      },
      { test: { ...BROWSERS, name: 'e2e', include: ['tests/e2e/**/*.e2e.test.ts'] } },
    ],
  },
})
