import type { Page } from 'playwright-core'

/**
 * How much of an extension there is in a page: worlds of content scripts, frames, and elements more than the `elements` that
 * it came with.
 */
export async function presenceIn(page: Page, elements: number): Promise<number> {
  const session = await page.context().newCDPSession(page)
  let worlds = 0
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin.startsWith('chrome-extension:')) worlds++
  })
  try {
    // Tells of every context there is before it answers.
    await session.send('Runtime.enable')
    const found = await page.evaluate(() => document.querySelectorAll('*').length)
    return worlds + page.frames().length - 1 + found - elements
  } finally {
    await session.detach()
  }
}
