import { existsSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf, waitForSentence } from '../support/acts.ts'
import { launchTabcall, type Tabcall } from '../support/browser.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { dial, seeRing, startPerson } from '../support/pair.ts'
import { answerPrompt, closePrompt, devicePermissions, isPromptShown } from '../support/permissionPrompt.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { strongestTone } from '../support/sound.ts'
import { tellVisibility } from '../support/visibility.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { type Screen, startScreen } from '../support/xvfb.ts'

describe.each(['allowed', 'refused'] as const)('after installing, with the devices %s at the real prompt,', (answer) => {
  let screen: Screen
  let speakers: Speakers<'alice'>
  let server: SignalingServer
  let alice: Tabcall
  let page: Page
  beforeAll(async () => {
    screen = await startScreen()
    speakers = await startSpeakers(['alice'])
    server = await startTabcallServer()
    alice = await launchTabcall({
      headless: false,
      env: { ...screen.env, ...speakers.env('alice') },
      grant: [],
      devices: ALICE,
      server: server.url,
    })
    page = await waitUntil('the set-up tab opens', async () => onboardingTabs(alice)[0])
    await page.bringToFront()
    await page.getByRole('heading', { name: 'Welcome to Tabcall' }).waitFor()
  })
  afterAll(async () => {
    await alice?.close()
    await server?.stop()
    await speakers?.stop()
    await screen?.stop()
  })

  it('one tab asks, once, and the person answers', async () => {
    expect(onboardingTabs(alice)).toHaveLength(1)
    await waitForSentence(page, 'Ready')
    await button(page, 'Allow microphone and camera').click()
    await answerPrompt(screen, page, answer)
    if (answer === 'allowed') {
      await waitForPicture(page.getByLabel('Your camera'), ALICE.rgb)
      await waitUntil('the level moves', async () => {
        const meter = page.getByRole('meter', { name: 'Microphone level' })
        return Number(await meter.evaluate((shown) => (shown instanceof HTMLMeterElement ? shown.value : 0))) > 0.2
      })
    } else {
      await page.getByText('The microphone is refused. Click the icon left of the address').waitFor()
      await page.getByText('The camera is refused. You can call with sound alone').waitFor()
    }
    expect(await devicePermissions(page)).toEqual(answer === 'allowed' ? ['granted', 'granted'] : ['denied', 'denied'])
  })

  it.runIf(answer === 'allowed')('the devices are open only while the tab is looked at', async () => {
    const open = () =>
      page.getByLabel('Your camera').evaluate((video) => {
        if (!(video instanceof HTMLVideoElement && video.srcObject instanceof MediaStream)) throw new Error('no stream')
        return video.srcObject.getTracks().filter(({ readyState }) => readyState === 'live').length
      })
    expect(await open()).toBe(2)
    await tellVisibility(page.mainFrame(), 'hidden')
    await waitUntil('the devices are closed', async () => (await open()) === 0)
    await tellVisibility(page.mainFrame(), 'visible')
    await waitUntil('the devices are open again', async () => (await open()) === 2)
    await waitForPicture(page.getByLabel('Your camera'), ALICE.rgb)
  })

  it('the speaker can be heard', async () => {
    await waitUntil(
      'two notes are heard',
      async () => {
        // Listening before the press: the notes are shorter than it takes to begin to listen.
        const [heard] = await Promise.all([
          speakers.hear('alice', 2_500),
          sleep(500).then(() => button(page, 'Play a test tone').click()),
        ])
        return [520, 780].includes(strongestTone(heard.left) ?? 0)
      },
      { timeoutMs: 30_000 },
    )
  })

  it('the signaling server can be checked', async () => {
    await button(page, 'Check').click()
    await page.getByText('A Tabcall server answers.').waitFor()
    const field = page.getByRole('textbox', { name: 'Signaling server' })
    await field.fill('http://127.0.0.1:1/')
    await button(page, 'Check').click()
    await page.getByText('Nobody answers there.').waitFor()
    await field.fill(server.url)
    await field.press('Tab')
    await waitForSentence(page, 'Ready')
  })

  it('the ID can be copied, and it is said how to call', async () => {
    const id = await page.getByLabel('Your ID').locator('.id').textContent()
    await button(page, 'Copy ID').click()
    const field = page.getByRole('textbox', { name: 'Signaling server' })
    await field.fill('')
    await field.press('Control+V')
    expect(await field.inputValue()).toBe(id)
    await field.fill(server.url)
    await page.getByText('To call, click the Tabcall button in the toolbar, paste the other’s ID and press Call.').waitFor()
  })

  it('Tabcall works, and says what is missing', async () => {
    await button(page, 'Done').click()
    await page.getByText('All set').waitFor()
    const tab = await alice.context.newPage()
    const popup = await popupOf(alice, tab)
    await waitForSentence(popup, 'Ready')
    if (answer === 'allowed') {
      await popup.getByRole('textbox', { name: 'Peer ID' }).waitFor()
      expect(await button(popup, 'Set up').count()).toBe(0)
      return
    }
    await popup.getByText('Microphone and camera are refused, so no call can be made.').waitFor()
    const bob = await startPerson({ devices: BOB, server: server.url })
    try {
      await popup.getByRole('textbox', { name: 'Peer ID' }).fill(bob.peerId)
      await button(popup, 'Call').click()
      await waitForSentence(popup, 'No camera or microphone')
      await popup.getByText('Microphone and camera are refused, so no call can be made.').waitFor()
      await button(popup, 'Set up').click()
      await waitUntil('the set-up tab is in front', () => page.evaluate(() => document.visibilityState === 'visible'))
      expect(onboardingTabs(alice)).toHaveLength(1)
      // By the icon left of the address.
      for (const name of ['microphone', 'camera'] as const) await alice.permission(name, 'granted')
      await page.reload()
      await waitForPicture(page.getByLabel('Your camera'), ALICE.rgb)
      await becomeReady(bob)
      const again = await popupOf(alice, tab)
      await button(again, 'Call again').click()
      await button(await seeRing(bob), 'Accept').click()
      await waitForPicture(again.getByLabel('Remote video'), BOB.rgb)
      expect(await button(again, 'Set up').count()).toBe(0)
    } finally {
      await bob.close()
    }
  })
})

