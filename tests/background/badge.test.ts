import { describe, expect, it } from 'vitest'
import { makeActionButton } from '../../src/background/actionButton'
import { actionLook } from '../../src/background/badge'
import { makeFakeBrowser } from './support/fakeBrowser'
import { settle } from './support/fakeClock'
import { ended, IDLE, ringing, snapshot, t, talking } from './support/snapshots'

const offline = { signaling: { state: 'offline', server: '', trouble: 'unreachable' } } as const
const elsewhere = { signaling: { state: 'inUseElsewhere', server: '' } } as const

describe('the toolbar button', () => {
  it.each([
    ['a ring before missed calls', snapshot(ringing()), 3, true, 'badgeRinging', 'actionIncoming(Bo)', 'normal'],
    [
      'a silenced ring not at all',
      snapshot(ringing({ silent: true })),
      0,
      true,
      'badgeDoNotDisturb',
      'actionDoNotDisturb',
      'normal',
    ],
    ['a call before missed calls', snapshot(talking()), 3, false, 'badgeInCall', 'actionInCall(Bo)', 'normal'],
    [
      'a call that is coming back',
      snapshot(talking({ phase: 'reconnecting' })),
      0,
      false,
      'badgeInCall',
      'actionReconnecting(Bo)',
      'normal',
    ],
    ['one missed call', snapshot(IDLE), 1, false, '1', 'actionMissedOne', 'normal'],
    ['many missed calls', snapshot(ended()), 12, false, '12', 'actionMissedMany(12)', 'normal'],
    ['more than fit', snapshot(IDLE), 100, false, '99+', 'actionMissedMany(100)', 'normal'],
    ['being offline', snapshot(IDLE, offline), 0, true, '!', 'actionOffline', 'offline'],
    ['being offline behind missed calls', snapshot(IDLE, offline), 2, false, '2', 'actionMissedMany(2)', 'offline'],
    ['being in use elsewhere', snapshot(IDLE, elsewhere), 0, false, '!', 'actionInUseElsewhere', 'offline'],
    ['do not disturb', snapshot(IDLE), 0, true, 'badgeDoNotDisturb', 'actionDoNotDisturb', 'normal'],
    ['nothing', snapshot(IDLE), 0, false, '', 'actionReady', 'normal'],
    ['nothing before anything is known', null, 0, false, '', 'actionReady', 'normal'],
  ] as const)('shows %s', (_, present, missed, silenced, text, title, icon) => {
    expect(actionLook(present, missed, silenced, t)).toMatchObject({ text, title, icon })
  })

  it('sets only what changed, and ends with the last look', async () => {
    const browser = makeFakeBrowser()
    const button = makeActionButton(browser.api.action, (error) => {
      throw error
    })
    button.show(actionLook(snapshot(IDLE), 0, false, t))
    button.show(actionLook(snapshot(ringing()), 0, false, t))
    button.show(actionLook(snapshot(talking()), 0, false, t))
    await settle()
    button.show(actionLook(snapshot(talking()), 0, false, t))
    await settle()
    expect(browser.badge).toMatchObject({ text: 'badgeInCall', title: 'actionInCall(Bo)', icon: '/icons/icon-16.png' })
    expect(browser.calls).toEqual(['badge ', 'badge badgeInCall'])
  })
})
