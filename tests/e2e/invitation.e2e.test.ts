import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatInvitation } from '../../src/protocol/invitation.ts'
import { becomeReady, button, popupOf, waitForRelease, waitForSentence } from '../support/acts.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { tellBackground } from '../support/hostile/watch.ts'
import { dial, type Person, seeRing, startPerson, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type SignalingServer, startStockServer, startTabcallServer } from '../support/servers.ts'

describe.each([
  ['Tabcall', startTabcallServer],
  ['stock', startStockServer],
] as const)('somebody at another %s server', (_, startOther) => {
  let ours: SignalingServer
  let theirs: SignalingServer
  let alice: Person
  let bob: Person
  beforeAll(async () => {
    ours = await startTabcallServer()
    theirs = await startOther()
    alice = await startPerson({ devices: ALICE, server: ours.url })
    bob = await startPerson({ devices: BOB, server: theirs.url })
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await ours?.stop()
    await theirs?.stop()
  })

  it('is called by their invitation, and from then on as a contact; others there cannot ring by that', async () => {
    const invitation = formatInvitation({ id: bob.peerId, name: 'Bob', server: theirs.url })
    const popup = await dial(alice, invitation)
    const bobPopup = await seeRing(bob)
    await button(bobPopup, 'Accept').click()
    await waitForPicture(popup.getByLabel('Remote video'), bob.devices.rgb)
    await waitForPicture(bobPopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitForStatus(popup, 'Ready')

    const stranger = await HostileClient.open(theirs.url)
    await stranger.ring(alice.peerId)
    const busy = await HostileClient.open(ours.url)
    await busy.ring(alice.peerId)
    await busy.socket.next('CANDIDATE')
    expect(busy.heard()).toMatchObject({ busy: 1 })
    expect(stranger.heard()).not.toMatchObject({ busy: 1 })
    await stranger.close()
    await busy.close()
    await button(bobPopup, 'Hang up').click()
    await waitForSentence(popup, `${bob.peerId} hung up`)
    await waitForRelease(alice, bob)
    await becomeReady(alice, bob)
    // The list of calls knows it too, in a document that was never given the invitation.
    const again = await restart(alice)
    await again
      .getByRole('list', { name: 'Recent calls' })
      .getByRole('button', { name: new RegExp(`^${bob.peerId}`) })
      .first()
      .click()
    await button(await seeRing(bob), 'Decline').click()
    await waitForSentence(again, `${bob.peerId} declined`)
    await button(again, 'Add contact').click()
    await again.getByRole('textbox', { name: 'Your name for them' }).fill('Bob')
    await again.getByRole('textbox', { name: 'Your name for them' }).press('Enter')
    await waitForSentence(again, 'Bob declined')
    await becomeReady(alice, bob)
    const once = await restart(alice)
    const contact = once.getByRole('list', { name: 'Contacts' }).getByRole('button', { name: /^Bob/ })
    await contact.click()
    await button(await seeRing(bob), 'Decline').click()
    await waitForSentence(once, 'Bob declined')
    await button(once, 'Call again').click()
    await button(await seeRing(bob), 'Decline').click()
    await waitForSentence(once, 'Bob declined')
    await becomeReady(alice, bob)
    // By the ID alone, in a document that was never given the invitation: the contact says where they are.
    await restart(alice)
    await dial(alice, bob.peerId)
    await button(await seeRing(bob), 'Decline').click()
    await waitForSentence(await popupOf(alice), 'Bob declined')
    await becomeReady(alice, bob)
  })

  it('who has moved is found by their newest invitation, under the name that they have here', async () => {
    const popup = await popupOf(alice)
    const add = async (server: string): Promise<void> => {
      await button(popup, 'Add contact').click()
      const text = formatInvitation({ id: bob.peerId, name: 'Robert', server })
      await popup.getByRole('textbox', { name: 'ID or invitation' }).fill(text)
      await button(popup, 'Save').click()
      await popup.getByRole('list', { name: 'Contacts' }).getByRole('button', { name: /^Bob/ }).click()
    }
    await add('http://127.0.0.1:9/')
    await waitForSentence(popup, 'The signaling server cannot be reached', 20_000)
    await becomeReady(alice)
    await add(theirs.url)
    await button(await seeRing(bob), 'Decline').click()
    await waitForSentence(popup, 'Bob declined')
  })
})

/** The offscreen document begins anew, and remembers nothing but what is kept. */
async function restart(person: Person): Promise<Page> {
  const closed = (await person.offscreen()).waitForEvent('close')
  await tellBackground(person, { type: 'identityChanged' })
  await closed
  const popup = await popupOf(person)
  await waitForStatus(popup, 'Ready')
  return popup
}
