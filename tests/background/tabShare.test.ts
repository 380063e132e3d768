import { describe, expect, it } from 'vitest'
import { hintOf, MAX_ARTWORK_CHARACTERS, musicCard, parseTabMedia } from '../../src/background/tabMedia'
import { makeTabShare } from '../../src/background/tabShare'
import type { CallCommand, HostCommand } from '../../src/messaging/command'
import { type FakeBrowser, makeFakeBrowser } from './support/fakeBrowser'
import { makeFakeClock } from './support/fakeClock'
import { ended, LOCAL, snapshot, TAB_SHARE, talking } from './support/snapshots'

const SHARING = snapshot(talking({ local: { ...LOCAL, share: TAB_SHARE } }))
const media = (changes: object = {}) => ({
  fills: false,
  title: null,
  artist: null,
  artworkSource: null,
  artwork: null,
  ...changes,
})

function startWorker(browser: FakeBrowser, time = makeFakeClock()) {
  const sent: (HostCommand | CallCommand)[] = []
  let changes = 0
  const share = makeTabShare(
    browser.api,
    { host: async (command) => void sent.push(command), call: async (command) => void sent.push(command) },
    time.clock,
    () => {
      changes += 1
    },
  )
  return {
    share,
    sent,
    time,
    get changes() {
      return changes
    },
    of: <Type extends string>(type: Type) => sent.filter((command) => command.type === type),
  }
}

const TAB = { id: 1, title: 'Page 1', url: 'https://page-1.example/' }

describe('sharing a tab', () => {
  it('captures it where the person invoked Tabcall, with its title and what it shows', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { invoked: true, scriptable: true, media: media({ fills: true }) })
    const worker = startWorker(browser)
    await worker.share.share(TAB, 'tab')
    expect(worker.sent).toEqual([
      {
        type: 'startTabShare',
        from: { by: 'stream', streamId: 'stream-of-1' },
        source: 'tab',
        tabId: 1,
        title: 'Page 1',
        hint: 'motion',
      },
    ])
  })

  it('waits no longer than a moment for a page that does not say what it shows', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { invoked: true, scriptable: true, media: new Promise(() => undefined) })
    const worker = startWorker(browser)
    const sharing = worker.share.share(TAB, 'tab')
    await worker.time.pass(100)
    await sharing
    expect(worker.of('startTabShare')).toMatchObject([{ hint: 'detail' }])
  })

  it('falls back on the browser’s picker without an invocation, for a page of its own, and without a tab', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.share.share(TAB, 'tab')
    await worker.share.share({ id: 5, url: 'chrome-extension://tabcall/src/viewer/index.html' }, 'tab')
    await worker.share.share(null, 'tab')
    expect(worker.sent).toEqual([{ type: 'shareDisplay' }, { type: 'shareDisplay' }, { type: 'shareDisplay' }])
    expect(await worker.share.pictureTabId()).toBeNull()
  })

  it('changes from page to music and back, though the browser captures no tab twice', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { invoked: true })
    const worker = startWorker(browser)
    for (const source of ['tab', 'music', 'tab'] as const) await worker.share.share(TAB, source)
    expect(worker.sent).toMatchObject([
      { type: 'startTabShare', from: { by: 'stream', streamId: 'stream-of-1' }, source: 'tab' },
      { type: 'startTabShare', from: { by: 'present' }, source: 'music' },
      { type: 'startTabShare', from: { by: 'present' }, source: 'tab' },
    ])
  })

  it('takes two presses in a row as one', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { invoked: true })
    const worker = startWorker(browser)
    await Promise.all([worker.share.share(TAB, 'tab'), worker.share.share(TAB, 'tab')])
    expect(worker.sent).toMatchObject([{ type: 'startTabShare', from: { by: 'stream', streamId: 'stream-of-1' } }])
  })

  it('has the overlay in the tab capture it where it can, and the overlay stays there for as long', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1)
    const worker = startWorker(browser)
    expect(await worker.share.share(TAB, 'music', true)).toBe('captureHere')
    expect(worker.sent).toEqual([])
    await worker.share.captured(TAB, 'music', 'c')
    expect(worker.sent).toMatchObject([
      { type: 'startTabShare', from: { by: 'overlay', capture: 'c' }, source: 'music', tabId: 1, title: 'Page 1' },
    ])
    expect(await worker.share.overlayTabId()).toBe(1)
    expect(await worker.share.share(TAB, 'tab', true)).toBe('done')
    expect(worker.sent[1]).toMatchObject({ from: { by: 'present' }, source: 'tab' })
    expect(await worker.share.overlayTabId()).toBe(1)
    await worker.share.follow(snapshot(ended()))
    expect(await worker.share.overlayTabId()).toBeNull()
  })

  it('takes the picker where the overlay could not capture, and nothing where the person did not want it', async () => {
    const worker = startWorker(makeFakeBrowser())
    await worker.share.notCaptured('tab', 'impossible')
    await worker.share.notCaptured('tab', 'cancelled')
    await worker.share.notCaptured('tab', 'forbidden')
    await worker.share.notCaptured('music', 'impossible')
    expect(worker.sent).toEqual([
      { type: 'shareDisplay' },
      { type: 'raiseNotice', code: 'shareCancelled' },
      { type: 'raiseNotice', code: 'shareForbidden' },
      { type: 'raiseNotice', code: 'shareNeedsInvocation' },
    ])
  })

  it('says what to click for music, which the picker does not give alone', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.share.share(TAB, 'music')
    expect(worker.sent).toEqual([{ type: 'raiseNotice', code: 'shareNeedsInvocation' }])
  })

  it('knows whose overlay is in the picture before the first frame is taken', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { invoked: true })
    const worker = startWorker(browser)
    await worker.share.share(TAB, 'tab')
    expect(await worker.share.pictureTabId()).toBe(1)
    expect(worker.changes).toBe(1)
  })
})

