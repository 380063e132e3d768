import { describe, expect, it } from 'vitest'
import type { OwnContext } from '../../src/background/browserApi'
import { makePages } from '../../src/background/pages'

const ROOT = 'chrome-extension://tabcall/'

function pagesIn(standing: readonly OwnContext[]) {
  const done: unknown[] = []
  const pages = makePages(
    {
      getURL: (path) => `${ROOT}${path}`,
      contexts: async () => standing,
      openOptionsPage: async () => void done.push('options'),
    },
    {
      create: async ({ url }) => {
        done.push({ created: url })
        return {}
      },
      update: async (id, properties) => void done.push({ updated: id, ...properties }),
    },
    { update: async (id, properties) => void done.push({ window: id, ...properties }) },
    { open: async () => void done.push('callWindow') },
  )
  return { pages, done }
}

describe('where QR codes are read', () => {
  it('is a part of the options, which are opened at it', async () => {
    const { pages, done } = pagesIn([])
    await pages.open('people')
    expect(done).toEqual([{ created: `${ROOT}src/options/index.html#people` }])
  })

  it('is brought to the front where the options stand open, in whatever part', async () => {
    const { pages, done } = pagesIn([{ kind: 'tab', url: `${ROOT}src/options/index.html#your-key`, tabId: 3, windowId: 7 }])
    await pages.open('people')
    expect(done).toEqual([
      { updated: 3, active: true, url: `${ROOT}src/options/index.html#people` },
      { window: 7, focused: true },
    ])
  })
})
