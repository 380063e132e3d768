import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatInvitation } from '../../src/protocol/invitation.ts'
import { button, popupOf, waitForSentence } from '../support/acts.ts'
import { makeHostileSigner } from '../support/hostile/messages.ts'
import { type Person, startPerson } from '../support/pair.ts'
import { qrPicture, writeQrFilm } from '../support/qr.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { waitUntil } from '../support/wait.ts'

const THEIR_SERVER = 'https://calls.example/'

describe('from a QR code one makes a contact:', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-qr-'))
  let server: SignalingServer
  let alice: Person
  let options: Page
  let carol: string
  let dave: string
  beforeAll(async () => {
    carol = (await makeHostileSigner()).id
    dave = (await makeHostileSigner()).id
    const film = join(folder, 'qr.y4m')
    writeQrFilm(film, formatInvitation({ id: dave, name: 'Dave' }))
    server = await startTabcallServer()
    alice = await startPerson({ server: server.url, flags: [`--use-file-for-fake-video-capture=${film}`] })
  })
  afterAll(async () => {
    await alice?.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function choose(name: string, content: Buffer): Promise<void> {
    const choosing = options.waitForEvent('filechooser')
    await button(options, 'From a picture').click()
    await (await choosing).setFiles({ name, mimeType: 'image/png', buffer: content })
  }
  function people(): Promise<string> {
    return alice.storage().then((stored) => JSON.stringify(stored.people ?? []))
  }

  it('the popup leads to where a picture can be chosen and a camera opened', async () => {
    const popup = await popupOf(alice)
    await button(popup, 'Add contact').click()
    await button(popup, 'Read a QR code').click()
    options = await waitUntil('the options open', () =>
      alice.context.pages().find((page) => page.url().endsWith('src/options/index.html#people')),
    )
    await waitUntil('its part is in view', () =>
      options.evaluate(() => {
        const top = document.getElementById('people')?.getBoundingClientRect().top ?? -1
        // A page scrolls by whole pixels of the screen.
        return top > -1 && top < innerHeight
      }),
    )
  })

  it('in a photograph, with the name and the server that the invitation has', async () => {
    await choose('photo.png', qrPicture(formatInvitation({ id: carol, name: 'Carol C.', server: THEIR_SERVER })))
    await options.getByText(carol).waitFor()
    const field = options.getByRole('textbox', { name: 'Your name for them' })
    expect(await field.inputValue()).toBe('Carol C.')
    await field.press('Enter')
    await waitForSentence(options, 'Contact added')
    expect(JSON.parse(await people())).toMatchObject([{ id: carol, name: 'Carol C.', contact: true, server: THEIR_SERVER }])
  })

  it('and is told why where none can be made', async () => {
    const trouble = async (sentence: string): Promise<void> => {
      await options.getByRole('alert').getByText(sentence).waitFor()
      expect(await options.getByRole('textbox', { name: 'Your name for them' }).count()).toBe(0)
    }
    await choose('empty.png', await options.screenshot())
    await trouble('No QR code can be read in this file.')
    await choose('no.png', Buffer.from('not a picture'))
    await trouble('No QR code can be read in this file.')
    await choose('link.png', qrPicture('https://example.org/'))
    await trouble('This QR code is not an invitation.')
    await choose('own.png', qrPicture(alice.peerId))
    await trouble('This is your own ID.')
  })

  it('held before the camera, which is let go of then', async () => {
    await button(options, 'With the camera').click()
    await options.getByText(dave).waitFor({ timeout: 20_000 })
    expect(await options.locator('video').count()).toBe(0)
    await options.getByRole('textbox', { name: 'Your name for them' }).press('Enter')
    await waitForSentence(options, 'Contact added')
    expect(await people()).toContain(dave)
  })
})
