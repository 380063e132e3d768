import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { formatInvitation } from '../../src/protocol/invitation.ts'
import { becomeReady, button, popupOf, waitForSentence } from '../support/acts.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { makeHostileSigner, type Ring } from '../support/hostile/messages.ts'
import { call, dial, type Pair, seeRing, startPair } from '../support/pair.ts'
import { readQrCode } from '../support/qr.ts'
import { waitUntil } from '../support/wait.ts'

const PeopleFileSchema = v.object({ tabcallPeople: v.literal(1), people: v.array(v.unknown()) })
/** As long as one's own words for oneself may be, with nowhere to break. */
const LONG_NAME = 'W'.repeat(40)

/** A ring that has not been seen by then was not let in. */
const RING_AGAIN_MS = 3_000

describe('people one knows, and strangers', () => {
  let pair: Pair
  const clients: HostileClient[] = []
  beforeAll(async () => {
    pair = await startPair({ alice: { settings: { displayName: 'Alice Liddell', startWithCamera: false } } })
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
    await becomeReady(pair.alice, pair.bob)
  })
  afterAll(() => pair?.close())

  async function stranger(): Promise<HostileClient> {
    const client = await HostileClient.open(pair.server.url)
    clients.push(client)
    return client
  }
  async function optionsOf(person = pair.alice): Promise<Page> {
    const options = await person.page('src/options/index.html')
    await options.getByRole('textbox', { name: 'Your name' }).waitFor()
    return options
  }
  /** What a ring that finds nobody gets, without what differs from ring to ring. */
  async function findsNobody(client: HostileClient, ring: Ring): Promise<unknown> {
    const { dst, src, payload, ...rest } = await client.socket.next('EXPIRE', 3_000)
    expect({ dst, payload }).toEqual({ dst: client.id, payload: { connectionId: ring.connectionId } })
    return { ...rest, from: src === ring.message.dst }
  }

  it('from a call one becomes a contact, under one’s own name; words are compared', async () => {
    const { alice, bob } = pair
    const { callerPopup, calleePopup } = await call(alice, bob)
    await calleePopup.getByRole('heading', { level: 1, name: '“Alice Liddell”' }).waitFor()
    expect(await button(callerPopup, 'Compare words').count()).toBe(0)
    for (const [popup, offered, name] of [
      [callerPopup, '', 'Bob'],
      [calleePopup, 'Alice Liddell', 'Ally'],
    ] as const) {
      await button(popup, 'Add contact').click()
      const field = popup.getByRole('textbox', { name: 'Your name for them' })
      expect(await field.inputValue()).toBe(offered)
      await field.fill(name)
      await field.press('Enter')
      await popup.getByRole('heading', { level: 1, name, exact: true }).waitFor()
    }
    const words = async (popup: Page): Promise<string[]> => {
      await button(popup, 'Compare words').click()
      const panel = popup.getByRole('region', { name: 'Compare words' })
      await panel.waitFor()
      return panel.getByRole('listitem').allTextContents()
    }
    const [mine, theirs] = [await words(callerPopup), await words(calleePopup)]
    expect(mine).toHaveLength(6)
    expect(mine).toEqual(theirs)
    await button(callerPopup, 'The same').click()
    await callerPopup.getByText('Compared', { exact: true }).waitFor()
    await button(calleePopup, 'Different').click()
    await calleePopup.getByRole('alert').getByText('Somebody may stand between you').waitFor()
    expect(await calleePopup.getByText('Compared', { exact: true }).count()).toBe(0)
    // Long enough for a length to be seen.
    await callerPopup
      .getByRole('timer')
      .filter({ hasText: /^0:(0[1-9]|[1-5]\d)$/ })
      .waitFor()
    await button(calleePopup, 'Hang up').click()
    await waitForSentence(callerPopup, 'Bob hung up')
    await becomeReady(alice, bob)
    await recents(callerPopup)
      .filter({ hasText: /^Bob.*Placed · .+ · 0:0\d/ })
      .waitFor()
    await recents(calleePopup)
      .filter({ hasText: /^Ally.*Received · .+ · 0:0\d/ })
      .waitFor()
  })

  it('contacts are made from an ID and from an invitation, and found by name and ID', async () => {
    const popup = await popupOf(pair.alice)
    const [carol, dave] = [(await makeHostileSigner()).id, (await makeHostileSigner()).id]
    const add = async (typed: string, name: string): Promise<void> => {
      const form = popup.locator('form.add-contact')
      if (!(await form.isVisible())) await button(popup, 'Add contact').click()
      await form.getByRole('textbox', { name: 'ID or invitation' }).fill(typed)
      await form.getByRole('textbox', { name: 'Your name for them' }).fill(name)
      await button(popup, 'Save').click()
    }
    await add(carol.replace(/.$/, carol.endsWith('7') ? '8' : '7'), '')
    await popup.getByRole('alert').getByText('There is a typing error in this ID').waitFor()
    await add(`Call me: tabcall:${carol}#Carol%20C.`, '')
    await contacts(popup).filter({ hasText: 'Carol C.' }).waitFor()
    await add((dave.match(/.{5}/g) ?? []).join(' ').toLowerCase(), 'Dave')
    await contacts(popup).filter({ hasText: 'Dave' }).waitFor()
    await waitUntil('three contacts, by name', async () => (await namesIn(contacts(popup))).join() === 'Bob,Carol C.,Dave')

    const search = popup.getByRole('searchbox', { name: 'Search' })
    await search.fill('dav')
    await waitUntil('Dave alone is found', async () => (await namesIn(contacts(popup))).join() === 'Dave')
    await search.fill(carol.slice(3, 12).toLowerCase())
    await waitUntil('Carol is found by her ID', async () => (await namesIn(contacts(popup))).join() === 'Carol C.')
    await search.fill('')
    const row = contacts(popup).filter({ hasText: 'Dave' })
    await row.getByRole('button', { name: 'More' }).click()
    await row.getByRole('button', { name: 'Remove' }).click()
    await waitUntil('Dave is gone', async () => (await namesIn(contacts(popup))).join() === 'Bob,Carol C.')
  })

  it('whom one has blocked finds one offline, until unblocked', async () => {
    const { alice, bob } = pair
    const popup = await popupOf(alice)
    const row = contacts(popup).filter({ hasText: 'Bob' })
    await row.getByRole('button', { name: 'More' }).click()
    await row.getByRole('button', { name: 'Block' }).click()
    await row.getByText('Blocked').waitFor()
    const bobPopup = await popupOf(bob)
    await bobPopup.getByRole('textbox', { name: 'Peer ID' }).fill(alice.peerId)
    await button(bobPopup, 'Call').click()
    await waitForSentence(bobPopup, 'Ally is not online')
    await row.getByRole('button', { name: 'Unblock' }).click()
    await row.getByRole('button', { name: 'Block', exact: true }).waitFor()
    await button(bobPopup, 'Call again').click()
    await popup.getByRole('heading', { name: 'Bob is calling', exact: true }).waitFor()
    await button(popup, 'Decline').click()
    await waitForSentence(bobPopup, 'Ally declined')
  })

  it('a stranger’s ring is their own words, and offers to add or to block them', async () => {
    const { alice } = pair
    const frank = await stranger()
    await frank.ring(alice.peerId, { name: LONG_NAME })
    const popup = await seeRing(alice)
    await popup.getByRole('heading', { name: `“${LONG_NAME}” is calling` }).waitFor()
    await popup.getByText('The name is their own words, not checked.').waitFor()
    await popup.getByText('Not one of your contacts.').waitFor()
    await popup.getByText(frank.id).waitFor()
    expect(await popup.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    await button(popup, 'Add contact').click()
    await popup.getByRole('textbox', { name: 'Your name for them' }).fill('Frank')
    await popup.getByRole('textbox', { name: 'Your name for them' }).press('Enter')
    await popup.getByRole('heading', { name: 'Frank is calling', exact: true }).waitFor()
    expect(await button(popup, 'Block').count()).toBe(0)
    await button(popup, 'Decline').click()

    const grace = await stranger()
    await grace.ring(alice.peerId, { name: 'Grace' })
    await popup.getByRole('heading', { name: '“Grace” is calling' }).waitFor()
    await button(popup, 'Block').click()
    await waitForSentence(popup, 'You declined')
    await becomeReady(alice)
    const options = await optionsOf()
    const blocked = options.getByRole('list', { name: 'Blocked' }).getByRole('listitem').filter({ hasText: grace.id })
    await blocked.waitFor()
    // The same in every word as for one who is away.
    const away = await findsNobody(grace, await grace.ring((await makeHostileSigner()).id))
    expect(await findsNobody(grace, await grace.ring(alice.peerId))).toEqual(away)
    await blocked.getByRole('button', { name: 'Unblock' }).click()
    await waitUntil('nobody is blocked', async () => (await blocked.count()) === 0)
    const again = (await popupOf(alice)).getByRole('heading', { name: '“Grace” is calling' })
    // The server hears of it a moment later.
    await waitUntil('Grace may ring again', async () => {
      await grace.ring(alice.peerId, { name: 'Grace' })
      await again.waitFor({ timeout: RING_AGAIN_MS })
      return true
    })
    await options.close()
  })

  it('with contacts only a stranger finds nobody, and a contact rings', async () => {
    const { alice, bob } = pair
    const options = await optionsOf()
    await options.getByRole('combobox', { name: 'Who may ring' }).selectOption({ label: 'Contacts only' })
    await waitForSentence(options, 'Saved')
    const client = await stranger()
    const away = await findsNobody(client, await client.ring((await makeHostileSigner()).id))
    expect(await findsNobody(client, await client.ring(alice.peerId))).toEqual(away)
    const bobPopup = await dial(bob, alice.peerId)
    const popup = await seeRing(alice)
    await popup.getByRole('heading', { name: 'Bob is calling', exact: true }).waitFor()
    await button(bobPopup, 'Cancel').click()
    await waitForSentence(popup, 'Bob stopped calling')
    await options.getByRole('combobox', { name: 'Who may ring' }).selectOption({ label: 'Everyone' })
    await waitUntil('it is saved', async () => JSON.stringify(await alice.storage()).includes('"whoMayRing":"everyone"'))
    await options.close()
  })

  it('people go out and in by a file; what the other machine knows itself stays', async () => {
    const { alice, bob } = pair
    const options = await optionsOf()
    const saving = options.waitForEvent('download')
    await button(options, 'Export people').click()
    const path = await (await saving).path()
    const file = v.parse(PeopleFileSchema, JSON.parse(readFileSync(path, 'utf8')))
    expect(JSON.stringify(file)).toMatch(/Bob.*Carol C\..*Frank/)
    await options.close()

    const theirs = await optionsOf(bob)
    const choosing = theirs.waitForEvent('filechooser')
    await button(theirs, 'Import people').click()
    await (await choosing).setFiles({ name: 'no.json', mimeType: 'application/json', buffer: Buffer.from('{"people":[]}') })
    await theirs.getByRole('alert').getByText('This file holds no people of Tabcall.').waitFor()
    const again = theirs.waitForEvent('filechooser')
    await button(theirs, 'Import people').click()
    await (await again).setFiles(path)
    // All of the file but Bob himself.
    const count = file.people.length - 1
    await waitForSentence(theirs, `People imported: ${count}`)
    const importAlso = async (...entries: readonly unknown[]): Promise<void> => {
      const more = theirs.waitForEvent('filechooser')
      await button(theirs, 'Import people').click()
      const buffer = Buffer.from(JSON.stringify({ ...file, people: entries }))
      await (await more).setFiles({ name: 'more.json', mimeType: 'application/json', buffer })
    }
    await importAlso(...file.people, {}, 'somebody')
    await waitForSentence(theirs, `People imported: ${count}. Entries that cannot be read: 2.`)
    await importAlso()
    await theirs.getByRole('alert').getByText('Nobody in this file can be called.').waitFor()
    await theirs.close()
    const popup = await popupOf(bob)
    await contacts(popup).filter({ hasText: 'Carol C.' }).waitFor()
    // All of Alice's but Bob himself, beside the one he had.
    const names = (await namesIn(contacts(await popupOf(alice)))).filter((name) => name !== 'Bob')
    expect(names).toContain('Frank')
    expect(await namesIn(contacts(popup))).toEqual(['Ally', ...names])
    // Alice had compared words with Bob; nobody can say so by a file.
    expect(JSON.stringify((await bob.storage()).people)).not.toContain('"compared":true')
    expect(JSON.stringify((await alice.storage()).people)).toContain('"compared":true')
  })

  it('an invitation is copied, and read from its QR code: ID, name and server', async () => {
    const { alice, server } = pair
    const invitation = formatInvitation({ id: alice.peerId, name: 'Alice Liddell', server: server.url })
    expect(invitation).toBe(`tabcall:${alice.peerId}@${encodeURIComponent(server.url)}#Alice%20Liddell`)
    const popup = await popupOf(alice)
    const field = popup.getByRole('textbox', { name: 'Peer ID' })
    for (const [name, text] of [
      ['Copy invitation', invitation],
      ['Copy ID', alice.peerId],
    ] as const) {
      await button(popup, name).click()
      await popup.getByText('Copied').first().waitFor({ state: 'attached' })
      await field.fill('')
      await field.press('Control+V')
      expect(await field.inputValue()).toBe(text)
    }
    await field.fill('')
    await button(popup, 'Show as QR code').click()
    expect(await readQrCode(popup.getByRole('img', { name: 'QR code of the invitation' }))).toBe(invitation)
  })
})

function contacts(popup: Page): Locator {
  return popup.getByRole('list', { name: 'Contacts' }).getByRole('listitem')
}
function recents(popup: Page): Locator {
  return popup.getByRole('list', { name: 'Recent calls' }).getByRole('listitem')
}
function namesIn(list: Locator): Promise<string[]> {
  return list.locator('.row-title').allTextContents()
}
