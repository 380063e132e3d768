import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { countTests } from '../../scripts/test/count.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tabcall-count-'))
const path = join(folder, 'report.json')
afterEach(() => rmSync(path, { force: true }))

interface Test {
  readonly fullName: string
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly failureMessages: readonly string[]
}

function writeReport(...tests: readonly Test[]): void {
  const count = (status: Test['status']): number => tests.filter((test) => test.status === status).length
  writeFileSync(
    path,
    JSON.stringify({
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
      numPendingTests: count('skipped'),
      numTodoTests: 0,
      testResults: [{ status: count('failed') > 0 ? 'failed' : 'passed', assertionResults: tests }],
    }),
  )
}

describe('what the last line of npm test counts', () => {
  it('a test that needed another try passes, and is named', () => {
    writeReport(
      { fullName: 'a call stands', status: 'passed', failureMessages: ['Not within 15000 ms'] },
      { fullName: 'a call ends', status: 'passed', failureMessages: [] },
    )
    expect(countTests(path, true)).toEqual({ passed: 2, failed: 0, skipped: 0, retried: ['a call stands'] })
  })

  it('a test that failed each time has failed, and is not named as one that passed', () => {
    writeReport({ fullName: 'a call stands', status: 'failed', failureMessages: ['no', 'no', 'no'] })
    expect(countTests(path, false)).toEqual({ passed: 0, failed: 1, skipped: 0, retried: [] })
  })

  it('tests that were broken off before their report have failed', () => {
    expect(countTests(path, true)).toEqual({ passed: 0, failed: 1, skipped: 0, retried: [] })
  })

  it('a runner that failed without a failed test has failed', () => {
    writeReport({ fullName: 'a call ends', status: 'passed', failureMessages: [] })
    expect(countTests(path, false)).toMatchObject({ passed: 1, failed: 1 })
  })
})
