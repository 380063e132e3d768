import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { popupOf, waitForRelease } from '../support/acts.ts'
import { extensionProcesses } from '../support/extensionProcess.ts'
import { type Person, startPerson, waitForStatus } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { flowsAgain, HEADPHONES, lookAt, NAMES, type Name, part, talk, VOICES, waitForVoice } from '../support/talk.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

/** One way; the round trip of the goals is 50 ms. */
const DELAY_MS = 25
/** A call to go back to is offered about as soon as one is ready. */
const OFFERED_WITHIN_MS = 3_000

describe.skipIf(!wanPossible)('in a call', () => {
  let wan: Wan<Name | 'server'>
  let speakers: Speakers<Name>
  let server: SignalingServer
  let people: Record<Name, Person>
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-survive-'))

  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: DELAY_MS })
    speakers = await startSpeakers(NAMES)
    server = await startTabcallServer({ wanHost: wan.hosts.server })
    people = { alice: await start('alice'), bob: await start('bob') }
  })
  afterAll(async () => {
    for (const person of Object.values(people ?? {})) await person.close()
    await server?.stop()
    await speakers?.stop()
    await wan?.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })

  afterEach(() => part(people))

  function start(name: Name): Promise<Person> {
    return startPerson({
      server: server.url,
      devices: VOICES[name],
      settings: HEADPHONES,
      wanHost: wan.hosts[name],
      env: speakers.env(name),
      profile: join(folder, name),
    })
  }

  it.each(NAMES)('the offscreen document of %s is closed: picture and sound are back within 5 s by themselves', async (name) => {
    const talkers = await talk(people)
    const from = Date.now()
    await (await people[name].serviceWorker()).evaluate(() => chrome.offscreen.closeDocument())
    const flows = await flowsAgain(talkers, speakers, from, 8_000)
    console.info('ms after the document was closed:', flows)
    for (const [what, ms] of Object.entries(flows)) expect(ms, what).toBeLessThan(5_000)
  })

  it.each(NAMES)('the browser of %s is killed: the other reconnects, and Rejoin brings them back', async (name) => {
    const talkers = await talk(people)
    const other = name === 'alice' ? 'bob' : 'alice'
    await kill(people[name])
    await waitForStatus(talkers[other].popup, 'Reconnecting', 3_000)
    people[name] = await start(name)
    const popup = await popupOf(people[name])
    await popup.getByRole('button', { name: 'Rejoin' }).click()
    await lookAt(people[name], people[other], popup)
    await lookAt(people[other], people[name], talkers[other].popup)
    for (const each of NAMES) await waitForVoice(speakers, each)
  })

  it('the extension of one crashes: the other reconnects, and Rejoin brings them back once it runs again', async () => {
    const talkers = await talk(people)
    await crash(people.bob)
    await waitForStatus(talkers.alice.popup, 'Reconnecting', 3_000)
    await people.bob.close()
    people.bob = await start('bob')
    const popup = await popupOf(people.bob)
    await popup.getByRole('button', { name: 'Rejoin' }).click()
    await lookAt(people.bob, people.alice, popup)
    await lookAt(people.alice, people.bob, talkers.alice.popup)
    for (const each of NAMES) await waitForVoice(speakers, each)
  })

  it.each([
    ['the browser of one is killed', kill],
    ['the extension of one crashes', crash],
  ] as const)('%s for good: the other ends after 30 s, and nothing is offered later', async (_, how) => {
    const talkers = await talk(people)
    const from = Date.now()
    await how(people.bob)
    await waitForStatus(talkers.alice.popup, 'Reconnecting', 3_000)
    await waitForStatus(talkers.alice.popup, 'Connection lost', 35_000)
    expect(Date.now() - from).toBeGreaterThan(29_000)
    await waitForRelease(people.alice)
    await people.bob.close()
    people.bob = await start('bob')
    const offered = (await popupOf(people.bob)).getByRole('button', { name: 'Rejoin' })
    await expect(offered.waitFor({ timeout: OFFERED_WITHIN_MS })).rejects.toThrow('Timeout')
  })
})

/** As a power cut does: nothing of the browser gets to say anything. */
async function kill({ browser, context }: Person): Promise<void> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const main = processInfo.find(({ type }) => type === 'browser')
  if (!main) throw new Error('The browser does not name its process.')
  const closed = new Promise((resolve) => context.once('close', resolve))
  process.kill(main.id, 'SIGKILL')
  await closed
}

/** What the system does to a process that takes too much: all of the extension is in one. */
async function crash(person: Person): Promise<void> {
  for (const id of await extensionProcesses(person)) process.kill(id, 'SIGKILL')
}
