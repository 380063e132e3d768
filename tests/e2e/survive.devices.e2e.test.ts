import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf, waitForTone } from '../support/acts.ts'
import { BOB } from '../support/chromium.ts'
import { longestFrameGap, longestSilence, watchChanges } from '../support/flow.ts'
import { median } from '../support/median.ts'
import { call, type Person, startPerson } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Plugged, type PluggedMicrophone, plugMicrophone, plugSpeaker, unplugQuietMicrophone } from '../support/plugs.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { resourcesOf } from '../support/resources.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { DEVICES } from '../support/talk.ts'
import { sleep, waitUntil } from '../support/wait.ts'

const DESK_HERTZ = 440
const HEADSET_HERTZ = 880
const SPARE_HERTZ = 550
/** How long it is listened and looked while a device is changed. */
const CHANGE_MS = 4_000
/** The tones swell and fade: for some 100 ms each of their beats is silent by itself. */
const NO_SILENCE_MS = 300
/** For so long Chromium keeps a stream that is not used any more: it would be taken again, and leads elsewhere meanwhile. */
const STREAM_KEPT_MS = 7_000
/** Two browsers on a busy machine show no picture for some 300 ms at times; 2 s would be a freeze. */
const NO_FREEZE_MS = 800

/** The devices of PulseAudio, plugged in and pulled out for real. Bob's are fakes, which are known by colour and tone. */
describe('in a call', () => {
  let speakers: Speakers<'alice' | 'bob' | 'headset'>
  let server: SignalingServer
  let alice: Person
  let bob: Person
  let options: Page
  let popup: Page
  const plugged = new Map<string, Plugged & Partial<PluggedMicrophone>>()
  const env = () => speakers.env('alice')

  beforeAll(async () => {
    speakers = await startSpeakers<'alice' | 'bob' | 'headset'>(['alice', 'bob'])
    plugged.set('headset', plugSpeaker(env(), 'headset'))
    plugged.set('headset-microphone', plugMicrophone(env(), 'headset-microphone', HEADSET_HERTZ))
    server = await startTabcallServer()
    const desk = plugMicrophone(env(), 'desk', DESK_HERTZ)
    desk.makeDefault()
    plugged.set('desk', desk)
    alice = await startPerson({ server: server.url, devices: 'system', env: env() })
    bob = await startPerson({ server: server.url, devices: { ...BOB, ...DEVICES.bob }, env: speakers.env('bob') })
    popup = (await call(alice, bob)).callerPopup
    await waitForPicture(popup.getByLabel('Remote video'), bob.devices.rgb)
    options = await alice.page('src/options/index.html')
    await waitForTone(speakers, 'bob', DESK_HERTZ)
    // PulseAudio has no cameras.
    await readsNotice('No camera was found.')
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await server?.stop()
    for (const device of plugged.values()) await device.unplug()
    await speakers?.stop()
  })

  async function pull(name: string): Promise<void> {
    await plugged.get(name)?.unplug()
    plugged.delete(name)
  }

  function choose(select: 'Microphone' | 'Speaker', label: string): Promise<string[]> {
    return options.getByRole('combobox', { name: select }).selectOption({ label })
  }

  /** Alice reads it, and puts it away, so that it is new when it comes again. */
  async function readsNotice(text: string): Promise<void> {
    popup = await popupOf(alice)
    const ofDevices = popup
      .getByRole('log')
      .locator('.notice')
      .filter({ hasText: /camera|microphone/ })
    const notice = ofDevices.filter({ hasText: text })
    await notice.waitFor()
    expect(await ofDevices.allTextContents(), 'that and nothing else').toHaveLength(1)
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    await notice.waitFor({ state: 'detached' })
  }

  it('another microphone is heard as soon as it is chosen, without a gap', async () => {
    await choose('Microphone', 'desk')
    await waitForTone(speakers, 'bob', DESK_HERTZ)
    // Bob is silent meanwhile: an echo canceller that has just begun lets nothing through beside another's sound for a while.
    const theirs = button(await popupOf(bob), 'Microphone')
    await theirs.click()
    const hearing = Promise.all([speakers.hear('bob', CHANGE_MS), choose('Microphone', 'headset-microphone')])
    const [sound] = await hearing.finally(() => theirs.click())
    await waitForTone(speakers, 'bob', HEADSET_HERTZ)
    console.info('longest silence while the microphone changed:', longestSilence(sound))
    expect(longestSilence(sound)).toBeLessThan(NO_SILENCE_MS)
  })

  it('another speaker plays as soon as it is chosen, pulled out it leaves the sound to the other, and plugged in again it has it', async () => {
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    await choose('Speaker', 'headset')
    await waitForTone(speakers, 'headset', bob.devices.hertz)
    expect(longestSilence(await speakers.hear('alice', 1_000))).toBeGreaterThan(900)
    await pull('headset')
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    await sleep(STREAM_KEPT_MS)
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    plugged.set('headset', plugSpeaker(env(), 'headset'))
    await waitForTone(speakers, 'headset', bob.devices.hertz)
  })

  it('a microphone that is pulled out says so and leaves it to the other, and the call goes on', async () => {
    await pull('headset-microphone')
    await readsNotice('The microphone is gone.')
    await waitForTone(speakers, 'bob', DESK_HERTZ)
    await waitForPicture(popup.getByLabel('Remote video'), bob.devices.rgb)
  })

  it('a microphone that the system mutes says so to both, and is heard again after', async () => {
    const desk = plugged.get('desk')
    desk?.mute?.(true)
    await readsNotice('Nothing comes from the microphone.')
    const theirs = await popupOf(bob)
    await theirs.getByText('Muted').waitFor()
    desk?.mute?.(false)
    await waitForTone(speakers, 'bob', DESK_HERTZ)
    await theirs.getByText('Muted').waitFor({ state: 'detached' })
  })

  it('the last one that is pulled out says so and leaves the call in peace, and the next one is heard', async () => {
    unplugQuietMicrophone(env())
    await pull('desk')
    await readsNotice('The microphone is gone.')
    await waitForPicture(popup.getByLabel('Remote video'), bob.devices.rgb)
    await waitForTone(speakers, 'headset', bob.devices.hertz)
    const theirs = await popupOf(bob)
    await theirs.getByText('Muted').waitFor()
    plugged.set('spare', plugMicrophone(env(), 'spare', SPARE_HERTZ))
    await waitForTone(speakers, 'bob', SPARE_HERTZ)
    await theirs.getByText('Muted').waitFor({ state: 'detached' })
  })

  it('a microphone that is withdrawn says so, and is heard again when it is allowed', async () => {
    await alice.permission('microphone', 'denied')
    await readsNotice('The microphone is not allowed.')
    await waitUntil('nothing of it is heard any more', async () => longestSilence(await speakers.hear('bob', 1_000)) > 900)
    await waitForTone(speakers, 'headset', bob.devices.hertz)
    await alice.permission('microphone', 'granted')
    await waitForTone(speakers, 'bob', SPARE_HERTZ)
  })
})