describe('a shared tab', () => {
  async function sharing(source: 'tab' | 'music' = 'tab') {
    const browser = makeFakeBrowser()
    const tab = browser.openTab(1, { invoked: true, scriptable: true, media: media() })
    const worker = startWorker(browser)
    await worker.share.share(TAB, source)
    const shared = { ...TAB_SHARE, source, picture: source === 'tab' }
    await worker.share.follow(snapshot(talking({ local: { ...LOCAL, share: shared } })))
    await worker.time.pass(3_000)
    worker.sent.length = 0
    return { browser, tab, worker }
  }

  it('is told when it plays something else, once', async () => {
    const { tab, worker } = await sharing()
    tab.media = media({ fills: true, title: 'Song', artist: 'Ann' })
    await worker.time.pass(9_000)
    expect(worker.sent).toEqual([
      { type: 'tabMediaChanged', tabId: 1, hint: 'motion', music: { title: 'Song', artist: 'Ann', artwork: null } },
    ])
  })

  it('keeps what was known of it when the page can no longer be read, or does not answer', async () => {
    const { browser, tab, worker } = await sharing()
    tab.media = media({ fills: true })
    await worker.time.pass(3_000)
    expect(worker.sent).toMatchObject([{ hint: 'motion' }])
    tab.media = new Promise(() => undefined)
    await worker.time.pass(6_000)
    expect(worker.sent).toHaveLength(1)
    tab.scriptable = false
    await worker.time.pass(6_000)
    expect(worker.sent.slice(1)).toEqual([{ type: 'tabMediaChanged', tabId: 1, hint: null, music: null }])
    tab.scriptable = true
    browser.pages.set(1, { ...tab, status: 'unloaded' })
    await worker.time.pass(3_000)
    expect(worker.of('raiseNotice')).toMatchObject([{ code: 'shareTabCrashed' }])
  })

  it('of music has no overlay in it once its picture is sent', async () => {
    const { worker } = await sharing('music')
    expect(await worker.share.pictureTabId()).toBeNull()
    const before = worker.changes
    await worker.share.follow(snapshot(talking({ local: { ...LOCAL, share: { ...TAB_SHARE, source: 'music', picture: true } } })))
    expect(await worker.share.pictureTabId()).toBe(1)
    expect(worker.changes).toBe(before + 1)
    await worker.share.follow(
      snapshot(talking({ local: { ...LOCAL, share: { ...TAB_SHARE, source: 'music', picture: false } } })),
    )
    expect(await worker.share.pictureTabId()).toBeNull()
  })

  it('gives its own title for music without a media session', async () => {
    const { browser, worker } = await sharing('music')
    const tab = browser.pages.get(1)
    if (tab) tab.title = 'Radio'
    await worker.time.pass(3_000)
    expect(worker.of('tabMediaChanged')).toMatchObject([{ music: { title: 'Radio' } }])
  })

  it('ends the share when it is closed, and no other tab does', async () => {
    const { worker } = await sharing()
    await worker.share.tabRemoved(2)
    await worker.share.tabRemoved(1)
    expect(worker.sent).toEqual([{ type: 'tabGone', tabId: 1 }])
    expect(worker.time.repeating).toBe(0)
  })

  it('ends the share when it crashes, and says so', async () => {
    const { browser, worker } = await sharing()
    const tab = browser.pages.get(1)
    if (tab) tab.status = 'unloaded'
    await worker.time.pass(3_000)
    expect(worker.sent).toEqual([{ type: 'stopSharing' }, { type: 'raiseNotice', code: 'shareTabCrashed' }])
    expect(worker.time.repeating).toBe(0)
  })

  it('tells that the tab is gone, though its capture ended a moment before', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { invoked: true, scriptable: true, media: media() })
    const worker = startWorker(browser)
    await worker.share.share(TAB, 'tab')
    await worker.share.follow(SHARING)
    await worker.share.follow(snapshot(talking()))
    await worker.share.tabRemoved(1)
    await worker.share.tabRemoved(1)
    expect(worker.of('tabGone')).toEqual([{ type: 'tabGone', tabId: 1 }])
  })

  it('is no longer looked at after the share or the call is over', async () => {
    const { worker } = await sharing()
    await worker.share.follow(snapshot(talking()))
    expect(worker.time.repeating).toBe(0)
    expect(await worker.share.pictureTabId()).toBeNull()
    const other = await sharing()
    await other.worker.share.follow(snapshot(ended()))
    expect(other.worker.time.repeating).toBe(0)
  })

  it('is forgotten when its capture was refused', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { invoked: true })
    const worker = startWorker(browser)
    await worker.share.share(TAB, 'tab')
    await worker.share.follow(snapshot(talking()))
    expect(await worker.share.pictureTabId()).toBe(1)
    await worker.time.pass(6_000)
    await worker.share.follow(snapshot(talking()))
    expect(await worker.share.pictureTabId()).toBeNull()
  })

  it('goes on being looked at by a worker that started during the share', async () => {
    const { browser, tab } = await sharing()
    const second = startWorker(browser)
    await second.share.follow(SHARING)
    tab.media = media({ title: 'Next song' })
    await second.time.pass(3_000)
    expect(second.of('tabMediaChanged')).toMatchObject([{ music: { title: 'Next song' } }])
    await second.share.tabRemoved(1)
    expect(second.of('tabGone')).toHaveLength(1)
  })
})

