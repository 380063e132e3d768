import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { countTests, failedFiles } from '../../scripts/test/count.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tabcall-count-'))
const first = join(folder, 'first.json')
const again = join(folder, 'again.json')
afterEach(() => {
  for (const path of [first, again]) rmSync(path, { force: true })
})

interface Test {
  readonly fullName: string
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly failureMessages: readonly string[]
}

/** `broken`: the files that failed beside their tests, as with a `beforeAll` that throws. */
function writeReport(path: string, files: Readonly<Record<string, readonly Test[]>>, broken: readonly string[] = []): void {
  const testResults = Object.entries(files).map(([name, tests]) => ({
    name,
    status: broken.includes(name) || tests.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
    assertionResults: tests,
  }))
  writeFileSync(path, JSON.stringify({ testResults }))
}

const passed = (fullName: string): Test => ({ fullName, status: 'passed', failureMessages: [] })
const skipped = (fullName: string): Test => ({ fullName, status: 'skipped', failureMessages: [] })
const failed = (fullName: string): Test => ({ fullName, status: 'failed', failureMessages: ['no', 'no'] })

describe('what the last line of npm test counts', () => {
  it('a test that needed another try passes, and is named', () => {
    const late: Test = { fullName: 'a call stands', status: 'passed', failureMessages: ['Not within 15000 ms'] }
    writeReport(first, { 'call.ts': [late, passed('a call ends'), skipped('a call rests')] })
    expect(countTests([first], true)).toEqual({ passed: 2, failed: 0, skipped: 1, retried: ['a call stands'] })
  })

  it('a test that failed each time has failed, and is not named as one that passed', () => {
    writeReport(first, { 'call.ts': [failed('a call stands')] })
    expect(countTests([first], false)).toEqual({ passed: 0, failed: 1, skipped: 0, retried: [] })
  })

  it('a file that ran again counts as it went then, and what failed before is named', () => {
    writeReport(first, { 'call.ts': [failed('a call stands'), failed('a call ends')], 'share.ts': [passed('a share stands')] })
    writeReport(again, { 'call.ts': [passed('a call stands'), passed('a call ends')] })
    const retried = ['a call stands', 'a call ends']
    expect(countTests([first, again], true)).toEqual({ passed: 3, failed: 0, skipped: 0, retried })
    writeReport(again, { 'call.ts': [passed('a call stands'), failed('a call ends')] })
    expect(countTests([first, again], false)).toMatchObject({ passed: 2, failed: 1, retried: ['a call stands'] })
  })

  it('tests that were broken off before their report have failed, the first time or the second', () => {
    expect(countTests([first], true)).toEqual({ passed: 0, failed: 1, skipped: 0, retried: [] })
    writeReport(first, { 'call.ts': [failed('a call stands')] })
    expect(countTests([first, again], true)).toMatchObject({ failed: 1 })
  })

  it('a file that broke before its tests has failed, also where another one that failed has passed since', () => {
    writeReport(first, { 'call.ts': [], 'share.ts': [passed('a share stands')] }, ['call.ts'])
    expect(countTests([first], false)).toMatchObject({ passed: 1, failed: 1 })
    writeReport(first, { 'call.ts': [skipped('a call stands')], 'share.ts': [failed('a share stands')] }, ['call.ts'])
    writeReport(again, { 'share.ts': [passed('a share stands')] })
    expect(countTests([first, again], true)).toMatchObject({ passed: 1, failed: 1 })
  })

  it('a file that broke before its tests and ran again names them', () => {
    writeReport(first, { 'call.ts': [skipped('a call stands')] }, ['call.ts'])
    writeReport(again, { 'call.ts': [passed('a call stands')] })
    expect(countTests([first, again], true)).toEqual({ passed: 1, failed: 0, skipped: 0, retried: ['a call stands'] })
  })

  it('a runner that failed without a failed test has failed', () => {
    writeReport(first, { 'call.ts': [passed('a call ends')] })
    expect(countTests([first], false)).toMatchObject({ passed: 1, failed: 1 })
  })
})

describe('the files that run again', () => {
  it('are those with a test that failed, and those that broke before their tests', () => {
    const tests = {
      'call.ts': [passed('a call stands'), failed('a call ends')],
      'share.ts': [passed('a share stands')],
      'odd.ts': [],
    }
    writeReport(first, tests, ['odd.ts'])
    expect(failedFiles(first)).toEqual(['call.ts', 'odd.ts'])
  })

  it('are none where there is no report', () => {
    expect(failedFiles(first)).toEqual([])
  })
})
