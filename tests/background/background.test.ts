import { describe, expect, it } from 'vitest'
import { startBackground } from '../../src/background/background'
import type { BackgroundHandlers } from '../../src/messaging/bus'
import type { CallCommand, HostCommand } from '../../src/messaging/command'
import type { Snapshot } from '../../src/messaging/snapshot'
import { type FakeBrowser, makeFakeBrowser } from './support/fakeBrowser'
import { makeFakeClock } from './support/fakeClock'
import { BO, ended, IDLE, ringing, snapshot, TAB_SHARE, t, talking } from './support/snapshots'

const OFFSCREEN = 'src/offscreen/index.html'

/** A service worker over a browser; starting a second one over the same browser is what the browser does after killing the first. */
function startWorker(browser: FakeBrowser, time = makeFakeClock()) {
  const host: HostCommand[] = []
  const call: CallCommand[] = []
  const errors: unknown[] = []
  let handlers: BackgroundHandlers | undefined
  let popups = 0
  startBackground({
    api: browser.api,
    send: { host: async (command) => void host.push(command), call: async (command) => void call.push(command) },
    content: {
      mount: async () => {
        throw new Error('Receiving end does not exist.')
      },
      setMode: async () => undefined,
      unmount: async () => undefined,
      focus: async () => undefined,
    },
    offscreenPath: OFFSCREEN,
    documentEnded: browser.documentEnded,
    t,
    clock: time.clock,
    makeId: () => 'run-1',
    onError: (error) => errors.push(error),
    serve: (given) => {
      handlers = given
    },
    onClientMessage: () => undefined,
    clients: async () => [],
    ownOrigin: 'chrome-extension://tabcall',
    isDialTarget: (text) => text.trim() === BO.remote.id,
    openPopup: async () => {
      popups += 1
    },
  })
  if (handlers === undefined) throw new Error('The handlers were not registered at once.')
  const serve = handlers
  return {
    host,
    call,
    errors,
    time,
    serve,
    get popups() {
      return popups
    },
    report: async (next: Snapshot) => {
      await serve.report({ type: 'snapshot', snapshot: { ...next } })
      await time.pass(0)
    },
    idle: () => time.pass(0),
    of: (type: HostCommand['type']) => host.filter((command) => command.type === type),
  }
}

async function started(browser = makeFakeBrowser()) {
  browser.openTab(1, { url: 'https://page-1.example/' })
  const worker = startWorker(browser)
  await worker.idle()
  return { browser, worker }
}
const sender = { id: 'tabcall', url: 'chrome-extension://tabcall/src/popup/index.html' }

describe('starting', () => {
  it('registers a listener for every event before it returns', () => {
    const browser = makeFakeBrowser()
    startWorker(browser)
    const missing = Object.entries(browser.events).filter(([, event]) => event.listenerCount === 0)
    expect(missing).toEqual([])
  })

  it('makes the document, asks for the truth, and sets the alarm', async () => {
    const { browser, worker } = await started()
    expect(browser.offscreenExists).toBe(true)
    expect(worker.of('reportSnapshot')).toHaveLength(1)
    expect(browser.calls).toContain('alarm tabcall:tick')
  })

  it('opens the onboarding once, on install and not on update', async () => {
    const { browser, worker } = await started()
    browser.events.onInstalled.emit({ reason: 'update' })
    await worker.idle()
    expect(browser.opened).toEqual([])
    browser.events.onInstalled.emit({ reason: 'install' })
    await worker.idle()
    expect(browser.opened).toEqual(['chrome-extension://tabcall/src/onboarding/index.html'])
    expect([...browser.menu.keys()]).toEqual(['call-selection'])
  })

  it('configures a document that has just started, under the same run', async () => {
    const { browser, worker } = await started()
    browser.local.items.set('settings', { displayName: 'Ann' })
    await worker.serve.report({ type: 'started' })
    const [configure] = worker.of('configure')
    expect(configure).toMatchObject({ settings: { displayName: 'Ann' }, people: [], session: 'run-1' })
  })
})

