import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf, waitForRelease, waitForSentence, waitForTone } from '../support/acts.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { type PageServer, servePages, tonePage } from '../support/pages.ts'
import { dial, type Person, startPerson } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { launchPlainPeer, type PlainPeer, waitForRing } from '../support/plainPeer.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startStockServer, startTabcallServer } from '../support/servers.ts'
import { rms, strongestTone } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'

const PAGE_RGB = [150, 40, 160] as const

describe.each([
  ['Tabcall', startTabcallServer],
  ['stock', startStockServer],
] as const)('a plain PeerJS page, on a %s server,', (_, startServer) => {
  let speakers: Speakers<'alice' | 'bob'>
  let pages: PageServer
  let server: SignalingServer
  let alice: Person
  let plain: PlainPeer
  beforeAll(async () => {
    speakers = await startSpeakers(['alice', 'bob'])
    pages = await servePages({ page: tonePage('The music', 1_200, 1_200, `rgb(${PAGE_RGB.join()})`) })
    server = await startServer()
    alice = await startPerson({ devices: ALICE, server: server.url, env: speakers.env('alice') })
    plain = await launchPlainPeer(server, 'plain-bob', { devices: BOB, env: speakers.env('bob') })
  })
  afterAll(async () => {
    await plain?.close()
    await alice?.close()
    await server?.stop()
    await pages?.close()
    await speakers?.stop()
  })

  /** Both see and hear each other, and it is said that the other is not verified. */
  async function talk() {
    const popup = await popupOf(alice)
    await waitForPicture(popup.getByLabel('Remote video'), BOB.rgb)
    await waitForPicture(plain.remoteVideo, ALICE.rgb)
    await waitForTone(speakers, 'alice', BOB.hertz)
    await waitForTone(speakers, 'bob', ALICE.hertz)
    await popup.getByText('Not verified').waitFor()
    return popup
  }

  it('is called, and hangs up', async () => {
    const popup = await dial(alice, plain.id)
    expect(await waitForRing(plain)).toBe(alice.peerId)
    await plain.answer()
    await talk()
    await plain.hangUp()
    await waitForSentence(popup, `${plain.id} hung up`)
    await waitForRelease(alice)
    await becomeReady(alice)
  })

  it('calls, and is hung up on', async () => {
    await plain.call(alice.peerId)
    const popup = await popupOf(alice)
    await popup.getByRole('heading', { name: `${plain.id} is calling` }).waitFor()
    await popup.getByText('Not verified: they use another program.').waitFor()
    await button(popup, 'Accept').click()
    await talk()
    await button(popup, 'Hang up').click()
    await waitForSentence(popup, 'You hung up')
    await waitUntil('the page is told', () => plain.closed())
    await waitForRelease(alice)
    await becomeReady(alice)
  })

  it('gets a shared tab in place of the camera, with its sound', async () => {
    const tab = await alice.context.newPage()
    await tab.goto(pages.url('page'))
    await (await popupOf(alice)).close()
    const popup = await alice.popup(tab)
    await popup.getByRole('textbox', { name: 'Peer ID' }).fill(plain.id)
    await button(popup, 'Call').click()
    await waitForRing(plain)
    await plain.answer()
    await waitForPicture(plain.remoteVideo, ALICE.rgb)
    await button(popup, 'Share this tab').click()
    await waitForPicture(plain.remoteVideo, PAGE_RGB)
    await waitUntil('the tab is heard', async () => strongestTone((await speakers.hear('bob')).left) === 1_200)
    const again = await popupOf(alice, tab)
    await again.getByText('The other side shows your share in place of your camera.').waitFor()
    await button(again, 'Stop sharing').click()
    await waitForPicture(plain.remoteVideo, ALICE.rgb)
    await waitForTone(speakers, 'bob', ALICE.hertz)
    await button(again, 'Hang up').click()
    await waitUntil('the page is told', () => plain.closed())
    await waitUntil('it is quiet', async () => rms((await speakers.hear('bob', 500)).left) < 0.001)
  })

  it('is not online any more: that is known at once from the server, or after its 5 s', async () => {
    await becomeReady(alice)
    await plain.close()
    const popup = await popupOf(alice)
    await popup.getByRole('textbox', { name: 'Peer ID' }).fill(plain.id)
    await button(popup, 'Call').click()
    await waitForSentence(popup, `${plain.id} is not online`, 10_000)
  })
})
