import { describe, expect, it } from 'vitest'
import { makeContextMenu, menuItems } from '../../src/background/contextMenu'
import type { CallSnapshot } from '../../src/messaging/snapshot'
import { makeFakeBrowser } from './support/fakeBrowser'
import { settle } from './support/fakeClock'
import { BO, ended, IDLE, LOCAL, ringing, snapshot, TAB_SHARE, t, talking } from './support/snapshots'

const titles = (call: CallSnapshot): string[] => menuItems(snapshot(call), t).map(({ title }) => title)

describe('the items of the context menu', () => {
  it('are for selected text alone while there is no call', () => {
    for (const call of [IDLE, ringing(), ended()]) expect(titles(call)).toEqual(['menuCallSelection'])
  })

  it('hang up, share and mute during a call', () => {
    expect(titles(talking())).toEqual(['menuCallSelection', 'hangUp', 'shareTab', 'menuMuteMicrophone'])
    expect(titles(talking({ local: { ...LOCAL, microphone: 'off', share: TAB_SHARE } }))).toEqual([
      'menuCallSelection',
      'hangUp',
      'stopSharing',
      'menuUnmuteMicrophone',
    ])
  })

  it('share and mute nothing before the other has accepted', () => {
    expect(titles({ phase: 'outgoing', callId: 'c', party: BO, ringing: true, local: LOCAL })).toEqual([
      'menuCallSelection',
      'hangUp',
    ])
  })

  it('mute no microphone that is not there', () => {
    expect(titles(talking({ local: { ...LOCAL, microphone: 'missing' } }))).toEqual(['menuCallSelection', 'hangUp', 'shareTab'])
  })
})

describe('the menu in the browser', () => {
  const menuOf = (browser: ReturnType<typeof makeFakeBrowser>) =>
    makeContextMenu(browser.api.menus, (error) => {
      throw error
    })

  it('comes with a call and goes with it', async () => {
    const browser = makeFakeBrowser()
    const menu = menuOf(browser)
    menu.show(menuItems(snapshot(talking()), t))
    await settle()
    expect([...browser.menu.keys()]).toEqual(['call-selection', 'hang-up', 'share', 'microphone'])
    menu.show(menuItems(snapshot(ended()), t))
    await settle()
    expect([...browser.menu.keys()]).toEqual(['call-selection'])
  })

  it('changes a title in place', async () => {
    const browser = makeFakeBrowser()
    const menu = menuOf(browser)
    menu.show(menuItems(snapshot(talking()), t))
    await settle()
    browser.calls.length = 0
    menu.show(menuItems(snapshot(talking({ local: { ...LOCAL, microphone: 'off' } })), t))
    menu.show(menuItems(snapshot(talking({ local: { ...LOCAL, microphone: 'off' } })), t))
    await settle()
    expect(browser.calls).toEqual(['menu.update microphone'])
  })

  it('is taken over by a new worker without a moment in which an item is gone', async () => {
    const browser = makeFakeBrowser()
    menuOf(browser).show(menuItems(snapshot(talking()), t))
    await settle()
    browser.calls.length = 0
    const second = menuOf(browser)
    second.show(menuItems(snapshot(talking({ local: { ...LOCAL, share: TAB_SHARE } })), t))
    await settle()
    expect(browser.calls).toEqual([
      'menu.update call-selection',
      'menu.update hang-up',
      'menu.update share',
      'menu.update microphone',
    ])
    expect(browser.menu.get('share')?.title).toBe('stopSharing')
    second.show(menuItems(snapshot(IDLE), t))
    await settle()
    expect([...browser.menu.keys()]).toEqual(['call-selection'])
  })

  it('is cleared by a worker that was started after the call', async () => {
    const browser = makeFakeBrowser()
    menuOf(browser).show(menuItems(snapshot(talking()), t))
    await settle()
    menuOf(browser).show(menuItems(snapshot(IDLE), t))
    await settle()
    expect([...browser.menu.keys()]).toEqual(['call-selection'])
  })
})
