import { readFileSync } from 'node:fs'

/**
 * What vitest's JSON report counts, or one failure where there is no report.
 * A file that failed before its tests, or a project that ran none, counts as a failure.
 * @param {string} path
 * @param {boolean} ok whether vitest itself ended well
 * @returns {{ passed: number, failed: number, skipped: number, retried: string[] }} retried: what passed, but not at once
 */
export function countTests(path, ok) {
  let report
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: 0, retried: [] }
  }
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    // What passed in the end keeps the messages of the tries before.
    retried: report.testResults
      .flatMap((file) => file.assertionResults)
      .filter((test) => test.status === 'passed' && test.failureMessages.length > 0)
      .map((test) => test.fullName),
  }
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  counts.failed += brokenFiles
  if (!ok && counts.failed === 0) counts.failed = 1
  return counts
}