describe('what a page says of itself', () => {
  it('is refused unless it is what was asked for', () => {
    for (const junk of [null, 'x', {}, media({ fills: 'yes' }), media({ artwork: 'https://tracker.example/x.png' })]) {
      expect(parseTabMedia(junk)).toBeNull()
    }
    expect(parseTabMedia(media({ artwork: `data:image/jpeg;base64,${'A'.repeat(MAX_ARTWORK_CHARACTERS)}` }))).toBeNull()
    expect(parseTabMedia(media({ artwork: 'data:image/svg+xml;base64,AAAA' }))).toBeNull()
  })

  it('is tamed: no control or direction characters, no endless title', () => {
    const parsed = parseTabMedia(media({ title: `\u202eevil\n${'x'.repeat(500)}`, artist: ' ' }))
    expect(parsed?.title).toMatch(/^evil x+$/)
    expect(parsed?.title?.length).toBeLessThanOrEqual(200)
    expect(parsed?.artist).toBeNull()
  })

  it('makes a card only where there is something to say', () => {
    expect(musicCard(null, null, null)).toBeNull()
    expect(musicCard(null, 'data:image/png;base64,AA', 'Radio')).toEqual({ title: 'Radio', artist: null, artwork: null })
    expect(hintOf(null)).toBe('detail')
  })
})
