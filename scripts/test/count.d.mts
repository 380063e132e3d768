export function countTests(
  paths: readonly string[],
  ok: boolean,
): { passed: number; failed: number; skipped: number; retried: string[] }
export function failedFiles(path: string): string[]