describe('the document', () => {
  it('is made again as soon as it is gone, as often as that happens', async () => {
    const { browser, worker } = await started()
    for (let times = 0; times < 2; times++) {
      await worker.serve.report({ type: 'started' })
      browser.closeOffscreen()
      await worker.idle()
      await worker.time.pass(1_000)
      expect(browser.offscreenExists).toBe(true)
    }
  })

  it('is made again by the alarm and by a view, and woken after sleep', async () => {
    const { browser, worker } = await started()
    for (const wake of [
      () => browser.events.onAlarm.emit({ name: 'tabcall:tick' }),
      () => void worker.serve.browser({ type: 'viewOpened' }, sender),
    ]) {
      browser.closeOffscreen()
      wake()
      await worker.idle()
      expect(browser.offscreenExists).toBe(true)
    }
    await worker.time.pass(30_000)
    browser.events.onAlarm.emit({ name: 'tabcall:tick' })
    await worker.idle()
    expect(worker.of('wake')).toHaveLength(0)
    await worker.time.pass(3_600_000)
    browser.events.onAlarm.emit({ name: 'tabcall:tick' })
    await worker.idle()
    expect(worker.of('wake')).toHaveLength(1)
  })

  it('is made anew for another identity, once whoever one talked with could be told', async () => {
    const { browser, worker } = await started()
    const changed = worker.serve.browser({ type: 'identityChanged' }, sender)
    await worker.idle()
    expect(worker.call).toEqual([{ type: 'hangUp' }])
    expect(browser.calls).not.toContain('offscreen.close')
    await worker.time.pass(1_000)
    await changed
    expect(browser.calls.filter((one) => one.startsWith('offscreen'))).toEqual([
      `offscreen.create ${OFFSCREEN}`,
      'offscreen.close',
      `offscreen.create ${OFFSCREEN}`,
    ])
  })
})

describe('the menu, the shortcuts and the notifications', () => {
  it('act on the call, also in a worker that has just been woken by them', async () => {
    const { browser } = await started()
    const woken = startWorker(browser)
    browser.events.onCommand.emit('accept-call')
    browser.events.onMenuClicked.emit({ menuItemId: 'share' }, { id: 1 })
    await woken.idle()
    expect(woken.call).toEqual([])
    await woken.report(snapshot(ringing()))
    expect(woken.call).toEqual([{ type: 'accept', callId: 'call-1', camera: true }])
  })

  it('toggle, hang up and share', async () => {
    const { browser, worker } = await started()
    await worker.report(snapshot(talking()))
    for (const name of ['toggle-microphone', 'toggle-camera', 'hang-up', 'constructor', 'nonsense'])
      browser.events.onCommand.emit(name)
    await worker.idle()
    expect(worker.call.map(({ type }) => type)).toEqual(['toggleMicrophone', 'toggleCamera', 'hangUp'])
    browser.openTab(1, { invoked: true })
    browser.events.onCommand.emit('share-tab', { id: 1, title: 'Page 1' })
    await worker.idle()
    expect(worker.of('startTabShare')).toMatchObject([{ tabId: 1, from: { by: 'stream', streamId: 'stream-of-1' } }])
    await worker.report(snapshot(talking({ local: { microphone: 'on', camera: 'on', share: TAB_SHARE } })))
    browser.events.onMenuClicked.emit({ menuItemId: 'share' }, { id: 1 })
    await worker.idle()
    expect(worker.call.at(-1)).toEqual({ type: 'stopSharing' })
  })

  it('shares the tab on which the popup was opened, though the person looks at another by now', async () => {
    const { browser, worker } = await started()
    browser.openTab(2, { invoked: true, url: 'https://page-2.example/' })
    browser.openTab(3, { invoked: true, url: 'https://page-3.example/' })
    const press = (tabId: number | null) =>
      worker.serve.browser({ type: 'shareTab', source: 'tab', tabId, canCapture: false }, sender)
    await press(2)
    await press(null)
    expect(worker.of('startTabShare')).toMatchObject([{ tabId: 2 }, { tabId: 3 }])
    // One that is closed by now: the browser’s picker is what is left.
    await press(9)
    expect(worker.call).toEqual([{ type: 'shareDisplay' }])
  })

  it('call the selected text, or explain in the popup that it is no ID', async () => {
    const { browser, worker } = await started()
    browser.events.onMenuClicked.emit({ menuItemId: 'call-selection', selectionText: ` ${BO.remote.id}` })
    await worker.idle()
    expect(worker.call).toEqual([{ type: 'dial', to: ` ${BO.remote.id}`, camera: true }])
    browser.events.onMenuClicked.emit({ menuItemId: 'call-selection', selectionText: 'some words' })
    await worker.idle()
    expect(worker.of('raiseNotice')).toEqual([{ type: 'raiseNotice', code: 'selectionIsNoId' }])
    expect(worker.popups).toBe(1)
  })

  it('answer by notification, with a worker that knows nothing but the id', async () => {
    const { browser, worker } = await started()
    browser.events.onButtonClicked.emit('incoming:call-7', 0)
    browser.events.onButtonClicked.emit('incoming:call-8', 1)
    browser.events.onButtonClicked.emit('missed:some-id', 0)
    await worker.idle()
    expect(worker.call).toEqual(
      expect.arrayContaining([
        { type: 'accept', callId: 'call-7', camera: true },
        { type: 'decline', callId: 'call-8' },
        { type: 'dial', to: 'some-id', camera: true },
      ]),
    )
  })
})

