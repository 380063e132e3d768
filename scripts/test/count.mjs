import { readFileSync } from 'node:fs'

/**
 * What vitest's JSON reports count, or one failure where there is none. A file that ran again counts as it went the last
 * time. A file that failed beside its tests (where it sets up or cleans up), or a project that ran none, counts as a failure.
 * @param {string[]} paths in the order in which they were written
 * @param {boolean} ok whether vitest itself ended well the last time
 * @returns {{ passed: number, failed: number, skipped: number, retried: string[] }} retried: what passed, but not at once
 */
export function countTests(paths, ok) {
  const reports = paths.map(filesOf)
  if (reports.includes(null)) return { passed: 0, failed: 1, skipped: 0, retried: [] }
  const files = [...new Map(reports.flat().map((file) => [file.name, file])).values()]
  const tests = files.flatMap((file) => file.assertionResults)
  const missedBefore = new Set(reports.flat().flatMap(missedTests))
  const passed = tests.filter((test) => test.status === 'passed')
  const failed = tests.filter((test) => test.status === 'failed')
  const brokenFiles = files.filter((file) => hasFailed(file) && !file.assertionResults.some((test) => test.status === 'failed'))
  const counts = {
    passed: passed.length,
    failed: failed.length + brokenFiles.length,
    skipped: tests.length - passed.length - failed.length,
    // What passed in the end keeps the messages of the tries before.
    retried: passed
      .filter((test) => test.failureMessages.length > 0 || missedBefore.has(test.fullName))
      .map((test) => test.fullName),
  }
  if (!ok && counts.failed === 0) counts.failed = 1
  return counts
}

/**
 * The files with a failure in a report of vitest's; none where there is no report.
 * @param {string} path
 * @returns {string[]}
 */
export function failedFiles(path) {
  return (filesOf(path) ?? []).filter(hasFailed).map((file) => file.name)
}

function filesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults
  } catch {
    return null
  }
}

function hasFailed(file) {
  return file.status === 'failed'
}

/** Those that failed, and those that were not come to, since a `beforeAll` failed. */
function missedTests(file) {
  return hasFailed(file) ? file.assertionResults.filter((test) => test.status !== 'passed').map((test) => test.fullName) : []
}
