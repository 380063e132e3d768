import type { Page } from 'playwright-core'
import { becomeReady, button } from '../../tests/support/acts.ts'
import { dial, startPair } from '../../tests/support/pair.ts'
import { waitForPicture } from '../../tests/support/picture.ts'
import type { Shoot } from './shoot.ts'

/** CSS pixels. */
const POPUP = { size: { width: 360, height: 600 } }

/** The popup through a real call between two people who know each other: what the README shows. */
export async function realPopup(shoot: Shoot): Promise<void> {
  const pair = await startPair()
  try {
    // The page of the popup in a tab: the popup itself cannot be given the size that it has on a screen.
    const popup = await pair.alice.page('src/popup/index.html')
    await know(popup, pair.bob.peerId, 'Bo Lindqvist')
    await shoot(popup, 'real/popup-idle', POPUP)
    await dial(pair.bob, pair.alice.peerId)
    await waitForPicture(popup.getByLabel('Your camera'), pair.alice.devices.rgb)
    await shoot(popup, 'real/popup-incoming', POPUP)
    await button(popup, 'Accept').click()
    await waitForPicture(popup.getByLabel('Remote video'), pair.bob.devices.rgb)
    await shoot(popup, 'real/popup-call', POPUP)
    await button(popup, 'Hang up').click()
    await becomeReady(pair.alice, pair.bob)
  } finally {
    await pair.close()
  }
}

async function know(popup: Page, id: string, name: string): Promise<void> {
  await popup.evaluate(
    async ([whom, called]) => {
      const body = { type: 'saveContact', id: whom, name: called }
      await chrome.runtime.sendMessage({ to: 'background', kind: 'browser', body })
    },
    [id, name] as const,
  )
  await popup.getByText(name).first().waitFor()
}
