import type { CDPSession, Page } from 'playwright-core'
import * as v from 'valibot'
import { waitUntil } from '../wait.ts'

/** What a page that has taken over its renderer could do as Tabcall's content script there. */
export interface ContentWorld {
  /** Evaluates an expression, waits for its promise, and gives its value; `{ threw }` where it throws. */
  run(expression: string): Promise<unknown>
  close(): Promise<void>
}

const ContextSchema = v.object({ id: v.number(), origin: v.string(), auxData: v.object({ type: v.literal('isolated') }) })

/** The isolated world of an extension's content script in the top frame of a page. */
export async function openContentWorld(page: Page, extensionOrigin: string): Promise<ContentWorld> {
  const session: CDPSession = await page.context().newCDPSession(page)
  let contextId: number | undefined
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const parsed = v.safeParse(ContextSchema, context)
    if (parsed.success && parsed.output.origin === extensionOrigin) contextId = parsed.output.id
  })
  await session.send('Runtime.enable')
  const known = await waitUntil('the content script’s world is there', () => contextId)
  return {
    async run(expression) {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression,
        contextId: known,
        awaitPromise: true,
        returnByValue: true,
      })
      return exceptionDetails ? { threw: exceptionDetails.exception?.description ?? exceptionDetails.text } : result.value
    },
    close: () => session.detach(),
  }
}
