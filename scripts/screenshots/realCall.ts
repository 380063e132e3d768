import type { Frame, Page } from 'playwright-core'
import { becomeReady, button, popupOf } from '../../tests/support/acts.ts'
import { type PageServer, servePages } from '../../tests/support/pages.ts'
import { dial, type Pair, seeRing, startPair } from '../../tests/support/pair.ts'
import { waitForPicture } from '../../tests/support/picture.ts'
import type { Shoot } from './shoot.ts'
import { BUSY_PAGE, DARK_FILM } from './stages.ts'

const PAGE = { width: 1280, height: 800 }

/** The overlay over real pages, from the ring to the end of a real call between two browsers. */
export async function realCall(shoot: Shoot): Promise<void> {
  const pages = await servePages({ busy: BUSY_PAGE, film: DARK_FILM })
  const pair = await startPair()
  try {
    await ringing(pair, pages, shoot)
    await talking(pair, pages, shoot)
  } finally {
    await pair.close()
    await pages.close()
  }
}

/** A tab of that person with a page in it, where the overlay may stand. */
async function openPage(person: Pair['alice'], url: string): Promise<Page> {
  const tab = await person.context.newPage()
  await tab.setViewportSize(PAGE)
  await tab.goto(url)
  await (await person.popup(tab)).close()
  return tab
}

/** Both sides of a ring by somebody who is no contact, and of its end. */
async function ringing({ alice, bob }: Pair, pages: PageServer, shoot: Shoot): Promise<void> {
  const called = await openPage(bob, pages.url('busy'))
  const calling = await openPage(alice, pages.url('busy'))
  await (await dial(alice, bob.peerId)).close()
  await calling.bringToFront()
  await button(await alice.overlay(calling), 'Cancel').waitFor()
  await shoot(calling, 'overlay/outgoing')
  const ring = await bob.overlay(called)
  await button(ring, 'Decline').waitFor()
  await shoot(called, 'overlay/ring')
  await button(ring, 'Decline').click()
  await button(await alice.overlay(calling), 'Done').waitFor()
  await shoot(calling, 'overlay/ended')
  await becomeReady(alice, bob)
  await calling.close()
  await called.close()
}

/** The overlay of a call in each of its forms, over a white page and over a film. */
async function talking({ alice, bob }: Pair, pages: PageServer, shoot: Shoot): Promise<void> {
  const tab = await openPage(alice, pages.url('busy'))
  await (await dial(alice, bob.peerId)).close()
  await (await seeRing(bob)).getByRole('button', { name: 'Accept', exact: true }).click()
  await tab.bringToFront()
  const seen = async (): Promise<Frame> => {
    const overlay = await alice.overlay(tab)
    await waitForPicture(overlay.getByLabel('Remote video'), bob.devices.rgb)
    return overlay
  }
  const overlay = await seen()
  await shoot(tab, 'overlay/busy-page')
  await button(overlay, 'Minimise').click()
  await button(overlay, 'Expand').waitFor()
  await shoot(tab, 'overlay/pill')
  await button(overlay, 'Expand').click()
  await button(overlay, 'Minimise').waitFor()
  await button(overlay, 'Expand').click()
  await seen()
  await shoot(tab, 'overlay/expanded')
  await tab.keyboard.press('Escape')
  await tab.goto(pages.url('film'))
  await seen()
  await shoot(tab, 'overlay/film')
  await button(await popupOf(alice, tab), 'Hang up').click()
  await becomeReady(alice, bob)
}