describe('the first time', () => {
  let server: SignalingServer
  beforeAll(async () => {
    server = await startTabcallServer()
  })
  afterAll(() => server?.stop())

  it('whoever closes the question is not asked again until they want to be', async () => {
    const screen = await startScreen()
    const alice = await launchTabcall({ headless: false, env: screen.env, grant: [], devices: ALICE, server: server.url })
    try {
      const page = await waitUntil('the set-up tab opens', () => onboardingTabs(alice)[0])
      await page.bringToFront()
      await button(page, 'Allow microphone and camera').click()
      await closePrompt(screen)
      await page.getByText('The question was closed without an answer.').waitFor()
      for (let looks = 0; looks < 5; looks++) {
        await sleep(200)
        expect(isPromptShown(screen)).toBe(false)
      }
      expect(await devicePermissions(page)).toEqual(['prompt', 'prompt'])
      await button(page, 'Try again').click()
      await answerPrompt(screen, page, 'allowed')
      await waitForPicture(page.getByLabel('Your camera'), ALICE.rgb)
    } finally {
      await alice.close()
      await screen.stop()
    }
  })

  it.skipIf(existsSync('/dev/video0'))(
    'on a machine without microphone and camera one is told so, and so is whoever is called',
    async () => {
      const alice = await startPerson({ devices: null, server: server.url })
      const bob = await startPerson({ devices: BOB, server: server.url })
      try {
        const page = await alice.page('src/onboarding/index.html')
        await page.getByText('No microphone was found. Plug one in, then try again.').waitFor()
        await page.getByText('No camera was found. You can call with sound alone.').waitFor()
        await page.close()
        const popup = await dialled(alice, bob.peerId)
        await waitForSentence(popup, 'No camera or microphone')
        await becomeReady(alice, bob)
        const bobPopup = await dial(bob, alice.peerId)
        await button(await seeRing(alice), 'Accept').click()
        await waitForSentence(await popupOf(alice), 'No camera or microphone')
        await waitForSentence(bobPopup, `${alice.peerId} has no camera or microphone`)
      } finally {
        await alice.close()
        await bob.close()
      }
    },
  )
})

/** A call is asked for; it may end before it is seen to ring. */
async function dialled(caller: Tabcall, peerId: string): Promise<Page> {
  const popup = await popupOf(caller)
  await popup.getByRole('textbox', { name: 'Peer ID' }).fill(peerId)
  await button(popup, 'Call').click()
  return popup
}

function onboardingTabs({ context, url }: Tabcall): Page[] {
  return context.pages().filter((page) => page.url().startsWith(url('src/onboarding/')))
}
