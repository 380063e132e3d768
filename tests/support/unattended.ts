import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { findChromium } from '../../scripts/setup/chromium.mjs'
import { extensionId } from '../../scripts/setup/extensionId.mjs'
import { ALICE, commonFlags, type FakeDevices } from './chromium.ts'
import { run } from './processes.ts'
import { waitUntil } from './wait.ts'

/**
 * A browser with Tabcall whose service worker nobody is attached to, as Playwright always is: it dies by itself as it does
 * for people. Its pages are asked by bare DevTools commands.
 */
export interface Unattended {
  /** Opens an extension page in a tab. */
  page(path: string): Promise<UnattendedPage>
  /** Whether the service worker runs now. */
  workerRuns(): Promise<boolean>
  close(): Promise<void>
}

export interface UnattendedPage {
  /** The value of an expression in it, JSON at most. */
  evaluate(expression: string): Promise<unknown>
  close(): Promise<void>
}

const TargetsSchema = v.object({
  targetInfos: v.array(v.object({ targetId: v.string(), type: v.string(), url: v.string() })),
})
const EvaluatedSchema = v.object({
  result: v.object({ value: v.optional(v.unknown()) }),
  exceptionDetails: v.optional(
    v.object({ text: v.string(), exception: v.optional(v.object({ description: v.optional(v.string()) })) }),
  ),
})
const AnswerSchema = v.object({
  id: v.number(),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
})

export async function startUnattended(devices: FakeDevices = ALICE): Promise<Unattended> {
  const program = findChromium()
  if (!program) throw new Error('No Chromium was found; set CHROMIUM to its path.')
  const extension = resolve('dist')
  const { key } = v.parse(v.object({ key: v.string() }), JSON.parse(readFileSync(`${extension}/manifest.json`, 'utf8')))
  const origin = `chrome-extension://${extensionId(key)}`
  const profile = mkdtempSync(join(tmpdir(), 'tabcall-unattended-'))
  const browser = run([
    program,
    '--headless=new',
    '--no-sandbox',
    '--no-first-run',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    ...commonFlags({ extension, devices }),
    'about:blank',
  ])
  const address = await browser.firstLine((line) => /^DevTools listening on (ws:\S+)$/.exec(line)?.[1])
  const tools = await connect(address)
  const targets = async () => v.parse(TargetsSchema, await tools.send('Target.getTargets')).targetInfos
  const running = async () => (await targets()).some(({ type, url }) => type === 'service_worker' && url.startsWith(origin))
  await waitUntil('the extension runs', running)
  for (const name of ['camera', 'microphone']) {
    await tools.send('Browser.setPermission', { permission: { name }, setting: 'granted', origin })
  }
  return {
    workerRuns: running,
    async page(path) {
      const { targetId } = v.parse(
        v.object({ targetId: v.string() }),
        await tools.send('Target.createTarget', { url: `${origin}/${path}` }),
      )
      const { sessionId } = v.parse(
        v.object({ sessionId: v.string() }),
        await tools.send('Target.attachToTarget', { targetId, flatten: true }),
      )
      const evaluate = async (expression: string): Promise<unknown> => {
        const answer = await tools.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true }, sessionId)
        const { result, exceptionDetails } = v.parse(EvaluatedSchema, answer)
        if (exceptionDetails)
          throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
        return result.value
      }
      // Until then the target is an empty page, without the extension's interfaces.
      await waitUntil(`${path} is there`, async () => {
        const loaded = await evaluate(`location.href === '${origin}/${path}' && document.readyState === 'complete'`)
        return loaded === true
      })
      return {
        evaluate,
        async close() {
          await tools.send('Target.closeTarget', { targetId })
        },
      }
    },
    async close() {
      tools.close()
      await browser.stop()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

interface Tools {
  send(method: string, params?: object, sessionId?: string): Promise<unknown>
  close(): void
}

async function connect(address: string): Promise<Tools> {
  const socket = new WebSocket(address)
  await new Promise((done, failed) => socket.once('open', done).once('error', failed))
  const waiting = new Map<number, { done: (result: unknown) => void; failed: (error: Error) => void }>()
  socket.on('message', (data) => {
    const answer = v.safeParse(AnswerSchema, JSON.parse(String(data)))
    if (!answer.success) return
    const { id, result, error } = answer.output
    if (error) waiting.get(id)?.failed(new Error(error.message))
    else waiting.get(id)?.done(result)
    waiting.delete(id)
  })
  let last = 0
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((done, failed) => {
        last += 1
        waiting.set(last, { done, failed })
        socket.send(JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
      }),
    close: () => socket.close(),
  }
}
