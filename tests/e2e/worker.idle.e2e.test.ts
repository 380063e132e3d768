import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { popupOf } from '../support/acts.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { type Person, seeRing, startPerson } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { startUnattended, type Unattended, type UnattendedPage } from '../support/unattended.ts'
import { sleep, waitUntil } from '../support/wait.ts'

const POPUP = 'src/popup/index.html'
/** An extension page that is no view of Tabcall's. */
const QUIET_PAGE = 'manifest.json'
/** Chromium ends a worker 30 s after its last event. */
const IDLE_DEATH_MS = 75_000
const LONGER_THAN_IDLE_MS = 45_000

describe('nobody notices that the service worker dies by itself', () => {
  let server: SignalingServer
  let alice: Unattended
  let bob: Person
  beforeAll(async () => {
    server = await startTabcallServer()
    alice = await startUnattended()
    bob = await startPerson({ devices: BOB, server: server.url })
    const options = await alice.page(QUIET_PAGE)
    await options.evaluate(
      `chrome.runtime.sendMessage({ to: 'background', kind: 'browser', body: { type: 'updateSettings', changes: { signalingServer: '${server.url}' } } })`,
    )
    await options.close()
    const popup = await alice.page(POPUP)
    await waitForText(popup, '[role=status]', /^Ready$/)
    await popup.close()
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await server?.stop()
  })

  it('while nothing happens: the popup opened after it is true, and calling works', async () => {
    await untilDead(alice)
    const popup = await alice.page(POPUP)
    await waitForText(popup, '[role=status]', /^Ready$/)
    await popup.evaluate(`(() => {
      const field = document.querySelector('input[type=text], input:not([type])')
      field.value = '${bob.peerId}'
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    })()`)
    await press(popup, 'Call')
    await (await seeRing(bob)).getByRole('button', { name: 'Accept' }).click()
    await waitForPicture((await popupOf(bob)).getByLabel('Remote video'), ALICE.rgb)
    await popup.close()
  })

  it('in a call it is kept, to bring the call back if it must', async () => {
    const until = Date.now() + LONGER_THAN_IDLE_MS
    while (Date.now() < until) {
      expect(await alice.workerRuns()).toBe(true)
      await sleep(250)
    }
    await waitForPicture((await popupOf(bob)).getByLabel('Remote video'), ALICE.rgb)
  })
})

/** The alarm that looks after the offscreen document twice a minute comes about when the worker would die: without it, it does. */
async function untilDead(person: Unattended): Promise<void> {
  const page = await person.page(QUIET_PAGE)
  await page.evaluate('chrome.alarms.clearAll()')
  await page.close()
  const from = Date.now()
  await waitUntil('the worker has died by itself', async () => !(await person.workerRuns()), { timeoutMs: IDLE_DEATH_MS })
  console.info('The worker died after', Date.now() - from, 'ms.')
}

async function waitForText(page: UnattendedPage, selector: string, pattern: RegExp): Promise<void> {
  await waitUntil(`${selector} reads ${pattern}`, async () => {
    const text = String(await page.evaluate(`document.querySelector('${selector}')?.textContent ?? document.body.textContent`))
    if (!pattern.test(text)) throw new Error(`it reads ${text}`)
    return true
  })
}

/** Presses a button by its name. */
async function press(page: UnattendedPage, name: string): Promise<void> {
  await waitUntil(`“${name}” can be pressed`, () =>
    page.evaluate(`(() => {
      const named = (each) => (each.getAttribute('aria-label') ?? each.textContent).trim() === '${name}'
      const found = [...document.querySelectorAll('button')].find((each) => named(each) && !each.disabled)
      found?.click()
      return found !== undefined
    })()`),
  )
}
