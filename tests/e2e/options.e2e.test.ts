import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf, waitForSentence } from '../support/acts.ts'
import { startCapture } from '../support/capture.ts'
import { type Pair, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { startStockServer } from '../support/servers.ts'
import { waitUntil } from '../support/wait.ts'

describe('in the options each setting is saved and used at once:', () => {
  let pair: Pair
  let options: Page
  beforeAll(async () => {
    pair = await startPair()
    options = await pair.alice.page('src/options/index.html')
    await options.getByRole('textbox', { name: 'Signaling server' }).waitFor()
  })
  afterAll(() => pair?.close())

  async function saved(): Promise<void> {
    await waitForSentence(options, 'Saved')
  }
  async function settings(): Promise<string> {
    return JSON.stringify((await pair.alice.storage()).settings ?? {})
  }

  it('the signaling server', async () => {
    const { alice, bob, server } = pair
    const other = await startStockServer()
    try {
      const field = options.getByRole('textbox', { name: 'Signaling server' })
      await field.fill('ftp://nowhere')
      await field.press('Tab')
      await options.getByRole('alert').getByText('This is not an http or https address.').waitFor()
      expect(await settings()).toContain(server.url)
      await field.fill(other.url)
      await field.press('Tab')
      await saved()
      await button(options, 'Check').click()
      await options.getByText('A PeerServer answers.').waitFor()
      const popup = await popupOf(alice)
      await waitForStatus(popup, 'Ready')
      await popup.getByRole('textbox', { name: 'Peer ID' }).fill(bob.peerId)
      await button(popup, 'Call').click()
      await waitForSentence(popup, `${bob.peerId} is not online`, 10_000)
      await button(popup, 'Done').click()
      await popup.close()
      await field.fill(server.url)
      await field.press('Tab')
      await saved()
      await button(options, 'Check').click()
      await options.getByText('A Tabcall server answers.').waitFor()
      await waitForStatus(await popupOf(alice), 'Ready')
    } finally {
      await other.stop()
    }
  })

  it.each([
    ['host.example', 'Line 2: A line begins with stun: or turn:.'],
    ['turn:host.example:3478', 'Line 2: A turn: server needs a user and a secret.'],
    ['stun:host.example:70000', 'Line 2: The port is a number from 1 to 65535.'],
  ])('STUN and TURN servers, where a bad line is refused by a sentence that names it: %s', async (line, sentence) => {
    const field = options.getByRole('textbox', { name: 'STUN and TURN servers' })
    await field.fill(`stun:127.0.0.1:3478\n${line}`)
    await field.press('Tab')
    await options.getByRole('alert').getByText(sentence).waitFor()
    expect(await settings()).not.toContain(line)
  })

  it('STUN and TURN servers and relay only, in the very next call', async () => {
    const { alice, bob } = pair
    const field = options.getByRole('textbox', { name: 'STUN and TURN servers' })
    await field.fill('turn:127.0.0.1:34781 user secret')
    await field.press('Tab')
    await saved()
    await options.getByRole('switch', { name: 'Relay only', exact: true }).click()
    await waitUntil('it is on', async () => (await settings()).includes('"relayOnly":true'))
    const asked = await startCapture('udp dst port 34781')
    try {
      const popup = await popupOf(alice)
      await popup.getByRole('textbox', { name: 'Peer ID' }).fill(bob.peerId)
      await button(popup, 'Call').click()
      await button(await popupOf(bob), 'Accept').click()
      await waitUntil('the TURN server is asked', async () => (await asked.packets()).length > 0)
      // Nothing but the relay may carry it, and nobody answers there.
      await waitForStatus(popup, 'Connecting…')
      await button(popup, 'Hang up').click()
      await waitForSentence(popup, 'You hung up')
    } finally {
      await asked.stop()
    }
    await options.getByRole('switch', { name: 'Relay only', exact: true }).click()
    await waitUntil('it is off', async () => (await settings()).includes('"relayOnly":false'))
    await field.fill('')
    await field.press('Tab')
    await waitUntil('it is empty', async () => (await settings()).includes('"iceServers":""'))
  })

  it('devices, in the midst of a call', async () => {
    const { alice, bob } = pair
    const popup = await popupOf(alice)
    await button(popup, 'Done').click()
    const bobPopup = await popupOf(bob)
    await button(bobPopup, 'Call again').or(button(bobPopup, 'Done')).first().waitFor()
    await button(bobPopup, 'Done').click()
    await popup.getByRole('textbox', { name: 'Peer ID' }).fill(bob.peerId)
    await button(popup, 'Call').click()
    await button(bobPopup, 'Accept').click()
    await waitForPicture(popup.getByLabel('Remote video'), bob.devices.rgb)
    for (const name of ['Microphone', 'Camera', 'Speaker']) {
      const box = options.getByRole('combobox', { name })
      const choices = await box.locator('option').allTextContents()
      expect(choices.length, name).toBeGreaterThan(1)
      const offscreen = await alice.offscreen()
      const opened = name === 'Speaker' ? null : opensWith(offscreen, 'exact')
      await box.selectOption({ index: 1 })
      await saved()
      expect(await settings()).toContain(`"${name.toLowerCase()}":"${await box.inputValue()}"`)
      await opened
    }
    const heardWhole = opensWith(await alice.offscreen(), '"echoCancellation":false')
    await options.getByRole('switch', { name: 'Take away echo' }).click()
    await saved()
    await heardWhole
    await waitForPicture(bobPopup.getByLabel('Remote video'), alice.devices.rgb)
    await button(await popupOf(alice), 'Hang up').click()
  })
})

/** Resolves once the document has opened a device by constraints with these words. */
async function opensWith(offscreen: Page, words: string): Promise<void> {
  await offscreen.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        const { mediaDevices } = navigator
        const original = mediaDevices.getUserMedia.bind(mediaDevices)
        mediaDevices.getUserMedia = async (constraints) => {
          mediaDevices.getUserMedia = original
          const stream = await original(constraints)
          if (JSON.stringify(constraints).includes(wanted)) resolve()
          return stream
        }
      }),
    words,
  )
}
