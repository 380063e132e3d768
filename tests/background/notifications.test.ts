import { describe, expect, it } from 'vitest'
import { makeCallNotifications, notificationSubject } from '../../src/background/notifications'
import { makeFakeBrowser } from './support/fakeBrowser'
import { settle } from './support/fakeClock'
import { BO, IDLE, ringing, snapshot, t, talking } from './support/snapshots'

function make() {
  const browser = makeFakeBrowser()
  const notifications = makeCallNotifications(browser.api.notifications, t, (error) => {
    throw error
  })
  return { browser, notifications }
}

describe('the notification of a ring', () => {
  it('says who, stays, and offers both answers', async () => {
    const { browser, notifications } = make()
    notifications.follow(snapshot(ringing()))
    await settle()
    expect(browser.shown.get('incoming:call-1')).toMatchObject({
      title: 'notificationIncoming(Bo)',
      message: 'notificationWithCamera',
      buttons: ['accept', 'decline'],
      requireInteraction: true,
    })
  })

  it('is shown once, however many snapshots come', async () => {
    const { browser, notifications } = make()
    for (let count = 0; count < 5; count += 1) {
      notifications.follow(snapshot(ringing()))
      await settle()
    }
    expect(browser.calls.filter((call) => call.startsWith('notification.show'))).toHaveLength(1)
  })

  it('is gone as soon as the ring is over, wherever it was answered', async () => {
    const { browser, notifications } = make()
    notifications.follow(snapshot(ringing()))
    await settle()
    notifications.follow(snapshot(talking()))
    await settle()
    expect(browser.shown.size).toBe(0)
  })

  it('is taken back by a worker that was started after the ring', async () => {
    const { browser, notifications } = make()
    notifications.follow(snapshot(ringing()))
    await settle()
    makeCallNotifications(browser.api.notifications, t, () => undefined).follow(snapshot(IDLE))
    await settle()
    expect(browser.shown.size).toBe(0)
  })

  it('is not shown again by a worker that was started during the ring', async () => {
    const { browser, notifications } = make()
    notifications.follow(snapshot(ringing()))
    await settle()
    makeCallNotifications(browser.api.notifications, t, () => undefined).follow(snapshot(ringing()))
    await settle()
    expect(browser.calls.filter((call) => call.startsWith('notification.show'))).toHaveLength(1)
  })

  it('is not there while do not disturb silences it', async () => {
    const { browser, notifications } = make()
    notifications.follow(snapshot(ringing({ silent: true })))
    await settle()
    expect(browser.shown.size).toBe(0)
  })

  it('marks a name that is only the caller’s own word, and gives the ID with it', async () => {
    const { browser, notifications } = make()
    notifications.follow(snapshot(ringing({ party: { ...BO, name: null, claimedName: 'The Bank', verified: false } })))
    await settle()
    const shown = browser.shown.get('incoming:call-1')
    expect(shown?.title).toMatch(/^notificationIncoming\(notificationClaimedName\(“The Bank”, /)
    expect(shown?.message).toContain('notificationNotVerified')
  })
})

describe('the notification of a missed call', () => {
  const miss = ({ notifications }: ReturnType<typeof make>, id: string, contacts: readonly string[] = []) =>
    notifications.missed({ kind: 'plain', id }, null, null, { isKnown: (one) => contacts.includes(one), silent: false })

  it('is one for each contact, and whoever rings ten times leaves one', async () => {
    const made = make()
    for (const id of ['a', 'a', 'b', 'stranger', 'stranger']) await miss(made, id, ['a', 'b'])
    expect([...made.browser.shown.keys()]).toEqual(['missed:a', 'missed:b', 'missed:stranger'])
    expect(made.browser.shown.get('missed:a')?.buttons).toEqual(['notificationCallBack'])
    await made.notifications.clearMissed()
    expect(made.browser.shown.size).toBe(0)
  })

  it('is one for any number of strangers, shown once more and in silence, and stays beside those of contacts', async () => {
    const made = make()
    for (const id of ['first', 'contact', 'second', 'third', 'fourth']) await miss(made, id, ['contact'])
    expect([...made.browser.shown.keys()].toSorted()).toEqual(['missed:contact', 'missedStrangers'])
    expect(made.browser.shown.get('missedStrangers')).toMatchObject({ silent: true, buttons: [] })
    expect(made.browser.calls.filter((call) => call.startsWith('notification.show missedStrangers'))).toHaveLength(1)
    await made.notifications.clearMissed()
    expect(made.browser.shown.size).toBe(0)
  })

  it('does not take a ring away with it', async () => {
    const { browser, notifications } = make()
    notifications.follow(snapshot(ringing()))
    await settle()
    await notifications.clearMissed()
    expect([...browser.shown.keys()]).toEqual(['incoming:call-1'])
  })
})

describe('the id of a notification', () => {
  it('carries what its buttons need after the worker died', () => {
    expect(notificationSubject('incoming:x:y')).toEqual({ about: 'incoming', callId: 'x:y' })
    expect(notificationSubject('missed:some id')).toEqual({ about: 'missed', id: 'some id' })
    expect(notificationSubject('missedStrangers')).toEqual({ about: 'missed', id: null })
    expect(notificationSubject('other')).toBeNull()
  })
})
