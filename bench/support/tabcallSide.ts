import type { Page } from 'playwright-core'
import type { Person } from '../../tests/support/pair.ts'
import { waitForStatus } from '../../tests/support/pair.ts'
import { installProbe } from './probe.ts'
import type { Side } from './side.ts'

export interface TabcallSide extends Side {
  setContact(id: string, contact: boolean): Promise<void>
}

/** A Tabcall with its popup open, as the toolbar button opens it. */
export async function openTabcallSide(person: Person): Promise<TabcallSide> {
  const page = await person.popup()
  await waitForStatus(page, 'Ready')
  await installProbe(page)
  return {
    page,
    id: person.peerId,
    rgb: person.devices.rgb,
    mayMissTheEnd: false,
    async enter(id) {
      await page.getByRole('textbox', { name: 'Peer ID' }).fill(id)
    },
    reset: () => dismiss(page),
    async setContact(id, contact) {
      await page.evaluate(
        async ([whom, add]) => {
          const body = add ? { type: 'saveContact', id: whom, name: 'Friend' } : { type: 'removeContact', id: whom }
          await chrome.runtime.sendMessage({ to: 'background', kind: 'browser', body })
        },
        [id, contact] as const,
      )
      await page
        .getByText('Friend')
        .first()
        .waitFor({ state: contact ? 'attached' : 'detached' })
    },
  }
}

async function dismiss(page: Page): Promise<void> {
  const done = page.getByRole('button', { name: 'Done' })
  const idle = page.getByRole('textbox', { name: 'Peer ID' })
  await done.or(idle).first().waitFor()
  if (await done.isVisible()) await page.evaluate(() => window.probe.press('Done'))
  await idle.waitFor()
}
