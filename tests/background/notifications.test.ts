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
  it('is one for each caller', async () => {
    const { browser, notifications } = make()
    for (const id of ['a', 'a', 'b']) await notifications.missed({ kind: 'plain', id }, null, null, false)
    expect([...browser.shown.keys()]).toEqual(['missed:a', 'missed:b'])
    expect(browser.shown.get('missed:a')?.buttons).toEqual(['notificationCallBack'])
    await notifications.clearMissed()
    expect(browser.shown.size).toBe(0)
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
    expect(notificationSubject('other')).toBeNull()
  })
})
