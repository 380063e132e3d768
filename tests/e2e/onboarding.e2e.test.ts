import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf, waitForSentence } from '../support/acts.ts'
import { launchTabcall, type Tabcall } from '../support/browser.ts'
import { ALICE } from '../support/chromium.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { strongestTone } from '../support/sound.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { type Screen, startScreen } from '../support/xvfb.ts'

/** Through the prompt's buttons, left of their words; Chromium's own colour of them. */
const PROMPT_COLUMN_PX = 178
const BUTTON_RGB = [211, 227, 253] as const
/** Above it the browser's tabs have the same colour. */
const TOOLBAR_PX = 100
const BUTTON_HEIGHT_PX = { least: 24, most: 44 } as const

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
    expect(await permissions(page)).toEqual(answer === 'allowed' ? ['granted', 'granted'] : ['denied', 'denied'])
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
    await popup.getByText('The microphone is refused. Others will not hear you.').waitFor()
    await button(popup, 'Set up').click()
    await waitUntil('the set-up tab is in front', () => page.evaluate(() => document.visibilityState === 'visible'))
    expect(onboardingTabs(alice)).toHaveLength(1)
  })
})

/** Presses a button of the browser's own prompt: always, this time, never, one below the other. */
async function answerPrompt(screen: Screen, page: Page, answer: 'allowed' | 'refused'): Promise<void> {
  await waitUntil(
    'the prompt is answered',
    async () => {
      // A button under the pointer has another colour.
      await screen.move(PROMPT_COLUMN_PX, 1)
      const [always, , never] = promptButtons(screen)
      const y = answer === 'allowed' ? always : never
      // For half a second the browser takes no click, so that nobody answers by accident.
      if (y !== undefined) await screen.click(PROMPT_COLUMN_PX, y)
      return !(await permissions(page)).includes('prompt')
    },
    { timeoutMs: 30_000, intervalMs: 500 },
  )
}

/** Where on the screen the prompt's buttons are, from above: runs of their colour, as high as a button. */
function promptButtons(screen: Screen): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-prompt-'))
  try {
    screen.screenshot(join(folder, 'screen.png'))
    const { data, width, height } = PNG.sync.read(readFileSync(join(folder, 'screen.png')))
    const isButton = (y: number) =>
      BUTTON_RGB.every((value, channel) => data[(y * width + PROMPT_COLUMN_PX) * 4 + channel] === value)
    const middles: number[] = []
    for (let y = TOOLBAR_PX, run = 0; y < height; y++) {
      if (isButton(y)) run++
      else {
        if (run >= BUTTON_HEIGHT_PX.least && run <= BUTTON_HEIGHT_PX.most) middles.push(y - run / 2)
        run = 0
      }
    }
    return middles.length === 3 ? middles : []
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function onboardingTabs({ context, url }: Tabcall): Page[] {
  return context.pages().filter((page) => page.url().startsWith(url('src/onboarding/')))
}

function permissions(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = ['microphone', 'camera'] as const
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
  })
}
