export function countTests(path: string, ok: boolean): { passed: number; failed: number; skipped: number; retried: string[] }
