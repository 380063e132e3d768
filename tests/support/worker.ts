import type { Person } from './pair.ts'
import { sleep, waitUntil } from './wait.ts'

/** A worker that is alive answers within this time. */
const ANSWER_MS = 500

/** Kills the worker at once, and waits until it is gone, or another in its place: the next message wakes one. */
export async function killWorker(person: Person): Promise<void> {
  const { browser, context, url } = person
  const { targetInfos } = await browser.send('Target.getTargets')
  const target = targetInfos.find((candidate) => candidate.type === 'service_worker' && candidate.url.startsWith(url('')))
  if (!target) return
  // A new worker has the target of the old one, but nothing that was in it.
  await (await person.serviceWorker()).evaluate(() => Object.assign(globalThis, { marked: true }))
  await browser.send('Target.closeTarget', { targetId: target.targetId })
  await waitUntil('the worker is dead', async () => {
    const worker = context.serviceWorkers().find((candidate) => candidate.url().startsWith(url('')))
    if (!worker) return true
    const marked = worker.evaluate(() => 'marked' in globalThis).catch(() => false)
    return !(await Promise.race([marked, sleep(ANSWER_MS).then(() => false)]))
  })
}
