import { describe, expect, it } from 'vitest'
import { makeHostLink } from '../../src/background/hostLink'
import { makeOffscreenDocument } from '../../src/background/offscreenDocument'
import { makeFakeBrowser } from './support/fakeBrowser'

const PATH = 'src/offscreen/index.html'
function make() {
  const browser = makeFakeBrowser()
  return { browser, document: makeOffscreenDocument(browser.api.runtime, browser.api.offscreen, PATH) }
}

describe('the offscreen document', () => {
  it('is made once, however many ask', async () => {
    const { browser, document } = make()
    await Promise.all([document.ensure(), document.ensure(), document.ensure()])
    await document.ensure()
    expect(browser.calls).toEqual([`offscreen.create ${PATH}`])
  })

  it('is made again after it was closed', async () => {
    const { browser, document } = make()
    await document.ensure()
    browser.closeOffscreen()
    await document.ensure()
    expect(browser.calls).toHaveLength(2)
  })

  it('is there when a dead worker left its creation running', async () => {
    const { browser, document } = make()
    const racing = makeOffscreenDocument(browser.api.runtime, browser.api.offscreen, PATH)
    await Promise.all([document.ensure(), racing.ensure()])
    expect(browser.offscreenExists).toBe(true)
  })

  it('fails when it cannot be made, and is tried again by the next', async () => {
    const { browser } = make()
    let refusals = 1
    const document = makeOffscreenDocument(
      browser.api.runtime,
      {
        ...browser.api.offscreen,
        create: (url) => (refusals-- > 0 ? Promise.reject(new Error('no')) : browser.api.offscreen.create(url)),
      },
      PATH,
    )
    await expect(document.ensure()).rejects.toThrow('no')
    await document.ensure()
    expect(browser.offscreenExists).toBe(true)
  })

  it('is closed and made again for a new identity', async () => {
    const { browser, document } = make()
    await document.ensure()
    await document.restart()
    expect(browser.calls).toEqual([`offscreen.create ${PATH}`, 'offscreen.close', `offscreen.create ${PATH}`])
  })

  it('is known by its URL, and nothing else is taken for it', () => {
    const { document } = make()
    expect(document.isUrl('chrome-extension://tabcall/src/offscreen/index.html')).toBe(true)
    expect(document.isUrl('chrome-extension://tabcall/src/offscreen/index.html#x')).toBe(true)
    expect(document.isUrl('chrome-extension://tabcall/src/overlay/index.html')).toBe(false)
    expect(document.isUrl(null)).toBe(false)
  })
})

describe('a message to it', () => {
  it('is sent again when the document was closed in between', async () => {
    const { browser, document } = make()
    const sent: string[] = []
    const link = makeHostLink(document, {
      host: async (command) => {
        if (sent.push(command.type) === 1) {
          browser.closeOffscreen()
          throw new Error('Receiving end does not exist.')
        }
      },
      call: async () => undefined,
    })
    await link.host({ type: 'wake' })
    expect(sent).toEqual(['wake', 'wake'])
    expect(browser.offscreenExists).toBe(true)
  })
})