/** Of Chromium's fake cameras another one, fake_device_1, gives depth, which nobody can show. */
const CAMERAS = ['fake_device_2', 'fake_device_0', 'fake_device_2'] as const
/** Cameras take a second or two to open, which Chromium's fake ones do not: whoever lets the former go first shows nothing for as long. */
const OPENS_AFTER_MS = 2_000

describe('another camera chosen in a call', () => {
  let server: SignalingServer
  let alice: Person
  let bob: Person
  let video: Locator
  let cameras: Locator
  beforeAll(async () => {
    server = await startTabcallServer()
    const flags = ['--use-fake-device-for-media-stream=device-count=3']
    alice = await startPerson({ server: server.url, devices: null, flags })
    bob = await startPerson({ server: server.url, devices: DEVICES.bob })
    const { calleePopup } = await call(alice, bob)
    video = calleePopup.getByLabel('Remote video')
    const watch = await watchChanges(video)
    await watch.flowsSince(0)
    await watch.stop()
    await openCamerasSlowly(await alice.offscreen())
    const options = await alice.page('src/options/index.html')
    cameras = options.getByRole('combobox', { name: 'Camera' })
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await server?.stop()
  })

  it('is seen without a gap, and the former is let go', async () => {
    await cameras.selectOption({ label: 'fake_device_0' })
    await capturesFrom('fake_device_0')
    const gaps: number[] = []
    for (const label of CAMERAS) {
      const [gap] = await Promise.all([longestFrameGap(video, CHANGE_MS), cameras.selectOption({ label })])
      await capturesFrom(label)
      gaps.push(gap)
    }
    console.info('longest gap each time the camera changed:', gaps)
    expect(median(gaps)).toBeLessThan(NO_FREEZE_MS)
  })

  async function openCamerasSlowly(offscreen: Page): Promise<void> {
    await offscreen.evaluate((ms) => {
      const { mediaDevices } = navigator
      const open = mediaDevices.getUserMedia.bind(mediaDevices)
      mediaDevices.getUserMedia = async (constraints) => {
        await new Promise((resolve) => setTimeout(resolve, ms))
        return open(constraints)
      }
    }, OPENS_AFTER_MS)
  }

  async function capturesFrom(label: string): Promise<void> {
    const offscreen = await alice.offscreen()
    await waitUntil(`the picture comes from ${label} alone`, async () => {
      const { captures } = await resourcesOf(offscreen)
      const labels = captures.flatMap((capture) => (capture.kind === 'video' ? [capture.label] : []))
      return labels.join() === label
    })
  }
})