describe('a missed call', () => {
  const record = {
    callId: 'call-1',
    remote: BO.remote,
    direction: 'incoming',
    outcome: 'missed',
    reason: 'remoteCancelled',
    connectedAt: null,
    endedAt: 1_800_000_000_000,
  } as const

  it('is announced once and counted until it is seen', async () => {
    const { browser, worker } = await started()
    await worker.report(snapshot(ended({ connectedAt: null, reason: 'remoteCancelled' })))
    await worker.serve.report({ type: 'callRecorded', record })
    await worker.serve.report({ type: 'callRecorded', record })
    await worker.idle()
    expect(browser.shown.get(`missed:${BO.remote.id}`)?.title).toBe('notificationMissed(Bo)')
    expect(browser.calls.filter((one) => one.startsWith('notification.show missed'))).toHaveLength(1)
    expect(browser.badge.text).toBe('1')
    await worker.serve.browser({ type: 'missedCallsSeen' }, sender)
    await worker.idle()
    expect(browser.badge.text).toBe('')
    expect(browser.shown.size).toBe(0)
  })

  it('is counted before and after a call, and no history is read while one goes on', async () => {
    const { browser, worker } = await started()
    await worker.serve.report({ type: 'callRecorded', record })
    browser.local.reads.length = 0
    await worker.report(snapshot(ringing()))
    await worker.report(snapshot(talking()))
    await worker.idle()
    expect(browser.badge.text).toBe('badgeInCall')
    expect(browser.local.reads).not.toContain('calls')
    await worker.report(snapshot(IDLE))
    await worker.idle()
    expect(browser.badge.text).toBe('1')
  })

  it('is still counted by the next worker, and announced in silence under do not disturb', async () => {
    const { browser, worker } = await started()
    await worker.serve.browser({ type: 'updateSettings', changes: { doNotDisturbUntil: 1_900_000_000_000 } }, sender)
    await worker.serve.report({ type: 'callRecorded', record })
    expect(browser.shown.get(`missed:${BO.remote.id}`)?.silent).toBe(true)
    browser.badge.text = ''
    const next = startWorker(browser)
    await next.idle()
    expect(browser.badge.text).toBe('1')
  })
})

describe('a worker that dies at any step', () => {
  it.each([
    ['ringing in', ringing()],
    ['in a call', talking()],
    ['after a call', ended()],
    ['idle', IDLE],
  ])('leaves the next one with nothing but the truth: %s', async (_, call) => {
    const { browser, worker } = await started()
    for (const before of [ringing(), talking(), call]) await worker.report(snapshot(before))
    const next = startWorker(browser)
    await next.idle()
    await next.report(snapshot(call, { revision: 0 }))
    const fresh = (await started()).browser
    const straight = startWorker(fresh)
    await straight.report(snapshot(call))
    expect([...browser.menu.keys()]).toEqual([...fresh.menu.keys()])
    expect([...browser.shown.keys()]).toEqual([...fresh.shown.keys()])
    expect(browser.badge).toEqual(fresh.badge)
    expect(next.errors).toEqual([])
  })
})

describe('people and settings', () => {
  it('are stored, and reach the document at once', async () => {
    const { browser, worker } = await started()
    await worker.serve.browser({ type: 'saveContact', id: 'plain-1', name: 'One' }, sender)
    await worker.serve.browser({ type: 'updateSettings', changes: { relayOnly: true } }, sender)
    expect(worker.of('configure').at(-1)).toMatchObject({
      settings: { relayOnly: true },
      people: [{ id: 'plain-1', name: 'One' }],
    })
    expect(browser.local.items.get('settings')).toMatchObject({ relayOnly: true })
  })
})
