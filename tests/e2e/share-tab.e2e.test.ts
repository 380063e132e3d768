import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { button, capturing, popupOf, waitForTone } from '../support/acts.ts'
import type { FakeDevices } from '../support/chromium.ts'
import { type PageServer, servePages, textPage, tonePage } from '../support/pages.ts'
import { call, type Pair, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { resourcesOf } from '../support/resources.ts'
import { type Sound, toneLevel } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'

/** What the shared page shows and plays: left and right apart, neither of them anybody's voice. */
const PAGE = { rgb: [150, 40, 160], left: 1_000, right: 1_500 } as const
/** Both voices swell, so that their mean level is far under their peak. */
const HEARD = 0.02

describe('the tab from whose popup one shares', () => {
  let speakers: Speakers<'alice' | 'bob'>
  let pages: PageServer
  let pair: Pair
  let shared: Page
  beforeAll(async () => {
    speakers = await startSpeakers(['alice', 'bob'])
    pages = await servePages({
      page: textPage('A page'),
      music: tonePage('The music', PAGE.left, PAGE.right, `rgb(${PAGE.rgb.join()})`),
    })
    pair = await startPair({ alice: { env: speakers.env('alice') }, bob: { env: speakers.env('bob') } })
    const { alice, bob } = pair
    await call(alice, bob)
    await (await popupOf(alice)).close()
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
    await speakers?.stop()
  })
  afterEach(async () => {
    const bobPopup = await popupOf(pair.bob)
    await bobPopup.getByLabel('Shared view').waitFor({ state: 'detached' })
  })

  async function share(): Promise<Page> {
    const { alice, bob } = pair
    shared = await alice.context.newPage()
    await shared.goto(pages.url('music'))
    const opened = await alice.popup(shared)
    await button(opened, 'Share this tab').click()
    await waitForPicture((await popupOf(bob)).getByLabel('Shared view'), PAGE.rgb)
    // Chromium shuts the popup of a tab whose picture begins to be captured: whoever wants it opens it again.
    await waitUntil('the popup is shut', () => opened.isClosed())
    const popup = await popupOf(alice, shared)
    await button(popup, 'Stop sharing').waitFor()
    return popup
  }

  it('is the one that is shared, though another comes to the front with the press', async () => {
    const { alice, bob } = pair
    shared = await alice.context.newPage()
    await shared.goto(pages.url('music'))
    const opened = await alice.popup(shared)
    await opened
      .evaluate(async () => {
        const press = [...document.querySelectorAll('button')].find((each) => each.textContent === 'Share this tab')
        const other = await chrome.tabs.create({ url: 'manifest.json', active: false })
        if (other.id === undefined) throw new Error('No tab was made.')
        // As on a slow machine: when the press arrives, the other tab is in front already.
        void chrome.tabs.update(other.id, { active: true })
        press?.click()
      })
      // The popup may be shut before it has answered.
      .catch(() => undefined)
    await waitForPicture((await popupOf(bob)).getByLabel('Shared view'), PAGE.rgb)
    const popup = await popupOf(alice, shared)
    await button(popup, 'Stop sharing').click()
    await shared.close()
  })

  it('is seen and heard at the other end beside camera and microphone, and its owner still hears it', async () => {
    const { alice, bob } = pair
    const popup = await share()
    const bobPopup = await popupOf(bob)
    await waitForPicture(bobPopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitUntil('the page and the voice are heard by the other, left and right apart', async () => {
      const sound = await speakers.hear('bob')
      return carries(sound, alice.devices) && leftAndRightApart(sound)
    })
    await waitUntil('the page and the other are heard by its owner', async () => {
      const sound = await speakers.hear('alice')
      return carries(sound, bob.devices) && leftAndRightApart(sound)
    })
    await button(popup, 'Microphone').click()
    await waitUntil('muting leaves the page alone', async () => {
      const sound = await speakers.hear('bob')
      return !carries(sound, alice.devices) && leftAndRightApart(sound)
    })
    await button(popup, 'Microphone').click()
    await button(popup, 'Stop sharing').click()
    await bobPopup.getByLabel('Shared view').waitFor({ state: 'detached' })
    await waitUntil('the page is no longer heard by the other', async () => {
      const { left, right } = await speakers.hear('bob')
      return toneLevel(left, PAGE.left) < HEARD / 10 && toneLevel(right, PAGE.right) < HEARD / 10
    })
    await waitForTone(speakers, 'bob', alice.devices.hertz)
    await waitUntil('its owner hears it from the tab again', async () => leftAndRightApart(await speakers.hear('alice')))
    await waitUntil('the capture is released', async () => {
      const { captures } = await resourcesOf(await alice.offscreen())
      return captures.every(({ label }) => !/tab|web-contents/i.test(label))
    })
    await popup.close()
    await shared.close()
  })

  it('ends for both when it is closed, and the call goes on', async () => {
    const { alice, bob } = pair
    await share()
    await shared.close()
    const bobPopup = await popupOf(bob)
    await bobPopup.getByLabel('Shared view').waitFor({ state: 'detached' })
    const popup = await popupOf(alice)
    await popup
      .getByText(/Sharing has ended\.$/)
      .first()
      .waitFor()
    await button(popup, 'Stop sharing').waitFor({ state: 'detached' })
    await waitForPicture(bobPopup.getByLabel('Remote video'), alice.devices.rgb)
    await popup.close()
  })

  it('ends with the call', async () => {
    const { alice, bob } = pair
    const popup = await share()
    await button(await popupOf(bob), 'Hang up').click()
    await button(popup, 'Done').waitFor()
    await waitUntil('all is released', async () => !(await capturing(alice)))
  })
})

/** Whether a person's voice is in it. */
function carries({ left }: Sound, { hertz }: FakeDevices): boolean {
  return toneLevel(left, hertz) > HEARD
}

/** The page's left tone on the left and its right one on the right, each at least ten times as loud as on the other side. */
function leftAndRightApart({ left, right }: Sound): boolean {
  const [ll, lr, rl, rr] = [
    toneLevel(left, PAGE.left),
    toneLevel(right, PAGE.left),
    toneLevel(left, PAGE.right),
    toneLevel(right, PAGE.right),
  ]
  return ll > HEARD && rr > HEARD && ll > 10 * lr && rr > 10 * rl
}
